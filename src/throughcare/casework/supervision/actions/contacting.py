"""Contacts as they happened, corrected by new entries, and appointments ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from ..events import FailuresTold
from ..models import Appointment, Case, Contact, Tenure
from ..rules.absences import contact_terms
from ..rules.appointments import AppointmentFacts, appointment_state, check_call_off
from ..rules.contacts import (
    FAILED,
    Around,
    ContactKind,
    Outcome,
    Whom,
    check_appointment,
    check_contact,
    check_credit,
)
from ..rules.movements import spells
from ..store.clashing import Time, clashes_of, words_of
from ..store.contacts import Meeting, credited, told_among
from ..store.steps import found_case
from .batches import open_cases_among
from .moving import movements_of


@dataclass(frozen=True)
class Booking:
    """An appointment to make: when, of what kind, where, who holds it (the doer, unless said), and how many minutes.

    ``despite`` is why it is made although it clashes with something; what that is is kept with it.
    """

    starts_at: datetime
    kind: ContactKind
    place: str = ""
    held_by: UUID | None = None
    minutes: int | None = None
    despite: str = ""


@dataclass(frozen=True)
class ContactRecorded:
    """The contact that stands now, and the next appointment when one was made."""

    contact_id: UUID
    appointment_id: UUID | None


@action(Permission.RECORD_ON_TIMELINE)
def record_contact(
    *, by: Member, at: datetime, meeting: Meeting, following: Booking | None = None
) -> ContactRecorded:
    """Record a contact and, in the same act, the next appointment; the very same contact sent again is recorded once."""
    if meeting.member_id not in (None, by.id):
        raise Refused("A contact is recorded by whoever held it.", field="member_id")
    case = found_case(meeting.case_id)
    again = _the_same(meeting, by)
    if again is None:
        (row,) = _checked([meeting], {case.id: case}, by, at)
        insert_all([row])
        _tell_of_failures(row, None, by, at)
    stands = again or row.id
    add_to_line(contact=stands)
    return ContactRecorded(stands, booked(case, following, by, at) if following else None)


def _the_same(meeting: Meeting, by: Member) -> UUID | None:
    """The contact that says exactly this already, in which case nothing is added."""
    told = meeting.told
    found = Contact.objects.filter(
        case=meeting.case_id, happened_at=told.happened_at, kind=told.kind, with_whom=told.with_whom,
        member_id=by.id, outcome=told.outcome, what=told.what.strip(), note=meeting.note, corrects=None,
        requirement_id=meeting.requirement_id, done=told.done,
    ).first()  # fmt: skip
    return found.id if found else None


def _tell_of_failures(row: Contact, old: Contact | None, by: Member, at: datetime) -> None:
    """Announce a contact that is, or was before it was put right, a failure to comply or one whose evidence is awaited."""
    enforced = {*FAILED, Outcome.ABSENT_AWAITING}
    if any(one.with_whom == Whom.PERSON and one.outcome in enforced for one in (row, old) if one is not None):
        announce(FailuresTold((row.id,)), at=at, by=by.id)


@action(Permission.RECORD_ON_TIMELINE)
def record_contacts(*, by: Member, at: datetime, meetings: Sequence[Meeting]) -> int:
    """Record contacts in many open cases, each held by a member of the doer's organisation; returns how many.

    They are brought in from before: a failure among them counts as an earlier one, and starts no clock.
    """
    cases = open_cases_among([meeting.case_id for meeting in meetings])
    authors = access.members({m.member_id for m in meetings if m.member_id is not None}, at=at)
    for meeting in meetings:
        author = authors.get(meeting.member_id) if meeting.member_id else by
        if author is None or author.organisation_id != by.organisation_id:
            raise Refused("A contact is held by a member of your own organisation.", field="member_id")
    insert_all(_checked(meetings, cases, by, at))
    add_to_line(contacts=len(meetings), cases=len(cases))
    return len(meetings)


def _checked(
    meetings: Sequence[Meeting], cases: Mapping[UUID, Case], by: Member, at: datetime, but: UUID | None = None
) -> list[Contact]:
    """The rows of contacts that can have happened; ``but`` is a contact that one of them corrects, so not counted."""
    around = _around(cases.values(), at)
    for meeting in meetings:
        check_contact(meeting.told, around[meeting.case_id])
    _check_credits(meetings, cases, but)
    _check_appointments(meetings)
    return [_row(meeting, cases[meeting.case_id], by, at) for meeting in meetings]


def _around(cases: Iterable[Case], at: datetime) -> dict[UUID, Around]:
    known = list(cases)
    moved = movements_of(case.person_id for case in known)
    return {
        case.id: Around(
            at, case.opened_at, spells(Place(case.place), case.opened_at, moved.get(case.person_id, ()))
        )
        for case in known
    }


def _check_credits(meetings: Sequence[Meeting], cases: Mapping[UUID, Case], but: UUID | None) -> None:
    wanted = {m.requirement_id for m in meetings if m.requirement_id is not None}
    if not wanted:
        if any(m.told.done is not None for m in meetings):
            raise Refused("Say which requirement the time counts towards.", field="requirement_id")
        return
    known, before = courts.requirements(wanted), credited(wanted, but=but)
    for meeting in meetings:
        if meeting.requirement_id is None:
            continue
        found = known.get(meeting.requirement_id)
        if found is None or found.person_id != cases[meeting.case_id].person_id:
            raise Refused("That is no requirement of this person's.", field="requirement_id")
        so_far = before.get(found.id, Decimal(0))
        check_credit(meeting.told.done, counted=found.is_counted, ordered=found.amount, before=so_far)
        before[found.id] = so_far + (meeting.told.done or Decimal(0))


def _check_appointments(meetings: Sequence[Meeting]) -> None:
    wanted = {m.appointment_id: m for m in meetings if m.appointment_id is not None}
    known = {row.id: row for row in Appointment.objects.filter(id__in=list(wanted))}
    for key, meeting in wanted.items():
        found = known.get(key)
        if found is None or found.case_id != meeting.case_id or found.called_off_at is not None:
            raise Refused("There is no such appointment.", field="appointment_id")
        if day_of(found.starts_at) != day_of(meeting.told.happened_at):
            raise Refused(
                f"That appointment was on {day_of(found.starts_at):%-d %B %Y}, and this is another day.",
                field="appointment_id",
            )


def _row(meeting: Meeting, case: Case, by: Member, at: datetime) -> Contact:
    told = meeting.told
    return Contact(
        id=new_id(), person_id=case.person_id, case_id=case.id, happened_at=told.happened_at, kind=told.kind.value,
        with_whom=told.with_whom.value, outcome=told.outcome.value, absence=told.absence.value if told.absence else "",
        evidence=told.evidence.value if told.evidence else "",
        what=told.what.strip(), note=meeting.note, requirement_id=meeting.requirement_id, done=told.done,
        appointment_id=meeting.appointment_id, at=at, member_id=meeting.member_id or by.id,
        organisation_id=by.organisation_id,
    )  # fmt: skip


@action(Permission.RECORD_ON_TIMELINE)
def correct_contact(
    *, by: Member, at: datetime, contact_id: UUID, meeting: Meeting, because: str
) -> ContactRecorded:
    """Put a contact right by a new entry that shows the old one; of one's own organisation, and each once."""
    if not 1 <= len(because.strip()) <= 300:
        raise Refused("Say why it is corrected, in at most 300 characters.", field="because")
    old = Contact.objects.filter(id=contact_id).first()
    if old is None or old.case_id != meeting.case_id:
        raise Refused("There is no such contact, or it is not yours to see.")
    if old.organisation_id != by.organisation_id:
        raise Refused("Another organisation recorded this contact, and only they correct it.")
    case = found_case(old.case_id)
    if Contact.objects.filter(corrects=old).exists():
        raise Refused("Somebody corrected this contact already. Look again.")
    kept = replace(meeting, appointment_id=_kept_appointment(old, meeting))
    (row,) = _checked([kept], {case.id: case}, by, at, but=old.id)
    row.corrects_id, row.because = old.id, because.strip()
    insert_all([row])
    _tell_of_failures(row, old, by, at)
    add_to_line(contact=row.id, corrects=old.id)
    return ContactRecorded(row.id, None)


