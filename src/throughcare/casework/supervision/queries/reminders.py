"""Tells of reminders: what was sent of an appointment and what came of it, what is to go, and what failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.people.rules import PersonState
from throughcare.foundation.access.gathered import Gathered
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Clause
from throughcare.foundation.kernel.days import day_of

from ..models import Appointment, Contact, Reminder
from ..rules.contacts import ContactKind
from ..rules.reminder_terms import reminder_terms
from ..rules.reminders import ReminderState, ToRemind, WhyNot, decide, is_due, sends_at
from ..store.reminding import ways_of
from .reading import REMINDERS


@dataclass(frozen=True)
class ReminderSeen:
    """One reminder as a page shows it: by what, to whom, in which words, how it stands since when, and why if it did not go."""

    id: UUID
    appointment_id: UUID
    hours: int
    state: ReminderState
    because: str
    channel: str
    sent_to: str
    language: str
    text: str
    edition: str
    at: datetime
    sent_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True)
class ReminderAhead:
    """A reminder that is not noted yet: when it goes and by what, or why none will as things stand; and by which terms."""

    goes_at: datetime
    channel: str
    because: str
    clause: Clause


def reminders_of(appointment_ids: Iterable[UUID]) -> dict[UUID, tuple[ReminderSeen, ...]]:
    """What was noted of reminders of each of these appointments, the nearest to it first; one question."""
    return _by_appointment(Reminder.objects.filter(appointment__in=list(appointment_ids)).order_by("hours"))


def reminders_read(read: Gathered) -> dict[UUID, tuple[ReminderSeen, ...]]:
    """The same of the latest reminders in a person's latest case, from what was read of it."""
    return _by_appointment(read.of(REMINDERS))


def _by_appointment(rows: Iterable[Reminder]) -> dict[UUID, tuple[ReminderSeen, ...]]:
    found: dict[UUID, tuple[ReminderSeen, ...]] = {}
    for row in rows:
        concerns(row.person_id)
        found[row.appointment_id] = (*found.get(row.appointment_id, ()), _seen(row))
    return found


def _seen(row: Reminder) -> ReminderSeen:
    return ReminderSeen(
        row.id, row.appointment_id, row.hours, ReminderState(row.state), row.because, row.channel, row.sent_to,
        row.language, row.text, row.edition, row.at, row.sent_at, row.settled_at,
    )  # fmt: skip


def reminder_ahead(
    person: people.PersonPage, kind: ContactKind, starts_at: datetime, *, in_custody: bool, at: datetime
) -> ReminderAhead | None:
    """What the next reminder of an appointment ahead will be as things stand; None where none is wanted or one is due already."""
    terms = reminder_terms(day_of(at)).table
    ahead = [hours for hours in terms.before if not is_due(starts_at, hours, at, terms)]
    if kind not in terms.kinds or not ahead:
        return None
    goes_at = sends_at(starts_at, max(ahead), terms)
    points = [people.Point("text", one.number, one.safe_to_use, one.safe_note) for one in person.phones]
    points += [people.Point("email", one.address, one.safe_to_use, one.safe_note) for one in person.emails]
    known = ToRemind(
        starts_at, kind, ways_of(points), person.first_language, died=person.state is PersonState.DIED,
        merged=person.state is PersonState.MERGED, in_custody=in_custody,
    )  # fmt: skip
    decision = decide(known, max(goes_at, at), terms)
    if isinstance(decision, WhyNot):
        return ReminderAhead(goes_at, "", decision.value, terms.clause)
    return ReminderAhead(goes_at, decision.by, "", terms.clause)


@dataclass(frozen=True)
class FailedReminder:
    """A reminder that never reached anybody, of an appointment that still lies ahead: whose, when, since when, and why."""

    person_id: UUID
    appointment_id: UUID
    starts_at: datetime
    since: datetime
    because: str


def failed_reminders(member_ids: Sequence[UUID], *, at: datetime) -> list[FailedReminder]:
    """The reminders that failed of appointments ahead which these members hold, the soonest first; one question."""
    told = Contact.objects.exclude(appointment=None).values("appointment_id")
    held = Appointment.objects.filter(
        held_by__in=list(member_ids), starts_at__gt=at, called_off_at=None, case__closed_at=None
    ).exclude(id__in=told)
    rows = Reminder.objects.filter(state=ReminderState.FAILED, appointment__in=held).select_related(
        "appointment"
    )
    found = {row.appointment_id: row for row in rows.order_by("-hours")}.values()
    concerns(row.person_id for row in found)
    made = [
        FailedReminder(row.person_id, row.appointment_id, row.appointment.starts_at, row.settled_at or row.at, row.because)
        for row in found
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.starts_at, one.appointment_id))
