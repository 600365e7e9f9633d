"""When people were last seen, and by when they are to be seen: for many cases at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from throughcare.casework.allocation.queries import first_seen_within
from throughcare.casework.planning.queries import seen_less_often
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules.seeing import is_to_be_seen, next_contact
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of


@dataclass(frozen=True)
class ContactStanding:
    """The last contact, the day by which the next is due (None: none is owed), from which day that counts, and why.

    ``is_first`` says that there was none since the case began, came to its team, or the person was released.
    """

    last: date | None
    by: date | None
    since: date
    is_first: bool
    because: str


def contact_standings(cases: Sequence[Answered], *, on: date) -> Mapping[UUID, ContactStanding]:
    """How each case stands with contact on a day, by its id; three questions, and one more where some are seen less often."""
    last = supervision.last_contacts((one.person_id, one.case_id) for one in cases)
    released = supervision.days_released([one.person_id for one in cases])
    less = seen_less_often({one.case_id: one.risk for one in cases}, on=on)
    every = {case: said.every_days for case, said in less.items() if said.stands}
    return {
        one.case_id: _standing(
            one,
            day_of(last[one.case_id]) if one.case_id in last else None,
            released.get(one.person_id),
            every.get(one.case_id),
            on,
        )
        for one in cases
    }


def weekly_first(stands: Mapping[UUID, ContactStanding], *, on: date) -> Mapping[UUID, ContactStanding]:
    """The same, where early engagement by a supervision package asks for somebody sooner than their risk does."""
    owed = [case for case, stand in stands.items() if stand.by is not None and not stand.is_first]
    weekly = supervision.weekly_due(owed, on=on) if owed else {}
    return dict(stands) | {
        case: replace(stands[case], by=by, because="in early engagement, to be seen every week")
        for case, by in weekly.items()
        if by < (stands[case].by or date.max)
    }


def _standing(
    case: Answered, last: date | None, released: date | None, every: int | None, on: date
) -> ContactStanding:
    began, said, began_by = _began(case, released)
    if not is_to_be_seen(case.sentence, case.place, on=on):
        return ContactStanding(last, None, began, is_first=False, because="")
    if last is None or last < began:
        by = WorkingCalendar().add(began, first_seen_within(began_by, on=on))
        return ContactStanding(last, by, began, is_first=True, because=f"Not seen since {said}")
    by, why = next_contact(case.risk, last, on=on, less_often=every)
    return ContactStanding(last, by, last, is_first=False, because=why.because)


def _began(case: Answered, released: date | None) -> tuple[date, str, str]:
    """From which day the first contact is counted, in words, and what began it as allocation's clocks name it."""
    since = day_of(case.since)
    if released is not None and released >= since:
        return released, f"release on {released:%-d %B %Y}", "released"
    if case.moved:
        return since, f"the case came to this team on {since:%-d %B %Y}", "transferred"
    return since, f"the case began on {since:%-d %B %Y}", ""
