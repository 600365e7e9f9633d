"""Tells of contacts and appointments: what came of each, what comes next, what has no outcome yet, and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.gathered import Gathered
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Place, Sentence

from ..models import Appointment, Case, Contact
from ..rules.absences import contact_terms, decided_under, follows, window_begins
from ..rules.attendance import AttendanceCount, Attended, counted
from ..rules.contacts import FAILED, MET, Absence, ContactKind, Evidence, Outcome, Whom
from ..store.contacts import Meeting, Towards, credited, towards
from ..store.steps import Atlas, subject_of
from .reading import APPOINTMENTS, CORRECTED, CORRECTIONS, MOST, STANDING, named

__all__ = [
    "AppointmentSeen",
    "ContactSeen",
    "Contacting",
    "Towards",
    "appointment",
    "appointments_of",
    "contact",
    "contacting",
    "contacts_seen",
    "credited",
    "follows_from",
    "next_appointments",
    "towards",
    "what_follows",
]  # fmt: skip


@dataclass(frozen=True)
class ContactSeen:
    """One contact as a page shows it, with the one it corrects or the one that corrects it."""

    id: UUID
    person_id: UUID
    case_id: UUID
    happened_at: datetime
    kind: ContactKind
    with_whom: Whom
    outcome: Outcome
    absence: Absence | None
    what: str
    note: str
    requirement_id: UUID | None
    done: Decimal | None
    member_id: UUID
    organisation_id: UUID
    at: datetime
    because: str
    evidence: Evidence | None = None
    old: ContactSeen | None = None
    corrected_by: UUID | None = None

    @property
    def stands(self) -> bool:
        """Whether nothing has corrected it."""
        return self.corrected_by is None

    @property
    def is_met(self) -> bool:
        """Whether the person was seen or spoken to."""
        return self.stands and self.with_whom is Whom.PERSON and self.outcome in MET


@dataclass(frozen=True)
class AppointmentSeen:
    """An appointment as a page shows it; ``holder`` is the name of whoever holds it."""

    id: UUID
    person_id: UUID
    starts_at: datetime
    kind: ContactKind
    place: str
    held_by: UUID
    holder: str


def contacts_seen(rows: Sequence[Contact], *, read: Gathered | None = None) -> list[ContactSeen]:
    """Rows as pages show them, each with what it corrects and whether it stands; at most two questions, or what was read."""
    if read is not None:
        corrections = read.of(CORRECTIONS)
        olds = {row.id: row for row in read.of(CORRECTED)}
        newer = {row.corrects_id: row.id for row in corrections if row.corrects_id}
        return [_seen(row, olds, newer) for row in rows]
    olds = _olds([row.corrects_id for row in rows if row.corrects_id])
    later = Contact.objects.filter(corrects__in=[row.id for row in rows]) if rows else Contact.objects.none()
    newer = {corrects: id for corrects, id in later.values_list("corrects_id", "id") if corrects}
    return [_seen(row, olds, newer) for row in rows]


def _olds(ids: list[UUID]) -> dict[UUID, Contact]:
    return {row.id: row for row in Contact.objects.filter(id__in=ids)} if ids else {}


def _seen(row: Contact, olds: dict[UUID, Contact], newer: dict[UUID, UUID]) -> ContactSeen:
    old = olds.get(row.corrects_id) if row.corrects_id else None
    return ContactSeen(
        row.id, row.person_id, row.case_id, row.happened_at, ContactKind(row.kind), Whom(row.with_whom),
        Outcome(row.outcome), Absence(row.absence) if row.absence else None, row.what, row.note, row.requirement_id,
        row.done, row.member_id, row.organisation_id, row.at, row.because, Evidence(row.evidence) if row.evidence else None,
        _seen(old, {}, {}) if old else None, newer.get(row.id),
    )  # fmt: skip


def contact(contact_id: UUID) -> ContactSeen | None:
    """One contact, if its person is the viewer's to see."""
    rows = list(Contact.objects.filter(id=contact_id))
    concerns(row.person_id for row in rows)
    return next(iter(contacts_seen(rows)), None)


def appointment(appointment_id: UUID) -> AppointmentSeen | None:
    """One appointment that is not called off, if its person is the viewer's to see."""
    found = Appointment.objects.filter(id=appointment_id, called_off_at=None)
    return next(iter(_appointments(found)), None)


def _appointments(
    rows: Iterable[Appointment], names: Mapping[UUID, str] | None = None
) -> list[AppointmentSeen]:
    known = list(rows)
    concerns(row.person_id for row in known)
    if names is None:
        names = access.member_names({row.held_by for row in known})
    return [
        AppointmentSeen(
            row.id, row.person_id, row.starts_at, ContactKind(row.kind), row.place, row.held_by,
            names.get(row.held_by, "not known"),
        )
        for row in known
    ]  # fmt: skip


