"""The door to batch scoring: a frame in, a frame of scores and reasons out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from throughcare.foundation.kernel import Edition, Refused

from .. import editions
from ..editions import Table
from ..predictors import Problem, instrument_named, possible, words
from ..predictors.registry import part_edition
from ..predictors.serious import PARTS
from . import actuarial, recipes, sexual
from . import expressions as e
from .possible import history_checks
from .reading import typed
from .recipes import Maker, Recipe

_MAKERS: Mapping[str, Maker] = {
    "ogrs3": recipes.ogrs3,
    "ovp": recipes.ovp,
    "ogp": recipes.ogp,
    "snsv": actuarial.snsv,
    "osp-dc": sexual.contact("osp-dc"),
    "osp-iic": sexual.images("osp-iic"),
    "arp": actuarial.family("arp"),
    "vrp": actuarial.family("vrp"),
    "svrp": actuarial.family("svrp"),
    "dc-srp": sexual.contact("dc-srp"),
    "iic-srp": sexual.images("iic-srp"),
}
INSTRUMENTS: tuple[str, ...] = (*_MAKERS, *PARTS)
"""The instruments that a batch can be scored by."""


def _chosen(instrument: str, edition: str | None) -> Edition[Table]:
    one = instrument_named(instrument)
    if instrument not in INSTRUMENTS:
        known = ", ".join(INSTRUMENTS)
        raise Refused(f"A batch cannot be scored by {instrument}: choose one of {known}.", field="instrument")
    return editions.named(one.editions, edition)


def columns_of(instrument: str) -> tuple[str, ...]:
    """The columns that a batch by this instrument reads; others are left alone."""
    chosen = _chosen(instrument, None)
    if instrument in PARTS:
        found = [name for part in PARTS[instrument] for name in columns_of(part)]
        return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys(_recipe(instrument, chosen).fields))


def _recipe(instrument: str, chosen: Edition[Table]) -> Recipe:
    recipe = _MAKERS[instrument](chosen.table)
    return _asking(recipe) if possible.asks(chosen) else recipe


def _asking(recipe: Recipe) -> Recipe:
    """A recipe that refuses what the one table of histories does, in place of what it would itself say of them."""
    own = tuple(check for check in recipe.checks if check.problem not in possible.PROBLEMS)
    fields = tuple(dict.fromkeys((*recipe.fields, *possible.FIELDS_READ)))
    return replace(recipe, fields=fields, checks=(*own, *history_checks()))


def score_frame(frame: pl.DataFrame, instrument: str, *, edition: str | None = None) -> pl.DataFrame:
    """Score every row; the result has a row for each, with ``reasons`` where one is refused.

    Columns: score (a percentage), band, probability, basis, instrument, edition, reasons.
    """
    chosen = _chosen(instrument, edition)
    if instrument in PARTS:
        scored = _combined(frame, instrument, chosen)
    else:
        scored = _single(frame, _recipe(instrument, chosen))
    labels = [pl.lit(instrument).alias("instrument"), pl.lit(chosen.name).alias("edition")]
    return scored.with_columns(labels).select(
        "score", "band", "probability", "basis", "instrument", "edition", "reasons"
    )


def _single(frame: pl.DataFrame, recipe: Recipe) -> pl.DataFrame:
    fields = tuple(dict.fromkeys(recipe.fields))
    known = typed(frame, fields)
    if {"follow_up_date", "conviction_date"} <= set(fields):
        either = pl.coalesce("follow_up_date", "conviction_date").alias("follow_up_or_conviction")
        known = known.with_columns(either)
    fails = (
        pl.any_horizontal([e.is_true(check.fails) for check in recipe.checks]) | pl.col("wrong").is_not_null()
    )
    gives = {name: expression.alias(name) for name, expression in recipe.gives.items()}
    scored = (
        known.lazy()
        .with_columns(gives["probability"], gives["basis"], fails.alias("fails"))
        .with_columns(gives["score"])
        .with_columns(gives["band"])
        .select(*gives, "fails")
        .collect()
    )
    answers = [pl.when(~pl.col("fails")).then(pl.col(name)).alias(name) for name in gives]
    reasons = _reasons(known, recipe, scored["fails"])
    return scored.with_columns(answers).drop("fails").with_columns(reasons)


def _reasons(known: pl.DataFrame, recipe: Recipe, fails: pl.Series) -> pl.Series:
    """Every reason of each refused row, in words; worked out for those rows alone."""
    blank = pl.Series("reasons", [None], dtype=pl.String).extend_constant(None, max(0, known.height - 1))
    if not fails.any():
        return blank.head(known.height)
    at = fails.arg_true()
    wrong = pl.concat_str([pl.lit(f"{Problem.WRONG_KIND.value}: "), pl.col("wrong"), pl.lit(".")])
    checks = pl.concat_str([check.text() for check in recipe.checks], separator=" ", ignore_nulls=True)
    said = pl.when(pl.col("wrong").is_not_null()).then(wrong).otherwise(checks)
    texts = known[at].lazy().select(said.alias("reasons")).collect().to_series()
    return blank.scatter(at, texts)


def _combined(frame: pl.DataFrame, instrument: str, chosen: Edition[Table]) -> pl.DataFrame:
    parts = {name: score_frame(frame, name, edition=part_edition(name, chosen)) for name in PARTS[instrument]}
    own = typed(frame, ("sex", "ever_sexual_offence"))
    table = own.with_columns(
        *(part["score"].alias(f"{name}:score") for name, part in parts.items()),
        *(part["reasons"].alias(f"{name}:reasons") for name, part in parts.items()),
        list(parts.values())[-1]["basis"].alias("basis"),
    )
    fixed = e.half_up(pl.lit(100 * chosen.table["female_sexual"]), 2)
    woman = e.is_true((pl.col("sex") == "female") & pl.col("ever_sexual_offence"))
    total = pl.sum_horizontal([pl.col(f"{name}:score") for name in parts]) + e.when_one(woman, fixed)
    score = e.half_up(total, 2)
    reasons = _part_reasons(tuple(parts), instrument)
    counts = pl.col("reasons").is_null()
    found = {"score": score, "band": e.banded(chosen.table["bands"], score), "probability": total / 100}
    return (
        table.with_columns(reasons)
        .with_columns(pl.when(counts).then(expression).alias(name) for name, expression in found.items())
        .with_columns(pl.when(counts).then(pl.col("basis")).alias("basis"))
    )


def _part_reasons(parts: Sequence[str], instrument: str) -> pl.Expr:
    """Which parts were refused and why, in words."""
    named = pl.concat_str(
        [pl.when(pl.col(f"{name}:reasons").is_not_null()).then(pl.lit(words(name))) for name in parts],
        separator=", ",
        ignore_nulls=True,
    )
    why = pl.concat_str([pl.col(f"{name}:reasons") for name in parts], separator=" ", ignore_nulls=True)
    said = pl.concat_str([pl.lit(f"{Problem.COMPONENTS.value}: "), named, pl.lit(". "), why])
    return pl.when(named != "").then(said).alias("reasons")
