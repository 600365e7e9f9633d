"""How dangerous somebody is, to whom and why: the first thing read of a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.assessment.rules.harm.analysis import RiskTo
from throughcare.casework.assessment.rules.harm.tables import harm_on
from throughcare.faces.web.look.parts import Lines, Link, Row, Unknown
from throughcare.faces.web.value_words import first_capital, risk_tag
from throughcare.foundation.access.parts import ALL, Part
from throughcare.foundation.kernel.days import day_of

NOT_LOW = {"medium", "high", "very_high"}


def risk_rows(person_id: UUID, today: date, shown: Collection[Part] = ALL) -> list[Row]:
    """The level of risk of serious harm that stands, why, and, where assessments are shown, to whom; that there is none yet is said."""
    stands = assessment.level_standing(person_id)
    if stands is None:
        return [Row("Level", Unknown("Nobody has assessed it yet"))]
    why = [f"since {day_of(stands.since):%-d %B %Y}", first_capital(stands.because)]
    rows = [Row("Level", Lines(risk_tag(stands.level), [one for one in why if one]))]
    if Part.ASSESSMENT not in shown:
        return rows
    told = assessment.risks_told(stands.about_id) if stands.about_id else ()
    groups = harm_on(today).table.groups
    rows += [
        Row(f"To {groups.get(one.group, one.group).lower()}", _to(one))
        for one in told
        if one.level in NOT_LOW
    ]
    if stands.about_id:
        there = f"/people/{person_id}/assessments/{stands.about_id}/read"
        rows.append(Row("From", Link("The assessment, whole", there)))
    return rows


def _to(risk: RiskTo) -> Lines:
    soon = risk.imminence.value if risk.imminence else ""
    words = (risk.who, risk.nature, soon, risk.circumstances and f"raised by: {risk.circumstances}")
    return Lines(risk_tag(risk.level), [first_capital(one) for one in words if one])
