"""Tables of predictors: packaged numbers against their source, the OGRS4 regression rows, screening rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from throughcare.casework.assessment.rules import editions
from throughcare.casework.assessment.rules.predictors import (
    INSTRUMENTS,
    Answers,
    Band,
    Basis,
    Value,
    score,
)
from throughcare.casework.assessment.rules.predictors import pathways as pathway_rules
from throughcare.casework.assessment.rules.predictors.arithmetic import half_up, whole_years

from . import predictor_fixtures
from ._actuarial import RUN_ON
from .cases import Adapter, Case, Source, skipped

CONTRARY = "a subtotal of 11 needs no qualifications, and the row's answer is that there are some"
_ANY = "ANY_QUALIFICATION"
UNMAPPED = "the offence code has no category in the current mapping"

_PREDICTORS = {"ARP": "arp", "VRP": "vrp", "SVRP": "svrp"}
_COLUMNS = {
    "q2_2_weapon": ("weapon", "yes"),
    "q3_4_accommodation_suitability": ("accommodation_suitability", "level"),
    "q4_2_unemployed": ("unemployed", "yes"),
    "q6_4_relationship_with_partner": ("relationship_with_partner", "level"),
    "q6_7_domestic_abuse_perp": ("domestic_abuse", "yes"),
    "q7_2_regular_offending_activities": ("offending_activities", "level"),
    "q8_8_motivation_drugs": ("drug_motivation", "level"),
    "q9_1_alcohol_current": ("alcohol_current", "level"),
    "q9_2_alcohol_binge": ("alcohol_excess", "level"),
    "q11_2_impulsivity": ("impulsivity", "level"),
    "q11_4_temper": ("temper", "level"),
    "q12_1_procriminal": ("pro_criminal_attitudes", "level"),
    "total_sanctions": ("sanctions", "level"),
    "total_violent_sanctions": ("violent_sanctions", "level"),
}
_STATUS = {"1": "living_together", "2": "not_living_together", "3": "none"}
_DRUGS = {
    "drug_benzodiazepines": "benzodiazepines",
    "drug_cannabis": "cannabis",
    "drug_crack_cocaine": "crack_cocaine",
    "drug_hallucinogens": "hallucinogens",
    "drug_heroin": "heroin",
    "drug_ketamine": "ketamine",
    "drug_methadone": "methadone",
    "drug_misused_prescribed": "misused_prescribed",
    "drug_other_drugs": "other_drug",
    "drug_other_opiate": "other_opiate",
    "drug_powder_cocaine": "powder_cocaine",
    "drug_solvents": "solvents",
    "drug_spice": "spice",
    "drug_steroids": "steroids",
}
_PAST = {
    "past_aggravated_burglary": "aggravated_burglary",
    "past_arson": "arson",
    "past_criminal_damage": "criminal_damage",
    "past_firearms": "firearms",
    "past_gbh": "wounding",
    "past_homicide": "homicide",
    "past_kidnap": "kidnapping",
    "past_robbery": "robbery",
    "past_weapons_not_firearms": "weapons",
}


def _is_coefficients(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return isinstance(content, dict) and any(
        isinstance(table, dict) and {"features", "offence_category"} <= table.keys()
        for table in content.values()
    )


def _coefficient_cases(source: Source) -> Iterable[Case]:
    assert isinstance(source.content, dict)
    packaged = editions.read("ogrs4_coefficients")
    for predictor, table in source.content.items():
        for name, entry in table["features"].items():
            yield Case(f"{predictor} {name}", entry, _lookup(packaged, predictor, "features", name))
        for name, weight in table["offence_category"].items():
            yield Case(f"{predictor} {name}", weight, _lookup(packaged, predictor, "offence_category", name))


def _lookup(table: Any, *keys: str) -> Callable[[], object]:
    def found() -> object:
        value = table
        for key in keys:
            value = value[key]
        return value

    return found


def _is_table(file: str, key: str, column: str) -> tuple[Callable[[Source], bool], Callable[[Source], Any]]:
    def claims(source: Source) -> bool:
        return {key, column} <= source.columns

    def cases(source: Source) -> Iterable[Case]:
        packaged = {row[key]: row for row in editions.rows(file)}
        for row in source.rows:
            yield Case(row[key], row, _lookup(packaged, row[key]))

    return claims, cases


def _is_regression(source: Source) -> bool:
    return {"row_id", "first_sanction_date", "exp_ARP_dynamic"} <= source.columns


def _regression_cases(source: Source) -> Iterable[Case]:
    for number, row in enumerate(source.rows):
        name = f"row {number} (id {row['row_id']})"
        if row["offence_code"] not in editions.offence_categories():
            yield skipped(name, UNMAPPED)
            continue
        expected = {column: float(row[column]) for column in row if column.startswith("exp_") and row[column]}
        yield Case(name, expected, _later(_regression, row, expected), tolerance=1e-9)


def _later(run: Callable[..., object], *args: object) -> Callable[[], object]:
    return lambda: run(*args)


def _regression(row: Mapping[str, str], expected: Mapping[str, float]) -> object:
    """Our probabilities; where the file's has four places, ours is rounded to four."""
    answers = _regression_answers(row)
    found = {}
    for column, wanted in expected.items():
        _, name, basis = column.split("_")
        probability = (
            score(_PREDICTORS[name], answers, edition="published-4.0", force=Basis(basis)).probability or 0.0
        )
        is_rounded = abs(wanted - round(wanted, 4)) < 1e-12
        found[column] = half_up(probability, 4) if is_rounded else probability
    return found


