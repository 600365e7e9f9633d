"""The case records that need is counted from, read as the auditor in one moment: counted by the rules, never shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from throughcare.casework.assessment.queries import extract as assessment
from throughcare.casework.assessment.rules.needs.sections import sections
from throughcare.casework.courts.queries import extract as courts
from throughcare.casework.interventions.queries import extract as interventions
from throughcare.casework.people.queries import extract as people
from throughcare.casework.supervision.queries import extract as supervision
from throughcare.foundation.access import extract as access
from throughcare.foundation.access.snapshot import asked, snapshot

from ..rules.counted import Records, by_person

Row = Mapping[str, Any]


def records(today: date) -> Records:
    """Everything that need is counted from; what is about a merged record is about the one that survives it."""
    with snapshot() as cursor:
        roots = {row["id"]: row["root"] for row in asked(cursor, people.SURVIVORS).to_pylist()}

        def of(sql: str, *values: Any) -> list[Row]:
            rows = asked(cursor, sql, *values).to_pylist()
            return [{**row, "person": roots.get(row["person"], row["person"])} for row in rows]

        return Records(
            cases=of(supervision.CASELOAD),
            people={row["person"]: row for row in of(people.SAID_OF_THEMSELVES)},
            tiers=by_person(of(assessment.TIERS)),
            offences=by_person(of(courts.MAIN_OFFENCES)),
            requirements=by_person(map(_requirement, of(courts.REQUIREMENTS, today))),
            assessed=by_person(map(_assessed, of(assessment.ASSESSED))),
            taken_on=by_person(of(interventions.TAKEN_ON)),
            homes=by_person(of(people.HOME_DISTRICTS)),
            delivery_units={
                row["unit"]: row["delivery_unit"] for row in asked(cursor, access.DELIVERY_UNITS).to_pylist()
            },
        )


def _requirement(row: Row) -> Row:
    return {
        "person": row["person"], "value": row["service"], "from_day": row["started_on"], "to_day": row["ended_on"]
    }  # fmt: skip


def _assessed(row: Row) -> Row:
    """An assessment with what it says of each section, by the section's code."""
    said = assessment.needs_said(row["answers"], row["which"])
    codes = {section.title: code for code, section in sections().items()}
    needs = {codes[title]: answer for title, answer in said.items()}
    return {"person": row["person"], "from_day": row["from_day"], "needs": needs}
