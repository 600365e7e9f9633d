"""The diary: what members hold on some days, and what is taken when an appointment is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from throughcare.casework.courts import queries as courts
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Finding, Refused
from throughcare.foundation.kernel.days import LONDON, check_days

from ..actions.contacting import Booking
from ..models import Appointment, Contact
from ..rules.contacts import ContactKind
from ..store.clashing import Time, clashes_of

MOST_IN_DIARY = 1000
_RUNNING = {"in force", "in breach"}


@dataclass(frozen=True)
class InDiary:
    """One appointment in a diary: when and how long, whose, of what kind, where, who holds it, and whether its outcome is told."""

    id: UUID
    person_id: UUID
    starts_at: datetime
    minutes: int | None
    kind: ContactKind
    place: str
    held_by: UUID
    holder: str
    is_told: bool


def diary(member_ids: Iterable[UUID], *, start: date, until: date) -> list[InDiary]:
    """What members hold from one day to before another, of the people the viewer sees, the earliest first; three questions."""
    rows = list(
        _standing()
        .filter(held_by__in=list(member_ids), starts_at__range=_between(start, until))
        .order_by("starts_at", "id")[:MOST_IN_DIARY]
    )
    concerns(row.person_id for row in rows)
    told = set(
        Contact.objects.filter(appointment__in=[row.id for row in rows], corrected=None).values_list(
            "appointment_id", flat=True
        )
    )
    names = access.member_names({row.held_by for row in rows})
    return [
        InDiary(
            row.id, row.person_id, row.starts_at, row.minutes, ContactKind(row.kind), row.place, row.held_by,
            names.get(row.held_by, "not known"), row.id in told,
        )
        for row in rows
    ]  # fmt: skip


def _standing() -> QuerySet[Appointment]:
    return Appointment.objects.filter(called_off_at=None, case__closed_at=None)


def _between(start: date, until: date) -> tuple[datetime, datetime]:
    """From the beginning of one day in London to just before another."""
    first, last = (datetime.combine(day, time(), LONDON) for day in (start, until))
    return first, last - timedelta(microseconds=1)


def clashes_with(
    person_id: UUID, bookings: Sequence[Booking], held_by: UUID, *, but: UUID | None = None
) -> list[tuple[Finding, ...]]:
    """What stands in the way of each of these appointments of a person; ``but`` is one that they take the place of.

    Refused for a day or a length that no appointment can have.
    """
    check_days(list(bookings))
    if any(one.minutes is not None and not 5 <= one.minutes <= 480 for one in bookings):
        raise Refused("An appointment takes from 5 to 480 minutes.", field="next_minutes")
    times = [Time(one.starts_at, one.minutes, one.kind, one.place) for one in bookings]
    return clashes_of(person_id, times, held_by, but=but)


def curfews_of(person_id: UUID) -> list[courts.RequirementSeen]:
    """The curfews that a person is under now."""
    return [
        one
        for sentence in courts.sentences_of(person_id)
        if sentence.state in _RUNNING
        for one in sentence.requirements
        if one.kind == "curfew" and one.ended_on is None
    ]