def _regression_answers(row: Mapping[str, str]) -> dict[str, Value | None]:
    bare = {column.split("(")[0].strip(): value for column, value in row.items()}
    born = date.fromisoformat(bare["date_of_birth"])
    first = date.fromisoformat(bare["first_sanction_date"])
    found: dict[str, Value | None] = {
        "date_of_birth": born,
        "sex": "female" if bare["gender"].startswith("F") else "male",
        "offence_code": bare["offence_code"],
        "conviction_date": date.fromisoformat(bare["current_conviction_date"]),
        "follow_up_date": date.fromisoformat(bare["community_date"]),
        "assessment_date": RUN_ON,
        "age_at_first_sanction": whole_years(born, first),
        "relationship_status": _STATUS[bare["q6_8_relationship_status"]],
        "drugs_used": frozenset(drug for column, drug in _DRUGS.items() if bare[column] == "Y"),
        "past_offences": frozenset(kind for column, kind in _PAST.items() if bare[column] == "1"),
    }
    for column, (name, kind) in _COLUMNS.items():
        found[name] = bare[column] not in {"0", ""} if kind == "yes" else int(bare[column])
    return found


def _is_learning(source: Source) -> bool:
    return {"workRelatedSkills", "ldsScore"} <= source.columns


_NOTHING = {"null", "missing", ""}
_TRUTH = {"yes": True, "no": False, "true": True, "false": False}


def _learning_cases(source: Source) -> Iterable[Case]:
    for number, row in enumerate(source.rows):
        contrary = row["ldsSubTotal"] == "11" and row["professionalOrVocationalQualifications"] == _ANY
        columns = ("ldsScore",) if contrary else ("ldsSubTotal", "ldsScore")
        wanted = {name: _number(row[name]) for name in columns}
        left_out = (CONTRARY,) if contrary else ()
        yield Case(f"row {number}", wanted, _later(_learning, row, columns), not_compared=left_out)


def _number(text: str) -> int | None:
    return None if text.lower() in _NOTHING else int(text)


def _learning(row: Mapping[str, str], columns: tuple[str, ...]) -> object:
    asked = {
        name: None if text.lower() in _NOTHING else _TRUTH.get(text.lower(), text)
        for name, text in row.items()
    }
    told = predictor_fixtures.screen("lds", asked, "published-1.0")[0]
    if told is None:
        return dict.fromkeys(columns)
    found = {"ldsSubTotal": told.points, "ldsScore": int(told.outcome or 0)}
    return {name: found[name] for name in columns}


