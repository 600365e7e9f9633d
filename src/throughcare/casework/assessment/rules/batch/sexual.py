"""Sexual reoffending scores as expressions: contact points and the images hierarchy, older and OGRS4."""

from __future__ import annotations

import polars as pl

from ..editions import Table
from ..predictors import Problem
from . import expressions as e
from .expressions import Check
from .recipes import MALE, PROBABILITY, Maker, Recipe, sanctions_from

COUNTS = ("images", "contact_adult", "contact_child", "non_contact")
CONTACT_REQUIRED = (
    "sex",
    "ever_sexual_offence",
    "date_of_birth",
    "follow_up_date",
    "sanctions",
    "supervision",
)
_EVER = e.is_true(pl.col("ever_sexual_offence"))
_NEVER = e.is_true(~pl.col("ever_sexual_offence"))
_COUNTED = _EVER & e.is_true(MALE)
_NONE = pl.all_horizontal([e.is_true(pl.col(name) == 0) for name in COUNTS])
_ALL_KNOWN = pl.all_horizontal([pl.col(name).is_not_null() for name in COUNTS])


def _old_checks(required: Check) -> list[Check]:
    motive = _COUNTED & pl.col("sexually_motivated").is_null()
    uncounted = _COUNTED & (~_ALL_KNOWN | _NONE)
    filled = _NEVER & e.is_true(MALE) & pl.any_horizontal([pl.col(n).is_not_null() for n in COUNTS])
    return [
        required,
        Check(Problem.MISSING, motive, ("sexually_motivated",)),
        Check(Problem.SEXUAL_COUNTS_MISSING, uncounted, COUNTS),
        Check(Problem.SEXUAL_UNEXPECTED, filled, COUNTS),
    ]


def _new_checks(required: Check, *, contact: bool) -> list[Check]:
    absent = ~_ALL_KNOWN
    names: tuple[str, ...] = COUNTS
    if contact:
        absent = absent | (_COUNTED & pl.col("last_sexual_date").is_null())
        names = (*COUNTS, "last_sexual_date")
    filled = _NEVER & pl.any_horizontal([e.is_true(pl.col(name) > 0) for name in COUNTS])
    none = _NONE & (_COUNTED if contact else _EVER)
    return [
        required,
        Check(Problem.MISSING, ~_NEVER & absent, names, only_missing=True),
        Check(Problem.SEXUAL_NO_SANCTIONS, none, COUNTS),
        Check(Problem.SEXUAL_UNEXPECTED, filled, ("ever_sexual_offence", *COUNTS)),
    ]


def _contact_checks(*, new: bool) -> tuple[Check, ...]:
    required = e.missing(*CONTACT_REQUIRED)
    born = e.is_true(pl.col("follow_up_date") <= pl.col("date_of_birth"))
    shared = [
        sanctions_from(1, 999) if new else sanctions_from(1),
        Check(Problem.FOLLOW_UP_BEFORE_BIRTH, born, ("follow_up_date",)),
    ]
    if not new:
        return (*_old_checks(required), *shared)
    total = pl.sum_horizontal([pl.col(name) for name in COUNTS])
    many = _COUNTED & _ALL_KNOWN & e.is_true(total > pl.col("sanctions"))
    before = _COUNTED & e.is_true(pl.col("last_sexual_date") <= pl.col("date_of_birth"))
    aged = ~e.years("date_of_birth", "follow_up_date").is_between(10, 109)
    return (
        *_new_checks(required, contact=True),
        Check(Problem.SEXUAL_RANGE, many, COUNTS),
        Check(Problem.LAST_SEXUAL_BEFORE_BIRTH, before, ("last_sexual_date",)),
        Check(Problem.FOLLOW_UP_RANGE, _COUNTED & e.is_true(aged), ("follow_up_date",)),
        *shared,
    )


