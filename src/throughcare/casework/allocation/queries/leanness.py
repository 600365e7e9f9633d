"""Tells how lean the work is: contacts for each case, the wait for a first appointment, cases for each officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.kernel import WorkingCalendar

from ..rules.lean import (
    AgainstPlan,
    ContactsPerCase,
    FirstSeen,
    HeldCase,
    Promptness,
    cases_per_officer,
    contacts_per_case,
    lean_on,
    time_to_first_appointment,
)
from .gathering import weigh

WEEKS = 12


@dataclass(frozen=True)
class LeanEvidence:
    """Contacts for each case by tier in the last weeks, promptness, and cases for each officer against the plan."""

    weeks: int
    contacts: Mapping[str, ContactsPerCase]
    first_seen: Promptness
    per_officer: Mapping[str, AgainstPlan]


def lean_evidence(unit_ids: Sequence[UUID], *, at: datetime) -> LeanEvidence:
    """What is seen of leanness in the open cases of units; small groups are suppressed."""
    day, units = at.date(), set(unit_ids)
    edition = lean_on(day)
    rows = [row for row in supervision.cases_weighed(unit_ids=unit_ids) if row.unit_id in units]
    weighed = weigh(rows, on=day)
    contacts = supervision.contacts_of(rows, since=at - timedelta(weeks=WEEKS))
    none = (0, None)
    held = [
        HeldCase(str(row.manager), weighed[row.id].tier, contacts.get(row.id, none)[0])
        for row in rows
        if row.manager is not None
    ]
    sentenced = [row for row in rows if row.sentence != "awaiting_sentence"]
    seen = [_first_seen(row, contacts.get(row.id, none)[1]) for row in sentenced]
    return LeanEvidence(
        WEEKS,
        contacts_per_case(held),
        time_to_first_appointment(seen, on=day, calendar=WorkingCalendar(), edition=edition),
        cases_per_officer(held, edition),
    )


def _first_seen(row: supervision.CaseWeighed, first: datetime | None) -> FirstSeen:
    return FirstSeen(row.opened_at.date(), first.date() if first else None)
