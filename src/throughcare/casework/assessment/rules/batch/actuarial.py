"""SNSV and the OGRS4 family as expressions: static and dynamic logits, and which of them counts."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from .. import editions
from ..editions import Table
from ..predictors import Problem
from . import expressions as e
from .expressions import Check
from .recipes import (
    FEMALE,
    PROBABILITY,
    Maker,
    Recipe,
    by_sex,
    conviction_after_birth,
    first_sanction_first,
    follow_up_at,
    given,
    length_is_five,
    mapped,
    sanctions_from,
    violent_within,
)

N, V = pl.col("sanctions"), pl.col("violent_sanctions")
GAP = e.years("date_of_birth", "conviction_date") - pl.col("age_at_first_sanction")
SNSV_STATIC = (
    "sex",
    "date_of_birth",
    "conviction_date",
    "offence_code",
    "sanctions",
    "age_at_first_sanction",
    "supervision",
    "follow_up_date",
    "violent_sanctions",
    "assessment_date",
)
SNSV_DYNAMIC = (
    "weapon",
    "accommodation_suitability",
    "unemployed",
    "relationship_with_partner",
    "alcohol_current",
    "alcohol_excess",
    "impulsivity",
    "temper",
    "pro_criminal_attitudes",
    "past_offences",
)
_LEVELS = tuple(name for name in SNSV_DYNAMIC if name not in {"weapon", "unemployed", "past_offences"})


def log_rate(count: pl.Expr, years_added: int, from_count: int) -> pl.Expr:
    """The log of a rate of sanctions, from a count on; nought below it."""
    rate = (count / (GAP + years_added)).log()
    return pl.when(count >= from_count).then(rate).otherwise(0.0)


def snsv_logit(table: Table, basis: str) -> pl.Expr:
    """The logit of SNSV by history, with the numbers of the static or the dynamic model."""
    numbers: Mapping[str, float] = table[basis]
    age = e.years("date_of_birth", "follow_up_date")
    weights = editions.offence_weights()
    offence = {code: getattr(one, f"snsv_{basis}") for code, one in weights.items()}
    violence = {code: getattr(one, f"vatp_{basis}") or 0.0 for code, one in weights.items()}
    male, female = (e.curve(table[basis][f"age_{sex}"], age) for sex in ("male", "female"))
    return (
        numbers["constant"]
        + pl.when(FEMALE).then(female + numbers["female"]).otherwise(male)
        + e.looked_up("offence_code", {code: one for code, one in offence.items() if one is not None})
        + e.looked_up("offence_code", violence)
        + e.when_one(N == 1, numbers["first_sanction"])
        + e.when_one(
            N == 2, numbers["second_sanction"] + GAP * by_sex(numbers, "second_gap_male", "second_gap_female")
        )
        + N * numbers["sanctions"]
        + e.curve(table[basis]["months"], e.free_months(table["months_cap"], "follow_up_date"))
        + log_rate(N, table["copas_years"], 3) * by_sex(numbers, "copas_male", "copas_female")
        + e.when_one(V == 0, by_sex(numbers, "never_violent_male", "never_violent_female"))
        + e.when_one(V == 1, numbers["once_violent"])
        + V * numbers["violent_sanctions"]
        + log_rate(V, table["violent_years"], 1) * numbers["violent_rate"]
    )


def _snsv_present(table: Table) -> pl.Expr:
    items: Mapping[str, float] = table["items"]
    past: Mapping[str, float] = table["past_offences"]
    total = items["weapon"] * e.yes("weapon") + 2 * items["unemployed"] * e.yes("unemployed")
    for name in _LEVELS:
        total = total + items[name] * e.level(name)
    for name, weight in past.items():
        total = total + weight * pl.col(f"past_offences:{name}").cast(pl.Float64)
    abused = e.is_true(pl.col("domestic_abuse")) & e.is_true(pl.col("domestic_abuse_partner"))
    return total + e.when_one(abused, items["domestic_abuse_partner"])


def snsv(table: Table) -> Recipe:
    """SNSV: dynamic where every answer about the present is known, else static."""
    told = pl.col("domestic_abuse").is_not_null() & (
        ~pl.col("domestic_abuse") | pl.col("domestic_abuse_partner").is_not_null()
    )
    full = pl.all_horizontal([pl.col(name).is_not_null() for name in SNSV_DYNAMIC]) & told.fill_null(False)
    dynamic = snsv_logit(table, "dynamic") + _snsv_present(table)
    probability = e.sigmoid(pl.when(full).then(dynamic).otherwise(snsv_logit(table, "static")))
    codes = {
        code: 0.0
        for code, one in editions.offence_weights().items()
        if one.snsv_static is not None and one.snsv_dynamic is not None
    }
    checks = (
        e.missing(*SNSV_STATIC),
        sanctions_from(1),
        length_is_five(),
        mapped(codes),
        violent_within(),
        conviction_after_birth(),
        first_sanction_first("age_at_first_sanction", "date_of_birth", "conviction_date"),
        follow_up_at(10),
    )
    basis = pl.when(full).then(pl.lit("dynamic")).otherwise(pl.lit("static"))
    fields = (*SNSV_STATIC, *SNSV_DYNAMIC, "domestic_abuse", "domestic_abuse_partner")
    return Recipe(fields, checks, given(probability, e.percent(PROBABILITY), None, basis))


_FEATURES = {
    "weapon": ("CARRY_OR_USE_WEAPON", 1),
    "unemployed": ("UNEMPLOYED", 2),
    "domestic_abuse": ("DOMESTIC_ABUSE", 1),
}
_LEVEL_FEATURES = {
    "accommodation_suitability": "ACCOMMODATION_SUITABILITY",
    "offending_activities": "ACTIVITIES_ENCOURAGE_OFFENDING",
    "drug_motivation": "MOTIVATION_TO_TACKLE_DRUG_MISUSE",
    "alcohol_current": "CHRONIC_DRINKING",
    "alcohol_excess": "BINGE_DRINKING",
    "impulsivity": "IMPULSIVITY",
    "temper": "TEMPER",
    "pro_criminal_attitudes": "PRO_CRIMINAL_ATTITUDE",
}
_DRUGS = {
    "HEROIN": ("heroin",),
    "METHADONE": ("methadone",),
    "OTHER_OPIATE": ("other_opiate",),
    "CRACK_COCAINE": ("crack_cocaine",),
    "POWDER_COCAINE": ("powder_cocaine",),
    "PRESCRIPTION_DRUG_MISUSE": ("misused_prescribed",),
    "BENZODIAZEPINES": ("benzodiazepines",),
    "CANNABIS": ("cannabis",),
    "STEROIDS": ("steroids",),
    "OTHER_DRUGS": ("other_drug", "ketamine", "spice", "hallucinogens", "solvents"),
}
_PAST = {
    "PAST_HOMICIDE_OFFENCE": "homicide",
    "PAST_GBH_OFFENCE": "wounding",
    "PAST_KIDNAPPING_OFFENCE": "kidnapping",
    "PAST_FIREARMS_OFFENCE": "firearms",
    "PAST_ROBBERY_OFFENCE": "robbery",
    "PAST_AGGRAVATED_BURGLARY_OFFENCE": "aggravated_burglary",
    "PAST_WEAPON_OFFENCE": "weapons",
    "PAST_CRIMINAL_DAMAGE_OFFENCE": "criminal_damage",
    "PAST_ARSON_OFFENCE": "arson",
}
_POWERS = ("", "_QUADRATIC", "_CUBIC", "_QUARTIC")
_FOLLOW_UP = "follow_up_or_conviction"


def family_logit(predictor: str, model: str, table: Table) -> pl.Expr:
    """The logit of one OGRS4 predictor by history, with the numbers of one of its models."""
    f, categories = editions.coefficients(model)
    age = e.years("date_of_birth", _FOLLOW_UP)
    male, female = (
        e.curve([f.get(f"AAI{p}_{sex}", 0.0) for p in _POWERS], age) for sex in ("MALE", "FEMALE")
    )
    offence = {code: categories[kind] for code, kind in editions.offence_categories().items()}
    gap = "YRS_BETWEEN_FIRST_AND_SECOND_SANCTION"
    free = [f.get(f"OFFENCE_FREE_MONTHS{p}", 0.0) for p in _POWERS]
    return (
        f["TWO_YEAR_CONSTANT"]
        + pl.when(FEMALE).then(female + f["FEMALE"]).otherwise(male)
        + e.looked_up("offence_code", offence)
        + e.when_one(N == 1, f["FIRST_SANCTION"])
        + e.when_one(N == 2, f["SECOND_SANCTION"] + GAP * by_sex(f, f"{gap}_MALE", f"{gap}_FEMALE"))
        + N * f["SANCTION_OCCASIONS"]
        + e.curve(free, e.free_months(table["months_cap"], _FOLLOW_UP))
        + _rates(predictor, f, table)
    )


def _rates(predictor: str, f: Mapping[str, float], table: Table) -> pl.Expr:
    rate = log_rate(N, table["copas_years"][predictor], 3)
    copas = "THREE_PLUS_SANCTIONS_COPAS"
    if predictor == "arp":
        squared = rate * rate * by_sex(f, f"{copas}_SQUARED_MALE", f"{copas}_SQUARED_FEMALE")
        return rate * by_sex(f, f"{copas}_G_MALE", f"{copas}_G_FEMALE") + squared
    return (
        rate * by_sex(f, f"{copas}_V_MALE", f"{copas}_V_FEMALE")
        + e.when_one(V == 0, by_sex(f, "NEVER_VIOLENT_MALE", "NEVER_VIOLENT_FEMALE"))
        + e.when_one(V == 1, f["ONCE_VIOLENT"])
        + V * f["VIOLENT_SANCTIONS"]
        + log_rate(V, table["violent_years"], 1) * f["VIOLENT_RATE"]
    )


def _present(f: Mapping[str, float]) -> pl.Expr:
    total = pl.lit(0.0)
    for name, (feature, times) in _FEATURES.items():
        total = total + f.get(feature, 0.0) * times * e.yes(name)
    for name, feature in _LEVEL_FEATURES.items():
        total = total + f.get(feature, 0.0) * e.level(name)
    for feature, names in _DRUGS.items():
        if feature in f:
            total = total + e.when_one(
                pl.any_horizontal([pl.col(f"drugs_used:{n}") for n in names]), f[feature]
            )
    for feature, name in _PAST.items():
        if feature in f:
            total = total + e.when_one(pl.col(f"past_offences:{name}"), f[feature])
    if "LIVE_IN_RELATIONSHIP" not in f:
        return total
    living = e.is_true(pl.col("relationship_status") == "living_together")
    quality = e.level("relationship_with_partner")
    together = f["LIVE_IN_RELATIONSHIP"] + f["QUALITY_OF_LIVE_IN_RELATIONSHIP"] * quality
    return total + f["RELATIONSHIP_QUALITY"] * quality + e.when_one(living, together)


_PRESENT_FIELDS = (
    *_FEATURES,
    *_LEVEL_FEATURES,
    "relationship_with_partner",
    "relationship_status",
    "drugs_used",
    "past_offences",
)
_STATIC = (
    "assessment_date",
    "date_of_birth",
    "conviction_date",
    "age_at_first_sanction",
    "sex",
    "offence_code",
    "sanctions",
)


def family(predictor: str) -> Maker:
    """The recipe of one predictor of the OGRS4 family."""

    def maker(table: Table) -> Recipe:
        models = table["predictors"][predictor]
        required = table["required_dynamic"][predictor]
        used = pl.any_horizontal(pl.col("^drugs_used:.*$"))
        known = pl.all_horizontal([pl.col(name).is_not_null() for name in required])
        full = known & ~(used & pl.col("drug_motivation").is_null())
        dynamic = family_logit(predictor, models["dynamic"], table) + _present(
            editions.coefficients(models["dynamic"])[0]
        )
        static = family_logit(predictor, models["static"], table)
        probability = e.sigmoid(pl.when(full).then(dynamic).otherwise(static))
        basis = pl.when(full).then(pl.lit("dynamic")).otherwise(pl.lit("static"))
        fields = (*_STATIC, "violent_sanctions", "follow_up_date", *_PRESENT_FIELDS)
        gives = given(probability, e.percent(PROBABILITY), table["bands"][predictor], basis)
        return Recipe(fields, _checks(predictor, table), gives)

    return maker


def _checks(predictor: str, table: Table) -> tuple[Check, ...]:
    violent = () if predictor == "arp" else ("violent_sanctions",)
    codes = dict.fromkeys(editions.offence_categories(), 0.0)
    allowed = pl.col("assessment_date").dt.offset_by(f"{table['conviction_months_after']}mo")
    late = pl.col("conviction_date") > allowed
    first = ~pl.col("age_at_first_sanction").is_between(*table["age_at_first_sanction"])
    early = pl.col("follow_up_date") <= pl.col("date_of_birth")
    old = e.years("date_of_birth", "conviction_date") >= table["age_below"]
    found = [
        e.missing(*_STATIC, *violent),
        conviction_after_birth(),
        first_sanction_first("conviction_date", "age_at_first_sanction"),
        Check(Problem.CONVICTION_AFTER_ASSESSMENT, e.is_true(late), ("conviction_date", "assessment_date")),
        Check(Problem.FIRST_RANGE, e.is_true(first), ("age_at_first_sanction",)),
        length_is_five(),
        mapped(codes),
        sanctions_from(*table["sanctions"]),
        *([] if predictor == "arp" else [violent_within()]),
        *([] if predictor == "svrp" else [_some_start()]),
        Check(Problem.FOLLOW_UP_BEFORE_BIRTH, e.is_true(early), ("follow_up_date",)),
        follow_up_at(0, table["age_below"]),
        Check(Problem.CONVICTED_TOO_YOUNG, e.is_true(old), ("date_of_birth", "conviction_date")),
    ]
    return tuple(found)


def _some_start() -> Check:
    neither = pl.col("follow_up_date").is_null() & pl.col("conviction_date").is_null()
    return Check(Problem.FOLLOW_UP_NEEDED, neither, ("follow_up_date",))