def _kept_appointment(old: Contact, meeting: Meeting) -> UUID | None:
    """A correction stays what came of the appointment that was first told of, unless it is on another day than that.

    Put on another day by mistake it comes back to it, unless that appointment was called off meanwhile.
    """
    first = old
    while first.corrects is not None:
        first = first.corrects
    same = day_of(first.happened_at) == day_of(meeting.told.happened_at)
    if first.appointment_id is None or not same:
        return None
    stands = Appointment.objects.filter(id=first.appointment_id, called_off_at=None)
    return first.appointment_id if stands.exists() else None


@action(Permission.RECORD_ON_TIMELINE)
def book_appointment(*, by: Member, at: datetime, case_id: UUID, booking: Booking) -> UUID:
    """Make an appointment; returns its id. The very same one asked for again is made once."""
    made = booked(found_case(case_id), booking, by, at)
    add_to_line(appointment=made)
    return made


@action(Permission.RECORD_ON_TIMELINE)
def book_appointments(*, by: Member, at: datetime, bookings: Sequence[tuple[UUID, Booking]]) -> int:
    """Make appointments in many open cases, each held by a member of the doer's organisation; returns how many were new."""
    cases, months = (
        open_cases_among([case for case, _ in bookings]),
        contact_terms(day_of(at)).table.ahead_months,
    )
    holders = access.members({booking.held_by or by.id for _, booking in bookings}, at=at)
    for _, booking in bookings:
        check_appointment(booking.starts_at, booking.place, booking.kind, at=at, months=months)
        holder = holders.get(booking.held_by) if booking.held_by else by
        if (
            holder is None
            or holder.organisation_id != by.organisation_id
            or not holder.may(Permission.RECORD_ON_TIMELINE)
        ):
            raise Refused("An appointment is held by a colleague who supervises.", field="next_held_by")
    made = _not_made_before([_appointment(cases[case], booking, by, at) for case, booking in bookings])
    insert_all(made)
    add_to_line(appointments=len(made), cases=len(cases))
    return len(made)


