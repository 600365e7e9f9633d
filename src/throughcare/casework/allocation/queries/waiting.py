"""Tells who waits for an offender manager: every case, with its tier or without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import CaseWeighed
from throughcare.casework.supervision.rules.movements import RELEASED
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..rules.queue import Start, TierStanding, Unallocated, queue, queue_on
from ..store.gathering import Weighed, weigh

# How gaps were called before it was said which way somebody moved: the place of the case tells.
_MOVED = "the person has moved"
_STARTS = {
    "released": Start.RELEASE,
    RELEASED: Start.RELEASE,
    "the case has just moved": Start.TRANSFER,
    "transferred": Start.TRANSFER,
}


@dataclass(frozen=True)
class InQueue:
    """A case that nobody manages: whose, its tier's standing, its age in working days, and the day to be seen by."""

    case_id: UUID
    person_id: UUID
    name: str
    tier: str | None
    standing: TierStanding
    risk: str
    sentence: str
    since: datetime
    start: Start
    working_days: int
    see_by: date
    is_late: bool
    points: int
    because: str


def waiting(unit_ids: Sequence[UUID], *, at: datetime) -> list[InQueue]:
    """Every case of units without an offender manager, the most pressing first; four questions."""
    rows = [
        row
        for row in supervision.cases_weighed(unit_ids=unit_ids)
        if row.unit_id in set(unit_ids) and row.waiting_since is not None
    ]
    weighed = weigh(rows, on=day_of(at))
    calendar, edition = WorkingCalendar(), queue_on(day_of(at))
    entries = [_entry(row, weighed[row.id]) for row in rows]
    names = people.names_of([row.person_id for row in rows])
    found = []
    for one in queue(entries, at=at, edition=edition, calendar=calendar):
        own = weighed[UUID(one.case)]
        row, since = own.case, own.case.waiting_since or own.case.opened_at
        found.append(
            InQueue(
                case_id=row.id, person_id=row.person_id, name=names[row.person_id].name if row.person_id in names else "Name not recorded", tier=one.tier,
                standing=one.standing, risk=row.risk, sentence=row.sentence, since=since, start=start_of(row),
                working_days=calendar.between(day_of(since), day_of(at)), see_by=one.see_by, is_late=one.is_late,
                points=own.points, because=one.finding.because,
            )
        )  # fmt: skip
    return found


def _entry(row: CaseWeighed, own: Weighed) -> Unallocated:
    since = row.waiting_since or row.opened_at
    return Unallocated(str(row.id), since, start_of(row), own.tier, own.provisional)


def first_seen_within(because: str, *, on: date) -> int:
    """Working days within which a person must first be seen on a day, by what is said to have left a role unheld."""
    return queue_on(on).table.first_seen[_STARTS.get(because, Start.SENTENCE)]


def start_of(row: CaseWeighed) -> Start:
    """What began the wait: the sentence, unless somebody managed the case before or it came from elsewhere."""
    said = _STARTS.get(row.waiting_because)
    if row.waiting_because == _MOVED and row.place != "custody":
        said = Start.RELEASE
    if said is not None:
        return said
    return Start.REALLOCATION if row.earlier else Start.SENTENCE
