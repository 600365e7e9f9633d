"""The diary: what members hold on some days, and what is taken when an appointment is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from ..actions.contacting import Booking
from ..models import Appointment, Contact
from ..rules.contacts import ContactKind
from ..rules.diary import Busy, Taken, Wanted, clashes

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
        Contact.objects.filter(appointment__in=[row.id for row in rows]).values_list(
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
    person_id: UUID, booking: Booking, held_by: UUID, *, but: UUID | None = None
) -> tuple[Finding, ...]:
    """What stands in the way of an appointment, by what is recorded; ``but`` is one that it would take the place of."""
    day = day_of(booking.starts_at)
    of_the_day = _standing().filter(starts_at__range=_between(day, day + timedelta(days=1)))
    near = of_the_day.exclude(id=but) if but else of_the_day
    wanted = Wanted(booking.starts_at, booking.minutes, booking.kind)
    taken = Taken(
        persons=[_busy(row) for row in near.filter(person_id=person_id)],
        holders=[_busy(row) for row in near.filter(held_by=held_by).exclude(person_id=person_id)],
        curfew=_has_curfew(person_id),
        carer=_cares_for(person_id, day),
    )
    return clashes(wanted, taken, WorkingCalendar())


def _busy(row: Appointment) -> Busy:
    kind = ContactKind(row.kind)
    return Busy(row.starts_at, row.minutes, kind, f"another appointment ({kind.words.lower()})")


def _has_curfew(person_id: UUID) -> bool:
    return any(
        requirement.kind == "curfew" and requirement.ended_on is None
        for sentence in courts.sentences_of(person_id)
        if sentence.state in _RUNNING
        for requirement in sentence.requirements
    )


def _cares_for(person_id: UUID, on: date) -> str:
    known = people.person_page(person_id, on=on)
    caring = known.caring if known else ()
    return " and ".join(
        f"{one.how_many} {'children' if one.whom == 'child' else 'adults'}"
        if one.how_many > 1
        else one.get_whom_display()
        for one in caring
    )