def appointments_of(case_id: UUID) -> list[AppointmentSeen]:
    """A case's appointments that are not called off and of which nothing came yet, the earliest first: past and to come."""
    return _appointments(_open_appointments().filter(case=case_id).order_by("starts_at", "id")[:MOST])


def _open_appointments() -> QuerySet[Appointment]:
    told = Contact.objects.filter(corrected=None).exclude(appointment=None).values("appointment_id")
    return Appointment.objects.filter(called_off_at=None, case__closed_at=None).exclude(id__in=told)


def next_appointments(case_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, AppointmentSeen]:
    """The next appointment in each case that has one ahead; two questions."""
    ahead = _open_appointments().filter(case__in=list(case_ids), starts_at__gt=at)
    rows = list(ahead.order_by("case_id", "starts_at", "id").distinct("case_id"))
    cases = {row.id: row.case_id for row in rows}
    return {cases[seen.id]: seen for seen in _appointments(rows)}


@dataclass(frozen=True)
class Contacting:
    """How contact stands in a case: those that stand, the last time the person was met, what comes next, and what waits."""

    contacts: tuple[ContactSeen, ...]
    last: ContactSeen | None
    ahead: tuple[AppointmentSeen, ...]
    waiting: tuple[AppointmentSeen, ...]
    failures: tuple[date, ...]
    failures_since: date
    attendance: AttendanceCount


def contacting(case: Case, *, at: datetime, read: Gathered | None = None) -> Contacting:
    """How contact stands in a case: the latest 400 contacts, appointments ahead, those past without an outcome.

    ``read`` holds what was read of a person's latest case, which this then is.
    """
    if read is not None:
        standing = contacts_seen(read.of(STANDING), read=read)
        appointments = _appointments(read.of(APPOINTMENTS), named(read)[0])
    else:
        rows = Contact.objects.filter(person_id=case.person_id, case=case, corrected=None)
        standing = contacts_seen(list(rows.order_by("-happened_at", "-id")[:MOST]))
        appointments = appointments_of(case.id)
    months = contact_terms(day_of(at)).table.within_months
    since = window_begins(day_of(at), months)
    failed = [day_of(c.happened_at) for c in standing if c.with_whom is Whom.PERSON and c.outcome in FAILED]
    return Contacting(
        tuple(standing),
        next((c for c in standing if c.is_met), None),
        tuple(a for a in appointments if a.starts_at > at),
        tuple(a for a in appointments if a.starts_at <= at),
        tuple(day for day in failed if day > since),
        since,
        counted(Attended(c.outcome, c.evidence) for c in standing if c.with_whom is Whom.PERSON),
    )


def follows_from(meeting: Meeting, *, by: Member) -> list[Finding]:
    """What follows a contact that a member has just told of."""
    told = meeting.told
    found = Contact.objects.filter(
        case=meeting.case_id, happened_at=told.happened_at, kind=told.kind, with_whom=told.with_whom, member_id=by.id
    )  # fmt: skip
    row = found.filter(corrected=None).first()
    return what_follows(row.id) if row else []


def what_follows(contact_id: UUID) -> list[Finding]:
    """What follows a contact as the record and the operating model of its day know: findings, none when nothing does."""
    found = Contact.objects.filter(id=contact_id, corrected=None).select_related("case").first()
    if found is None or found.with_whom != Whom.PERSON:
        return []
    case, on = found.case, day_of(found.happened_at)
    failed = Contact.objects.filter(
        person_id=case.person_id, case=case, corrected=None, with_whom=Whom.PERSON, outcome__in=sorted(FAILED),
        happened_at__lt=found.happened_at,
    )  # fmt: skip
    earlier = [day_of(one) for one in failed.values_list("happened_at", flat=True)]
    sentence = Sentence(case.sentence)
    made = follows(Outcome(found.outcome), on, sentence=sentence, earlier=earlier, calendar=WorkingCalendar())
    return [*made, *_decides(case, found)] if made else []


def _decides(case: Case, found: Contact) -> list[Finding]:
    """Who decides what becomes of a failure, under the model in force where the case is."""
    function = decided_under(Sentence(case.sentence))
    if function is None or found.outcome not in FAILED or case.place == Place.CUSTODY:
        return []
    held = Atlas(found.happened_at).holders(case.area_code).holding(function, subject_of(case))
    return [] if isinstance(held, Unheld) or not held.is_held else [held.finding]
