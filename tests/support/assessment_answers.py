"""Answers of the declared kinds, for properties: likely ones, odd ones, and missing ones."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from throughcare.casework.assessment.rules import editions
from throughcare.casework.assessment.rules.predictors import FIELDS, Field, Kind, Value

_CODES = sorted(editions.offence_weights().keys() & editions.offence_categories().keys())
_ODD_CODES = ["00000", "08800", "99999", "ABC", "027007", ""]


def _dates(name: str) -> st.SearchStrategy[date]:
    ranges = {
        "date_of_birth": (date(1930, 1, 1), date(2012, 12, 31)),
        "conviction_date": (date(1990, 1, 1), date(2025, 12, 31)),
        "follow_up_date": (date(1995, 1, 1), date(2027, 12, 31)),
        "assessment_date": (date(2015, 1, 1), date(2026, 12, 31)),
    }
    return st.dates(*ranges.get(name, (date(1950, 1, 1), date(2026, 12, 31))))


def values(field: Field) -> st.SearchStrategy[Value]:
    """Any value of a field's declared kind, the likely ones more often."""
    by_kind = {
        Kind.DATE: lambda: _dates(field.name),
        Kind.YES_NO: st.booleans,
        Kind.SET: lambda: st.frozensets(st.sampled_from(field.choices), max_size=4),
        Kind.LEVEL: lambda: st.integers(field.lowest, field.highest),
        Kind.NUMBER: lambda: _numbers(field),
        Kind.TEXT: lambda: st.sampled_from(field.choices) if field.choices else _codes(),
    }
    return by_kind[field.kind]()


def _numbers(field: Field) -> st.SearchStrategy[int]:
    likely_ones = st.integers(8, 40) if field.name == "age_at_first_sanction" else st.integers(0, 6)
    return likely_ones | likely_ones | st.integers(field.lowest, field.highest)


def _codes() -> st.SearchStrategy[str]:
    return st.sampled_from(_CODES) | st.sampled_from(_CODES) | st.sampled_from(_ODD_CODES)


@st.composite
def answers(draw: st.DrawFn, names: tuple[str, ...], missing: float = 0.1) -> dict[str, Value]:
    """Some answers for the named fields; about one in ten left out, sometimes none."""
    leaves_out = draw(st.sampled_from([0.0, 0.0, missing, 0.5]))
    found = {}
    for name in names:
        if leaves_out == 0.0 or draw(st.floats(0, 1)) >= leaves_out:
            found[name] = draw(values(FIELDS[name]))
    return found


def likely(**changes: Value) -> dict[str, Value]:
    """Answers of one made-up man that every instrument can score; ``changes`` replace some."""
    return {
        "sex": "male",
        "date_of_birth": date(1990, 5, 20),
        "conviction_date": date(2022, 3, 1),
        "follow_up_date": date(2022, 6, 1),
        "assessment_date": date(2024, 2, 1),
        "age_at_first_sanction": 19,
        "sanctions": 6,
        "violent_sanctions": 2,
        "offence_code": "00801",
        "supervision": "community",
        "weapon": False,
        "accommodation_suitability": 1,
        "unemployed": True,
        "relationship_with_partner": 1,
        "relationship_status": "living_together",
        "domestic_abuse": True,
        "domestic_abuse_partner": True,
        "domestic_abuse_family": False,
        "offending_activities": 1,
        "current_drug_misuse": 1,
        "drug_motivation": 1,
        "drugs_used": frozenset({"cannabis", "crack_cocaine"}),
        "alcohol_current": 1,
        "alcohol_excess": 2,
        "impulsivity": 1,
        "temper": 1,
        "pro_criminal_attitudes": 1,
        "past_offences": frozenset({"robbery"}),
        "recognises_impact": True,
        "no_fixed_abode": False,
        "psychiatric_treatment": False,
        "problem_solving": 1,
        "awareness_of_consequences": 1,
        "understands_others": 0,
        "ever_sexual_offence": False,
        **changes,
    }


def sexual(**changes: Value) -> dict[str, Value]:
    """The same man with sexual offences on his record."""
    counted: dict[str, Value] = {
        "ever_sexual_offence": True,
        "sexually_motivated": True,
        "contact_adult": 1,
        "contact_child": 0,
        "non_contact": 1,
        "images": 1,
        "last_sexual_date": date(2021, 4, 1),
        "stranger_victim": True,
    }
    return likely(**(counted | changes))


def as_text(value: Value | None) -> str:
    """An answer as a batch file holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ";".join(sorted(value)) or "none"
    return value.isoformat() if isinstance(value, date) else str(value)
