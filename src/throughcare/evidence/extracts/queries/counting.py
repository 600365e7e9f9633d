"""Who was under supervision on a day and what was so of each, read as the auditor: counted by ``rules.figures``, never shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughcare.casework.assessment.queries import extract as assessment
from throughcare.casework.courts.queries import extract as courts
from throughcare.casework.people.queries import extract as people
from throughcare.casework.supervision.queries import extract as supervision

from ..rules.figures import NO, YES, Counted
from ..rules.managing import Held

NO_TIER, NO_SENTENCE = "no tier yet", "no sentence"
NEED, REQUIREMENT = "need: ", "requirement: "
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Records:
    """What was read in one moment: everybody's cases, and by person what held of them from a day to a day."""

    cases: list[Row]
    tiers: Mapping[str, list[Row]]
    sentences: Mapping[str, list[Row]]
    requirements: Mapping[str, list[Row]]
    assessed: Mapping[str, list[Row]]
    managers: list[Row]

    @property
    def kinds_of_requirement(self) -> list[str]:
        """Every kind of requirement that anybody has or had."""
        return sorted({row["service"] for rows in self.requirements.values() for row in rows})


def read(cursor: Any, asked: Any, today: date) -> Records:
    """Everything that is counted, through ``asked``, which puts one question to a cursor."""
    roots = {row["id"]: row["root"] for row in asked(cursor, people.SURVIVORS).to_pylist()}

    def of(sql: str, *values: Any) -> list[Row]:
        rows = asked(cursor, sql, *values).to_pylist()
        return [{**row, "person": roots.get(row["person"], row["person"])} for row in rows]

    requirements = [
        {**row, "from_day": row["started_on"], "to_day": row["ended_on"]}
        for row in of(courts.REQUIREMENTS, today)
    ]
    return Records(
        of(supervision.CASELOAD),
        _by_person(of(assessment.TIERS)),
        _by_person(of(courts.RUNNING)),
        _by_person(requirements),
        _by_person(of(assessment.ASSESSED)),
        of(supervision.MANAGERS),
    )


def _by_person(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found = defaultdict[str, list[Row]](list)
    for row in rows:
        found[row["person"]].append(row)
    return dict(found)


def where_on(records: Records, day: date) -> dict[str, str]:
    """The area of everybody under supervision at the end of a day."""
    return {
        row["person"]: row["area"]
        for row in sorted(records.cases, key=lambda row: row["from_day"])
        if _held(row, day)
    }


def held(rows: Iterable[Row], settler: Callable[[str], str]) -> list[Held]:
    """Cases, or who managed them, by the area that settles how people are supervised."""
    return [
        Held(row["person"], settler(row["area"]), row["from_day"], row["to_day"], row.get("manager", ""))
        for row in rows
        if row["area"] is not None and row["from_day"] is not None
    ]


def people_on(records: Records, day: date) -> dict[str, list[Counted]]:
    """Everybody under supervision at the end of a day, by the code of their area; each person once."""
    where = where_on(records, day)
    found = defaultdict[str, list[Counted]](list)
    kinds = records.kinds_of_requirement
    for person, area in where.items():
        found[area].append(Counted(_said(records, person, day, kinds)))
    return dict(found)


def _said(records: Records, person: str, day: date, kinds: Iterable[str]) -> dict[str, str]:
    tiers = [row["value"] for row in records.tiers.get(person, ()) if _held(row, day)]
    passed = [row["kind"] for row in records.sentences.get(person, ()) if _held(row, day)]
    now = {row["service"] for row in records.requirements.get(person, ()) if _held(row, day)}
    signed = [row for row in records.assessed.get(person, ()) if row["from_day"] <= day]
    needs = assessment.needs_said(signed[-1]["answers"], signed[-1]["which"]) if signed else {}
    return {
        "tier": tiers[-1] if tiers else NO_TIER,
        "sentence": passed[-1] if passed else NO_SENTENCE,
        **{REQUIREMENT + kind: YES if kind in now else NO for kind in kinds},
        **{NEED + title: said for title, said in needs.items()},
    }


def columns_of(counted: Iterable[Counted]) -> list[str]:
    """Every column that anything is said of for anybody; of whom it is not said it is not known."""
    return sorted({name for one in counted for name in one.columns})


def _held(row: Row, day: date) -> bool:
    """Whether it began on the day or before and had not ended by its end."""
    return (
        row["from_day"] is not None
        and row["from_day"] <= day
        and (row["to_day"] is None or row["to_day"] > day)
    )
