"""Tells how lean the work is: contacts for each case, the wait for a first appointment, cases for each officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.kernel import Count, Edition, Published, WorkingCalendar, disclose
from throughcare.foundation.kernel.days import LONDON, day_of

from ..rules.lean import (
    AgainstPlan,
    ContactsPerCase,
    FirstSeen,
    HeldCase,
    LeanTerms,
    Promptness,
    contacts_per_case,
    lean_on,
    time_to_first_appointment,
    told_of_plan,
)
from ..store.gathering import weigh

WEEKS = 12


@dataclass(frozen=True)
class LeanEvidence:
    """Contacts for each case by tier in the last weeks, promptness, and cases for each officer against the plan."""

    weeks: int
    contacts: Mapping[str, ContactsPerCase]
    first_seen: Promptness
    not_counted: Published
    per_officer: Mapping[str, AgainstPlan]
    by_tier: Mapping[str, AgainstPlan]
    edition: Edition[LeanTerms]


def lean_evidence(unit_ids: Sequence[UUID], *, at: datetime) -> LeanEvidence:
    """What is seen of leanness in the open cases of units; small groups are suppressed."""
    day, units = day_of(at), set(unit_ids)
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
    seen, not_counted = _first_seen(rows)
    return LeanEvidence(
        WEEKS,
        contacts_per_case(held),
        time_to_first_appointment(seen, on=day, calendar=WorkingCalendar(), edition=edition),
        not_counted,
        *told_of_plan(held, edition),
        edition,
    )


def _first_seen(rows: Sequence[supervision.CaseWeighed]) -> tuple[list[FirstSeen], Published]:
    """From the day of the sentence to the first contact on it or after; and how many start otherwise: custody, none yet."""
    sentenced = courts.sentenced_on({row.person_id for row in rows})
    counted = [row for row in rows if row.person_id in sentenced and not row.sentence.startswith("custody")]
    since = [(row, datetime.combine(sentenced[row.person_id], time.min, LONDON)) for row in counted]
    first = supervision.first_contacts(since)
    seen = [
        FirstSeen(sentenced[row.person_id], day_of(first[row.id]) if row.id in first else None)
        for row in counted
    ]
    return seen, disclose(Count(len(rows) - len(counted)))