def _not_made_before(rows: Sequence[Appointment]) -> list[Appointment]:
    """The appointments of which the very same is not made already, each once."""
    standing = Appointment.objects.filter(case__in={row.case_id for row in rows}, called_off_at=None)
    known = {_said(row) for row in standing}
    return list({_said(row): row for row in rows if _said(row) not in known}.values())


def _said(row: Appointment) -> tuple[UUID, datetime, int | None, str, str, UUID]:
    return row.case_id, row.starts_at, row.minutes, row.kind, row.place, row.held_by


def _appointment(case: Case, booking: Booking, by: Member, at: datetime, **moving: Any) -> Appointment:
    if booking.minutes is not None and not 5 <= booking.minutes <= 480:
        raise Refused("An appointment takes from 5 to 480 minutes.", field="next_minutes")
    return Appointment(
        id=new_id(), person_id=case.person_id, case_id=case.id, starts_at=booking.starts_at, minutes=booking.minutes,
        kind=booking.kind.value, place=booking.place.strip(), held_by=booking.held_by or by.id, at=at, member_id=by.id,
        organisation_id=by.organisation_id, **moving,
    )  # fmt: skip


def booked(case: Case, booking: Booking, by: Member, at: datetime, **moving: Any) -> UUID:
    """An appointment in an open case; the very same one is made once. ``moving`` says what it is put in the place of."""
    months = contact_terms(day_of(at)).table.ahead_months
    check_appointment(booking.starts_at, booking.place, booking.kind, at=at, months=months)
    held_by = booking.held_by or by.id
    _check_holder(case, held_by, by, at)
    row = _appointment(case, booking, by, at, **moving)
    _keep_clashes(row, booking, moving.get("moves_id"))
    standing = Appointment.objects.filter(case=case, starts_at=row.starts_at, called_off_at=None)
    same = next((one for one in standing if _said(one) == _said(row)), None)
    if same is not None:
        return same.id
    insert_all([row])
    return row.id


def _keep_clashes(row: Appointment, booking: Booking, instead_of: UUID | None) -> None:
    """Keep what an appointment clashes with beside the reason why it is made all the same; nothing where nothing does."""
    because = booking.despite.strip()
    if not because:
        return
    if len(because) > 300:
        raise Refused("Say why it is made all the same in at most 300 characters.", field="despite")
    wanted = Time(row.starts_at, row.minutes, booking.kind, row.place)
    (found,) = clashes_of(row.person_id, [wanted], row.held_by, but=instead_of)
    if found:
        row.clashes, row.despite = words_of(found), because


def _check_holder(case: Case, held_by: UUID, by: Member, at: datetime) -> None:
    """An appointment is held by the doer, a colleague of their organisation, or somebody who holds a role in the case."""
    if held_by == by.id:
        return
    found = access.members([held_by], at=at).get(held_by)
    ours = found is not None and found.organisation_id == by.organisation_id
    holds = Tenure.objects.filter(case=case.id, member_id=held_by, during__upper_inf=True).exists()
    if found is None or not found.may(Permission.RECORD_ON_TIMELINE) or not (ours or holds):
        raise Refused(
            "An appointment is held by a colleague who supervises, or by somebody who holds a role in this case.",
            field="next_held_by",
        )


@action(Permission.RECORD_ON_TIMELINE)
def call_off_appointment(*, by: Member, at: datetime, appointment_id: UUID, because: str) -> None:
    """Call off an appointment that lies ahead, saying why; one that is past gets an outcome instead."""
    called_off(appointment_id, because, at)


def called_off(appointment_id: UUID, because: str, at: datetime) -> tuple[Appointment, Case]:
    """An appointment that lies ahead, called off for a reason, with its open case."""
    if not 1 <= len(because.strip()) <= 300:
        raise Refused("Say why it is called off, in at most 300 characters.", field="because")
    found = Appointment.objects.select_for_update().filter(id=appointment_id).first()
    if found is None:
        raise Refused("There is no such appointment, or it is not yours to see.")
    case = found_case(found.case_id)
    is_told = bool(told_among([found.id]))
    check_call_off(
        appointment_state(AppointmentFacts(found.starts_at, found.called_off_at, is_told=is_told), at)
    )
    Appointment.objects.filter(id=found.id).update(called_off_at=at, called_off_because=because.strip())
    add_to_line(appointment=found.id)
    return found, case
