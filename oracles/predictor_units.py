"""The older predictors' unit cases: one small step of an instrument each, by the name of the algorithm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from throughcare.casework.assessment.rules import editions
from throughcare.casework.assessment.rules.predictors import (
    INSTRUMENTS,
    Answers,
    NotScored,
    Problem,
    Scored,
    Value,
)
from throughcare.casework.assessment.rules.predictors import ogrs3 as ogrs3_rules
from throughcare.casework.assessment.rules.predictors import points as points_rules
from throughcare.casework.assessment.rules.predictors import sexual as sexual_rules
from throughcare.casework.assessment.rules.predictors.arithmetic import from_steps, half_up, sigmoid
from throughcare.casework.assessment.rules.predictors.results import band_for

from .cases import Adapter, Case, Source, unknown

_ERRORS = {
    Problem.CONVICTED_TOO_YOUNG: "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN",
    Problem.FIRST_AFTER_CONVICTION: "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION",
    Problem.CODE_UNMAPPED: "OFFENCE_CODE_MAPPING_NOT_FOUND",
    Problem.MISSING: "MISSING_MANDATORY_INPUT",
    Problem.SANCTIONS_RANGE: "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE",
}
_NAMES = {
    "gender": "sex",
    "dob": "date_of_birth",
    "conviction": "conviction_date",
    "followup": "follow_up_date",
    "age_first": "age_at_first_sanction",
    "alcohol_binge": "alcohol_excess",
    "procriminal": "pro_criminal_attitudes",
    "motivation_drugs": "drug_motivation",
    "regular_offending_activities": "offending_activities",
}
_DATES = {"date_of_birth", "conviction_date", "follow_up_date"}
_ANY_CODE = "11618"


def _table(name: str) -> editions.Table:
    return INSTRUMENTS[name].editions[0].table


def _answers(given: Mapping[str, Any]) -> dict[str, Value | None]:
    found: dict[str, Value | None] = {}
    for name, value in given.items():
        ours = _NAMES.get(name, name)
        found[ours] = date.fromisoformat(value) if ours in _DATES else value
    if "sex" in found:
        found["sex"] = str(found["sex"]).lower()
    return found


def _years(scored: Scored) -> dict[str, object]:
    band = scored.band.name if scored.band else None
    return {"one_year": scored.one_year, "two_year": scored.score, "band": band}


def _ogrs3(given: Mapping[str, Any]) -> object:
    weight = given["offence_weight"]
    rest = {name: value for name, value in given.items() if name != "offence_weight"}
    answers = _answers({"offence_code": _ANY_CODE} | rest)
    edition = INSTRUMENTS["ogrs3"].editions[0]
    checked = Answers(answers | {"offence_code": "none!" if weight is None else answers["offence_code"]})
    troubles = ogrs3_rules.check(checked, edition.table)
    if troubles:
        return {"error": _ERRORS[troubles[0].problem]}
    return _years(ogrs3_rules.scored(checked, edition, float(weight)))


def _probability(given: Mapping[str, Any]) -> object:
    years = {1: "one_year", 2: "two_year"}[given["years"]]
    return half_up(sigmoid(_table("ogrs3")[years] + given["total"]), 5)


def _age_sex(given: Mapping[str, Any]) -> object:
    table = _table("ogrs3")
    if given["age"] < table["ages_from"][0]:
        return "error"
    return ogrs3_rules.age_sex(given["age"], given["gender"] == "FEMALE", table)


def _band(instrument: str, top: int) -> Callable[[Any], object]:
    def band(score: Any) -> object:
        bands = _table(instrument)["bands"]
        return "error" if not bands[0][0] <= score <= top else band_for(score, bands).name

    return band


def _ovp(given: Mapping[str, Any]) -> object:
    try:
        return _years(points_rules.ovp(Answers(_answers(given)), INSTRUMENTS["ovp"].editions[0]))
    except NotScored as refusal:
        return {"error": _ERRORS.get(refusal.troubles[0].problem, refusal.troubles[0].problem.name)}


def _ogp(given: Mapping[str, Any]) -> object:
    rest = _answers({name: value for name, value in given.items() if name != "ogrs3_two_year"})
    try:
        scored = points_rules.ogp(Answers(rest), INSTRUMENTS["ogp"].editions[0], given.get("ogrs3_two_year"))
    except NotScored as refusal:
        return {"error": _ERRORS.get(refusal.troubles[0].problem, refusal.troubles[0].problem.name)}
    return _years(scored) | {"points": scored.points}


def _percent(instrument: str) -> Callable[[Any], object]:
    years = {1: "one_year", 2: "two_year"}
    return lambda given: points_rules.percent_of_points(
        given["score"], _table(instrument), years[given["years"]]
    )


def _steps(field: str) -> Callable[[Any], object]:
    return lambda count: int(from_steps(_table("ovp")[field], count))


_GROUPS: Mapping[str, Callable[[Any], object]] = {
    "OGRS3": _ogrs3,
    "OGRS3.probability": _probability,
    "OGRS3.age_sex": _age_sex,
    "OGRS3.band": _band("ogrs3", 100),
    "OVP": _ovp,
    "OVP.score_to_percent": _percent("ovp"),
    "OVP.alcohol_points": lambda given: points_rules.alcohol_points(given[0], given[1], _table("ovp")),
    "OVP.band": _band("ovp", 99),
    "OVP.violent_sanction_points": _steps("violent_from"),
    "OVP.nonviolent_sanction_points": _steps("non_violent_from"),
    "OGP": _ogp,
    "OGP.band": _band("ogp", 99),
    "OGP.score_to_percent": _percent("ogp"),
}


def _contact_points(item: str, key: str) -> object:
    """Points of one answer of the contact score, reached through the rule itself."""
    table = _table("osp-dc")
    if item == "age_at_followup":
        return sexual_rules.age_points(int(key), table)
    if item == "age_at_last_sexual_sanction":
        return int(from_steps(table["last_sexual_age_from"], int(key)))
    if item == "band":
        return band_for(int(key), table["bands"]).name
    if item == "all_sanctions":
        return table["two_or_more_sanctions"] if int(key) >= 2 else 0
    if item == "stranger_victim":
        return table["stranger_victim"] if key == "true" else 0
    points = table[item]
    return points[min(int(key), len(points) - 1)]


def _is_units(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return (
        isinstance(content, list)
        and bool(content)
        and all(isinstance(group, dict) and {"algorithm", "cases"} <= group.keys() for group in content)
    )


def _cases(source: Source) -> Iterable[Case]:
    assert isinstance(source.content, list)
    for group in source.content:
        for number, case in enumerate(group["cases"]):
            yield _case(str(group["algorithm"]), number, case)


def _case(algorithm: str, number: int, case: Mapping[str, Any]) -> Case:
    name = f"{algorithm} {number}"
    if algorithm == "OSP_DC.points" and "map" in case:
        made = Case(name, dict(case["map"]), dict)
        return replace(made, run=lambda: {key: _contact_points(case["item"], key) for key in case["map"]})
    if algorithm not in _GROUPS or "in" not in case:
        return unknown(name)
    return Case(name, case["out"], lambda: _GROUPS[algorithm](case["in"]), tolerance=1e-9)


ADAPTERS = (Adapter("older predictors, step by step", _is_units, _cases),)