def _is_need(source: Source) -> bool:
    return {"expectedPni", "s11U11", "ogrsY2"} <= source.columns


_ITEMS = {
    "s11U11": "sexual_preoccupation",
    "s11U12": "sexual_interests",
    "s6U12": "emotional_congruence",
    "s12U1": "pro_criminal_attitudes",
    "s12U9": "hostile_orientation",
    "s6U1": "family_relationships",
    "s6U6": "previous_relationships",
    "s7U3": "easily_influenced",
    "s11U3": "controlling",
    "s11U2": "impulsivity",
    "s11U4": "temper",
    "s11U6": "problem_solving",
    "s10U1": "coping",
}
_SARA = {"1": "low", "2": "medium", "3": "high"}
_GENERAL = {"L": 25.0, "M": 60.0, "H": 80.0, "V": 95.0}
_VIOLENT = {"L": 15.0, "M": 45.0, "H": 70.0, "V": 90.0}
_BANDS = {
    "L": Band.LOW,
    "M": Band.MEDIUM,
    "H": Band.HIGH,
    "V": Band.VERY_HIGH,
    "NA": Band.NOT_APPLICABLE,
}
_PATHWAYS = {"omission": "O", "moderate": "M", "high": "H", "alternative": "A"}


def _need_cases(source: Source) -> Iterable[Case]:
    for row in source.rows:
        bare = {name: value.strip("'") for name, value in row.items()}
        expected = {name: bare[name] for name in _PNI_ANSWERS if bare.get(name)}
        workings = tuple(_WORKINGS for name in _PNI_WORKINGS if bare.get(name))
        yield Case(f"id {bare['id']}", expected, _later(_pathways, bare, expected), not_compared=workings)


_PNI_ANSWERS = ("expectedPni", "expectedOutcome")
_PNI_WORKINGS = (
    "sexDomain",
    "thinkingDomain",
    "relaDomain",
    "smDomain",
    "overallNeedsCheck",
    "overallRiskScore",
)
_WORKINGS = "a working of the published screening that stands beside its answer"


def _pathways(row: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, object]:
    """The pathway, under each name by which the row expects it."""
    return dict.fromkeys(asked, _need(row))


def _need(row: Mapping[str, str]) -> object:
    found: dict[str, Value | None] = {"supervision": "community" if row["community"] == "YES" else "custody"}
    flags = {"s1U30": "ever_sexual_offence", "s6U11": "sexual_harm_risk"}
    found |= {name: _TRUTH.get(row[column].lower()) for column, name in flags.items()}
    found |= {name: int(row[column]) if row[column].isdigit() else None for column, name in _ITEMS.items()}
    sara = {"saraRiskLevelToPartner": "sara_partner", "saraRiskLevelToOther": "sara_others"}
    found |= {name: _SARA.get(row[column]) for column, name in sara.items()}
    rsr = row["rsrPercentageScore"]
    risk = pathway_rules.Risk(
        _GENERAL.get(row["ogrsY2"]),
        _VIOLENT.get(row["ovpRiskReconElm"]),
        _BANDS.get(row["ospCdc"]),
        _BANDS.get(row["ospIiic"]),
        None if rsr in {"NULL", ""} else float(rsr),
    )
    told = pathway_rules.programme_need(Answers(found), INSTRUMENTS["pni"].editions[0], risk)
    return _PATHWAYS[told.outcome or "omission"]


_WEIGHTS = _is_table("ogrs3_offence_weights", "offence_code5", "ogrs3_weight")
_CATEGORIES = _is_table("ogrs4_offence_code_categories", "offence_code", "actuarial_category")

ADAPTERS = (
    Adapter("OGRS4 coefficients as packaged", _is_coefficients, _coefficient_cases),
    Adapter("OGRS3 and SNSV offence weights as packaged", *_WEIGHTS),
    Adapter("OGRS4 offence categories as packaged", *_CATEGORIES),
    Adapter("OGRS4 regression", _is_regression, _regression_cases),
    Adapter("learning screening", _is_learning, _learning_cases),
    Adapter("programme need", _is_need, _need_cases),
)
