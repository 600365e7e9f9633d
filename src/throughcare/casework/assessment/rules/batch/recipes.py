"""The formula of each instrument as expressions over typed columns, and the checks that refuse a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from .. import editions
from ..editions import Table
from ..predictors import Problem, possible
from . import expressions as e
from .expressions import Check
from .possible import history_checks

PROBABILITY = pl.col("probability")
FEMALE = pl.col("sex") == "female"
MALE = pl.col("sex") == "male"


@dataclass(frozen=True)
class Recipe:
    """How a batch is scored: the columns it reads, what refuses a row, and what it gives.

    ``gives`` has expressions for ``probability``, ``score``, ``band`` and ``basis``; the score may be
    reckoned from the column ``probability``, and the band from the column ``score``, which come before.
    """

    fields: tuple[str, ...]
    checks: tuple[Check, ...]
    gives: Mapping[str, pl.Expr]


Maker = Callable[[Table], Recipe]


def by_sex(numbers: Mapping[str, float], male: str, female: str) -> pl.Expr:
    """A number that differs by sex; 0 where there is none."""
    return pl.when(FEMALE).then(numbers.get(female, 0.0)).otherwise(numbers.get(male, 0.0))


def length_is_five() -> Check:
    """An offence code has five characters."""
    wrong = pl.col("offence_code").str.len_chars() != 5
    return Check(Problem.CODE_FORMAT, e.is_true(wrong), ("offence_code",))


def mapped(weights: Mapping[str, float], problem: Problem = Problem.CODE_UNMAPPED) -> Check:
    """An offence code of five characters is in the mapping."""
    five = pl.col("offence_code").str.len_chars() == 5
    unknown = e.looked_up("offence_code", weights).is_null()
    return Check(problem, e.is_true(five & unknown), ("offence_code",))


def sanctions_from(lowest: int, highest: int = 9999) -> Check:
    """The count of sanctions lies in the range."""
    wrong = ~pl.col("sanctions").is_between(lowest, highest)
    return Check(Problem.SANCTIONS_RANGE, e.is_true(wrong), ("sanctions",))


def violent_within() -> Check:
    """Violent sanctions are not more than all."""
    wrong = pl.col("violent_sanctions") > pl.col("sanctions")
    return Check(Problem.VIOLENT_RANGE, e.is_true(wrong), ("violent_sanctions", "sanctions"))


CONVICTED_LATER = pl.col("conviction_date") > pl.col("date_of_birth")


def conviction_after_birth() -> Check:
    """The conviction comes after birth."""
    return Check(Problem.CONVICTION_BEFORE_BIRTH, e.is_true(~CONVICTED_LATER), ("conviction_date",))


def first_sanction_first(*fields: str) -> Check:
    """The first sanction does not come after the present conviction."""
    late = e.years("date_of_birth", "conviction_date") < pl.col("age_at_first_sanction")
    return Check(Problem.FIRST_AFTER_CONVICTION, e.is_true(CONVICTED_LATER & late), fields)


def follow_up_at(lowest: int, below: int = 150) -> Check:
    """The age at the start of follow-up lies in the range."""
    wrong = ~e.years("date_of_birth", "follow_up_date").is_between(lowest, below, closed="left")
    return Check(Problem.FOLLOW_UP_RANGE, e.is_true(wrong), ("follow_up_date",))


def ogrs3_logit(table: Table) -> pl.Expr:
    """The two-year logit of OGRS3."""
    age = e.years("date_of_birth", "follow_up_date")
    gap = e.years("date_of_birth", "conviction_date") - pl.col("age_at_first_sanction")
    male = e.stepped(list(zip(table["ages_from"], table["male"], strict=True)), age)
    female = e.stepped(list(zip(table["ages_from"], table["female"], strict=True)), age)
    rate = (pl.col("sanctions") / (table["copas_years"] + gap)).log()
    status = (
        pl.when(pl.col("sanctions") == 1).then(table["first_sanction"]).otherwise(table["later_sanction"])
    )
    offence = e.looked_up("offence_code", _ogrs3_weights(table))
    by_age = pl.when(FEMALE).then(female).otherwise(male)
    weighed: pl.Expr = rate * float(table["copas_weight"])
    return by_age + status + weighed + offence + float(table["two_year"])


def _ogrs3_weights(table: Table) -> dict[str, float]:
    exact = table["exact_offence_needed"]
    weights = {code: one.ogrs3 for code, one in editions.offence_weights().items()}
    return {code: weight for code, weight in weights.items() if weight is not None and weight != exact}


def ogrs3_checks(table: Table) -> tuple[Check, ...]:
    """What refuses a row of OGRS3."""
    every = {code: one.ogrs3 for code, one in editions.offence_weights().items() if one.ogrs3 is not None}
    exact = [code for code, weight in every.items() if weight == table["exact_offence_needed"]]
    ten = e.years("date_of_birth", "conviction_date") < 10
    return (
        e.missing(*OGRS3_FIELDS),
        sanctions_from(1),
        length_is_five(),
        mapped(every),
        Check(Problem.CODE_NEEDS_EXACT, e.is_true(pl.col("offence_code").is_in(exact)), ("offence_code",)),
        conviction_after_birth(),
        Check(
            Problem.CONVICTED_TOO_YOUNG,
            e.is_true(CONVICTED_LATER & ten),
            ("date_of_birth", "conviction_date"),
        ),
        first_sanction_first("date_of_birth", "conviction_date", "age_at_first_sanction"),
        follow_up_at(table["ages_from"][0]),
    )


OGRS3_FIELDS = (
    "sex",
    "date_of_birth",
    "conviction_date",
    "follow_up_date",
    "sanctions",
    "age_at_first_sanction",
    "offence_code",
)


def ogrs3(table: Table) -> Recipe:
    """OGRS3."""
    probability = e.sigmoid(ogrs3_logit(table))
    score = e.whole_percent(PROBABILITY)
    return Recipe(OGRS3_FIELDS, ogrs3_checks(table), given(probability, score, table["bands"], "static"))


def given(
    probability: pl.Expr, score: pl.Expr, bands: e.Steps | None, basis: pl.Expr | str
) -> Mapping[str, pl.Expr]:
    """The four columns that every recipe gives."""
    return {
        "probability": probability,
        "score": score,
        "band": pl.lit(None, dtype=pl.String) if bands is None else e.banded(bands, pl.col("score")),
        "basis": pl.lit(basis) if isinstance(basis, str) else basis,
    }


OVP_FIELDS = (
    "sex",
    "date_of_birth",
    "follow_up_date",
    "sanctions",
    "violent_sanctions",
    "recognises_impact",
    "no_fixed_abode",
    "unemployed",
    "alcohol_current",
    "alcohol_excess",
    "psychiatric_treatment",
    "temper",
    "pro_criminal_attitudes",
)


def ovp(table: Table) -> Recipe:
    """OVP."""
    age = e.years("date_of_birth", "follow_up_date")
    violent, rest = pl.col("violent_sanctions"), pl.col("sanctions") - pl.col("violent_sanctions")
    drinking = e.level("alcohol_current") + e.level("alcohol_excess")
    points = (
        e.when_one(pl.col("sanctions") > 0, float(table["any_sanction"]))
        + e.stepped(table["violent_from"], violent)
        + e.stepped(table["non_violent_from"], rest)
        + e.stepped(table["age_from"], age)
        + e.when_one(MALE, float(table["male"]))
        + table["does_not_recognise_impact"] * (1 - e.yes("recognises_impact"))
        + table["no_fixed_abode"] * e.yes("no_fixed_abode")
        + table["unemployed"] * e.yes("unemployed")
        + (table["alcohol"] * drinking).ceil()
        + table["psychiatric_treatment"] * e.yes("psychiatric_treatment")
        + table["temper"] * e.level("temper")
        + table["pro_criminal_attitudes"] * e.level("pro_criminal_attitudes")
    )
    checks = (e.missing(*OVP_FIELDS), sanctions_from(0), violent_within(), follow_up_at(18))
    return _of_points(OVP_FIELDS, checks, points, table)


def _of_points(fields: tuple[str, ...], checks: tuple[Check, ...], points: pl.Expr, table: Table) -> Recipe:
    probability = e.sigmoid(table["per_point"] * points + table["two_year"])
    return Recipe(fields, checks, given(probability, e.whole_percent(PROBABILITY), table["bands"], "dynamic"))


OGP_FIELDS = (
    "no_fixed_abode",
    "unemployed",
    "offending_activities",
    "current_drug_misuse",
    "drug_motivation",
    "problem_solving",
    "awareness_of_consequences",
    "understands_others",
    "pro_criminal_attitudes",
)


def ogp(table: Table) -> Recipe:
    """OGP, whose first part is OGRS3: a row without it names it among the missing."""
    first = editions.read("legacy")["ogrs3"]
    general = e.whole_percent(e.sigmoid(ogrs3_logit(first)))
    refused = pl.any_horizontal([check.fails for check in _first_checks(first, table)])
    drugs = e.level("current_drug_misuse") + e.level("drug_motivation")
    thinking = (
        e.level("problem_solving") + e.level("awareness_of_consequences") + e.level("understands_others")
    )
    over, under = table["thinking"]
    points = (
        e.half_up(table["ogrs3"] * general)
        + table["no_fixed_abode"] * e.yes("no_fixed_abode")
        + table["unemployed"] * e.yes("unemployed")
        + _picked(table["offending_activities"], "offending_activities")
        + e.half_up(table["drugs"] * drugs)
        + e.half_up(over * thinking / under)
        + _picked(table["pro_criminal_attitudes"], "pro_criminal_attitudes")
    )
    absent = e.missing(*OGP_FIELDS)
    checks = (absent, Check(Problem.MISSING, refused, ("ogrs3",)))
    return _of_points((*OGRS3_FIELDS, *OGP_FIELDS), checks, points, table)


def _first_checks(first: Table, table: Table) -> tuple[Check, ...]:
    """What refuses the OGRS3 that the score begins with: in an edition that asks the one table, that table too."""
    return (*ogrs3_checks(first), *(history_checks() if possible.asks_in(table) else ()))


def _picked(points: list[float], field: str) -> pl.Expr:
    return e.stepped([(at, each) for at, each in enumerate(points)], e.level(field))