def contact_points(table: Table) -> pl.Expr:
    """The points of the contact score."""
    age = e.years("date_of_birth", "follow_up_date")
    counted = (age - table["age_counted_from"]).clip(0, None) // table["age_step"]
    by_age = pl.when(age >= table["age_none_from"]).then(0).otherwise(table["age_top"] - counted)
    at_last = e.years("date_of_birth", "last_sexual_date").clip(0, None)
    last = e.stepped(table["last_sexual_age_from"], at_last).fill_null(0.0)
    total = by_age.cast(pl.Float64) + last
    for name in ("contact_adult", "contact_child", "non_contact"):
        total = total + e.stepped(list(enumerate(table[name])), pl.col(name)).fill_null(0.0)
    return (
        total
        + e.when_one(pl.col("sanctions") >= 2, float(table["two_or_more_sanctions"]))
        + float(table["stranger_victim"]) * e.yes("stranger_victim")
    )


def _reduced(band: pl.Expr, table: Table) -> pl.Expr:
    since = ("follow_up_date", "last_offence_date", "last_sexual_date")
    free = pl.min_horizontal([e.years(name, "assessment_date") for name in since])
    earned = (
        (pl.col("supervision") != "custody")
        & (free >= table["reduction_years"])
        & pl.col("assessment_date").is_not_null()
    )
    lower = {"very_high": "high", "high": "medium", "medium": "low", "low": "low"}
    return pl.when(e.is_true(earned)).then(band.replace_strict(lower, default=None)).otherwise(band)


def contact(name: str) -> Maker:
    """The recipe of a contact score: OSP/DC, or DC-SRP."""

    def maker(table: Table) -> Recipe:
        points = contact_points(table)
        chance = e.when_one(points > 0, e.sigmoid(table["constant"] + table["per_point"] * points))
        probability = e.when_one(_COUNTED, chance)
        native = e.banded(table["bands"], points)
        band = pl.when(points > 0).then(_reduced(native, table)).otherwise(native)
        fields = (
            *CONTACT_REQUIRED,
            *COUNTS,
            "sexually_motivated",
            "last_sexual_date",
            "last_offence_date",
            "stranger_victim",
            "assessment_date",
        )
        return Recipe(fields, _contact_checks(new=name.endswith("srp")), _applied(probability, band))

    return maker


def _applied(probability: pl.Expr, band: pl.Expr) -> dict[str, pl.Expr]:
    return {
        "probability": probability,
        "score": e.percent(PROBABILITY),
        "band": pl.when(_COUNTED).then(band).otherwise(pl.lit("not_applicable")),
        "basis": pl.lit("static"),
    }


def images(name: str) -> Maker:
    """The recipe of an images score: OSP/IIC, or IIC-SRP."""
    new = name.endswith("srp")

    def maker(table: Table) -> Recipe:
        probability, band = (_hierarchy(table, at) for at in (0, 1))
        probability = e.when_one(_COUNTED, probability.cast(pl.Float64))
        fields = ("sex", "ever_sexual_offence", "sexually_motivated", *COUNTS)
        gives = _applied(probability, band)
        if new:
            gives["band"] = pl.when(_EVER & ~e.is_true(MALE)).then(pl.lit("low")).otherwise(gives["band"])
            checks = _new_checks(e.missing("sex", "ever_sexual_offence"), contact=False)
        else:
            unknown = pl.col("ever_sexual_offence").is_null() & e.is_true(MALE)
            ever = Check(Problem.MISSING, unknown, ("ever_sexual_offence",))
            checks = [*_old_checks(e.missing("sex")), ever]
        return Recipe(fields, tuple(checks), gives)

    return maker


def _hierarchy(table: Table, at: int) -> pl.Expr:
    """The probability (0) or band (1) of the first step that fits."""
    adult, other = pl.col("contact_adult") > 0, pl.col("non_contact") > 0
    both = bool(table.get("needs_both"))
    counted = (adult & other) if both else (adult | other)
    last = table["none" if both else "no_sanctions"]

    def said(step: str) -> pl.Expr:
        return pl.lit(table[step][at])

    return (
        pl.when(pl.col("images") >= 2)
        .then(said("images_two"))
        .when(pl.col("images") == 1)
        .then(said("images_one"))
        .when(pl.col("contact_child") >= 2)
        .then(said("child_two"))
        .when(pl.col("contact_child") == 1)
        .then(said("child_one"))
        .when(counted)
        .then(said("otherwise"))
        .otherwise(pl.lit(last[at]))
    )
