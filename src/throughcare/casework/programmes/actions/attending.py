"""What came of a session: for a whole group in one act, or for one person alone. Each is a contact in the person's case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import Unit
from throughcare.casework.supervision import actions as supervision_actions
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import Meeting
from throughcare.casework.supervision.queries import ContactSeen
from throughcare.casework.supervision.rules.attendance import AT_A_SESSION, CREDITED, Absence, Outcome
from throughcare.casework.supervision.rules.contacts import ContactKind, Told
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Attendance, Enrolment, GroupSession, Place
from ..rules import EnrolmentState, MovedThrough, Session, SessionKind, Side, check_alone, programme
from ..store import Come, come_so_far
from .steps import IN_A_GROUP, of_side, owe, take_move

MOST_MARKS = 60


@dataclass(frozen=True)
class Mark:
    """What came of a session for one person; ``seen`` is the contact that stood when the form was shown (None: nothing did)."""

    enrolment_id: UUID
    outcome: Outcome
    absence: Absence | None = None
    note: str = ""
    seen: UUID | None = None


@dataclass(frozen=True)
class NotRecorded:
    """Of whom nothing was recorded, and why, in words."""

    enrolment_id: UUID
    because: str


@dataclass(frozen=True)
class AttendanceReport:
    """What became of the marks of a session: recorded now, put right, the same as stood already, and not recorded."""

    recorded: int
    corrected: int
    unchanged: int
    not_recorded: tuple[NotRecorded, ...]


@action(Permission.DELIVER_PROGRAMME)
def record_attendance(
    *, by: Member, at: datetime, session_id: UUID, marks: Sequence[Mark], because: str = ""
) -> AttendanceReport:
    """Record what came of a group's session for many people at once, each by themselves: one that cannot be never stops another.

    Two who record at once lose nothing: what stands is never overwritten by somebody who had not seen it. ``because`` says
    why what stood is put right.
    """
    session = (
        GroupSession.objects.select_for_update(of=("self",))
        .filter(id=session_id)
        .select_related("group")
        .first()
    )
    if session is None or session.unit_id not in units_below(by.unit_id):
        raise Refused("There is no such session of a group of yours.")
    if session.starts_at > at:
        raise Refused("This session lies ahead. What came of it is recorded once it was held.")
    if len(marks) > MOST_MARKS:
        raise Refused(f"At most {MOST_MARKS} people at once.")
    add_to_line(session=session.id)
    stood = _standing(session)
    counted = {"recorded": 0, "corrected": 0, "unchanged": 0}
    missed: list[NotRecorded] = []
    for mark in marks:
        try:
            counted[_one(session, mark, stood.get(mark.enrolment_id), because, by, at)] += 1
        except Refused as refusal:
            missed.append(NotRecorded(mark.enrolment_id, refusal.because))
    return AttendanceReport(not_recorded=tuple(missed), **counted)


def _standing(session: GroupSession) -> Mapping[UUID, ContactSeen]:
    rows = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "contact_id"))
    standing = supervision.contacts_as_they_stand(rows.values())
    return {enrolment: standing[contact] for enrolment, contact in rows.items() if contact in standing}


def _one(
    session: GroupSession, mark: Mark, stood: ContactSeen | None, because: str, by: Member, at: datetime
) -> str:
    """What became of one mark: recorded, put right or unchanged; refused in words."""
    if stood is None:
        _recorded(session, mark, by, at)
        return "recorded"
    if (stood.outcome, stood.absence) == (mark.outcome, mark.absence):
        return "unchanged"
    if mark.seen != stood.id:
        raise Refused(
            f"Somebody else recorded “{stood.outcome}” meanwhile. Look again, then say why if it is wrong."
        )
    if not because.strip():
        raise Refused(f"“{stood.outcome}” stands. Say why it is put right.")
    row = of_side(mark.enrolment_id, by, [Side.DELIVERER])
    come = come_so_far([row])[row.id]
    others = come.days - {day_of(stood.happened_at)} if stood.done is not None else come.days
    meeting = _meeting(
        row, replace(come, days=others), _listed(row, session), session.starts_at, mark, given_back=stood.done
    )
    supervision_actions.correct_contact(by=by, at=at, contact_id=stood.id, meeting=meeting, because=because)
    _begin(row, mark.outcome, by, at)
    return "corrected"


def _recorded(session: GroupSession, mark: Mark, by: Member, at: datetime) -> None:
    place = Place.objects.filter(
        enrolment=mark.enrolment_id, group=session.group_id, during__contains=session.starts_at
    ).first()
    if place is None:
        raise Refused("They had no place in this group on that day.")
    row = of_side(mark.enrolment_id, by, [Side.DELIVERER])
    come = come_so_far([row])[row.id]
    meeting = _meeting(row, come, _listed(row, session), session.starts_at, mark)
    told = supervision_actions.record_contact(by=by, at=at, meeting=meeting)
    _keep(row, session.number, session, told.contact_id, by, at)
    _begin(row, mark.outcome, by, at)


def _listed(row: Enrolment, session: GroupSession) -> Session:
    return programme(row.programme).session(session.number)


def _keep(
    row: Enrolment, number: int, session: GroupSession | None, contact_id: UUID, by: Member, at: datetime
) -> None:
    insert_all(
        [
            Attendance(
                id=new_id(), person_id=row.person_id, enrolment_id=row.id, number=number, session=session,
                contact_id=contact_id, at=at, member_id=by.id, organisation_id=by.organisation_id,
            )
        ]
    )  # fmt: skip


def _begin(row: Enrolment, outcome: Outcome, by: Member, at: datetime) -> None:
    """Somebody begins by the first session attended; once everything is done, the end is owed."""
    if row.state == EnrolmentState.SCHEDULED and outcome in CREDITED:
        take_move(row, EnrolmentState.ON_PROGRAMME, MovedThrough.GROUP, by=by, at=at)
    else:
        owe(row, at)


def _meeting(
    row: Enrolment,
    come: Come,
    session: Session,
    starts_at: datetime,
    mark: Mark,
    *,
    kind: ContactKind = ContactKind.GROUP,
    given_back: Decimal | None = None,
) -> Meeting:
    """The contact that tells of a session: what was done, and how much of what the court ordered it counts for."""
    if mark.outcome not in AT_A_SESSION:
        raise Refused(f"“{mark.outcome}” is not said of a session.", field="outcome")
    requirement, done = _credit(row, come, session, day_of(starts_at), mark.outcome, given_back or Decimal(0))
    told = Told(
        happened_at=starts_at, kind=kind, outcome=mark.outcome, absence=mark.absence,
        what=f"{programme(row.programme).name}, {session.words}"[:500], done=done,
    )  # fmt: skip
    return Meeting(row.case_id, told, note=mark.note.strip()[:5000], requirement_id=requirement)


def _credit(
    row: Enrolment, come: Come, session: Session, on: date, outcome: Outcome, given_back: Decimal
) -> tuple[UUID | None, Decimal | None]:
    """The requirement a session counts towards and how much: a day for the first of a day, hours by its minutes, never beyond what is left."""
    if row.requirement_id is None:
        return None, None
    found = courts.requirements([row.requirement_id]).get(row.requirement_id)
    if found is None:
        return None, None
    if not found.is_counted or outcome not in CREDITED:
        return found.id, None
    worth = Decimal(session.minutes) / 60 if found.unit == Unit.HOURS else Decimal(int(on not in come.days))
    done = supervision.credited([found.id]).get(found.id, Decimal(0)) - given_back
    left = worth if found.amount is None else min(worth, max(Decimal(0), found.amount - done))
    rounded = left.quantize(Decimal("0.01"))
    return found.id, rounded if rounded > 0 else None


@action(Permission.DELIVER_PROGRAMME)
def record_alone(
    *,
    by: Member,
    at: datetime,
    enrolment_id: UUID,
    session: int,
    happened_at: datetime,
    outcome: Outcome,
    absence: Absence | None = None,
    note: str = "",
) -> UUID:
    """Record a session held with one person alone: one to one, a group's session caught up, or the review. Returns the contact."""
    row = of_side(enrolment_id, by, [Side.DELIVERER])
    held = programme(row.programme).session(session)
    if row.state not in IN_A_GROUP:
        raise Refused(
            f"This referral is {row.state}: sessions are held once somebody has a place in a group."
        )
    if day_of(happened_at) < day_of(row.sent_at):
        raise Refused("A session cannot have been held before the referral was sent.", field="happened_on")
    come = come_so_far([row])[row.id]
    check_alone(programme(row.programme), held, come.progress, day_of(at))
    mark = Mark(row.id, outcome, absence, note)
    kind = ContactKind.GROUP if held.kind is SessionKind.GROUP else ContactKind.OFFICE
    meeting = _meeting(row, come, held, happened_at, mark, kind=kind)
    told = supervision_actions.record_contact(by=by, at=at, meeting=meeting)
    if not Attendance.objects.filter(contact_id=told.contact_id).exists():
        _keep(row, held.number, None, told.contact_id, by, at)
    _begin(row, outcome, by, at)
    return told.contact_id
