"""What came of turns, put right where it was wrong, and minutes credited beside them; each is a contact in the person's record too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.actions import Meeting
from throughcare.casework.supervision.rules.contacts import Absence, ContactKind, Outcome, Told, Whom
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import LONDON, day_of

from ..models import Credit, Turn
from ..models import Told as ToldRow
from ..rules.crediting import Crediting, Worked, check_credit_of, check_worked, counted, time_in_words
from ..rules.terms import work_terms
from ..rules.words import CreditKind, ProjectKind
from ..store import TurnStands, WorkStands, works
from .placing import lay_turns
from .steps import open_work, said


@dataclass(frozen=True)
class TurnSaid:
    """What a supervisor says of one turn: outcome, times (as planned, unless said), minutes taken off, why absent, and a note."""

    turn_id: UUID
    outcome: Outcome
    starts: time | None = None
    until: time | None = None
    penalty: int = 0
    absence: Absence | None = None
    note: str = ""


@action(Permission.RECORD_ON_TIMELINE)
def record_turns(*, by: Member, at: datetime, turns: Sequence[TurnSaid]) -> int:
    """Record what came of many turns at once, say a project's day; returns how many were new.

    What is recorded already in the very same words is left as it is; in other words it is refused: it is put right instead.
    """
    new = 0
    for told in turns:
        stands, turn = _turn(told.turn_id, by)
        if turn.last is not None:
            _check_same(told, turn)
            continue
        if turn.row.off_at is not None:
            raise Refused("That turn was called off.", field="turn_id")
        _tell(stands, turn, told, by, at, because="")
        new += 1
    add_to_line(turns=new)
    return new


@action(Permission.RECORD_ON_TIMELINE)
def correct_turn(*, by: Member, at: datetime, told: TurnSaid, because: str) -> None:
    """Put right what was recorded of a turn, by a new entry that keeps the old one to be seen."""
    stands, turn = _turn(told.turn_id, by)
    if turn.last is None:
        raise Refused("Nothing is recorded of that turn yet. Record it.", field="turn_id")
    _tell(stands, turn, told, by, at, because=said(because, "because", "Say why it is put right."))


def _turn(turn_id: UUID, by: Member) -> tuple[WorkStands, TurnStands]:
    row = Turn.objects.filter(id=turn_id).first()
    if row is None:
        raise Refused("There is no such turn, or it is not yours to see.", field="turn_id")
    stands = open_work(row.work_id, by)
    return stands, next(turn for turn in stands.turns if turn.row.id == turn_id)


def _worked(told: TurnSaid, turn: TurnStands) -> Worked:
    return Worked(told.outcome, told.starts or turn.row.starts, told.until or turn.row.until, told.penalty)


def _check_same(told: TurnSaid, turn: TurnStands) -> None:
    worked, last = _worked(told, turn), turn.last
    assert last is not None
    said_now = (worked.outcome, worked.starts, worked.until, worked.penalty, told.note.strip())
    if said_now != (last.outcome, last.starts, last.until, last.penalty, last.note):
        raise Refused(
            "Somebody recorded this turn already, in other words. Put it right instead.", field="turn_id"
        )


def _tell(
    stands: WorkStands, turn: TurnStands, told: TurnSaid, by: Member, at: datetime, *, because: str
) -> None:
    worked = _worked(told, turn)
    check_worked(worked, (turn.row.starts, turn.row.until))
    if turn.row.on > day_of(at):
        raise Refused("That turn lies ahead. Record it once it was held.", field="turn_id")
    minutes = counted(worked)
    before = turn.last
    meeting = Meeting(
        stands.row.case_id,
        Told(
            datetime.combine(turn.row.on, worked.starts, LONDON), ContactKind.UNPAID_WORK, told.outcome, Whom.PERSON,
            told.absence, turn.row.project.title, _hours(stands, minutes, before.contact_id if before else None),
        ),
        told.note.strip(), stands.row.requirement_id,
    )  # fmt: skip
    if before is None:
        made = supervision.record_contact(by=by, at=at, meeting=meeting).contact_id
    else:
        made = supervision.correct_contact(
            by=by, at=at, contact_id=before.contact_id, meeting=meeting, because=because
        ).contact_id
    row = ToldRow(
        id=new_id(), person_id=stands.row.person_id, turn_id=turn.row.id, number=len(turn.told) + 1, outcome=told.outcome,
        starts=worked.starts, until=worked.until, penalty=worked.penalty, counted=minutes, note=told.note.strip()[:1000],
        because=because, contact_id=made, at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([row])
    lay_turns(works([stands.row])[0], by, at)


def _hours(stands: WorkStands, minutes: int, but: UUID | None = None) -> Decimal | None:
    """Minutes as the hours that the record counts towards the order: no more than are left of it there, None for none."""
    required = courts.requirements([stands.row.requirement_id]).get(stands.row.requirement_id)
    if required is None or required.amount is None:
        return None
    before = cases.credited([required.id], but=but).get(required.id, Decimal(0))
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    kept = min(hours, max(Decimal(0), required.amount - before))
    return kept if kept > 0 else None


@action(Permission.ARRANGE_UNPAID_WORK)
def credit_time(
    *,
    by: Member,
    at: datetime,
    work_id: UUID,
    kind: CreditKind,
    minutes: int,
    what: str,
    on: date | None = None,
    turn_id: UUID | None = None,
) -> UUID:
    """Credit minutes of learning on a day, or of travel to a turn, within their allowance. Returns the credit."""
    stands = open_work(work_id, by)
    turn = _travelled_to(stands, kind, turn_id)
    day = turn.row.on if turn else on
    words = said(what, "what", "Say what the time was for.", 200)
    if day is None:
        raise Refused("Give the day of the learning.", field="on")
    _check_credit(stands, kind, minutes, day, turn)
    if day > day_of(at):
        raise Refused("Give today or an earlier day.", field="on")
    meeting = Meeting(
        stands.row.case_id,
        Told(
            at, ContactKind.OTHER, Outcome.ATTENDED, Whom.AGENCY, None,
            f"{time_in_words(minutes).capitalize()} credited for {day:%-d %B %Y}: {words}"[:500], _hours(stands, minutes),
        ),
        "", stands.row.requirement_id,
    )  # fmt: skip
    made = supervision.record_contact(by=by, at=at, meeting=meeting).contact_id
    row = Credit(
        id=new_id(), person_id=stands.row.person_id, work_id=work_id, kind=kind, minutes=minutes, on=day,
        turn_id=turn.row.id if turn else None, what=words, contact_id=made, at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    lay_turns(works([stands.row])[0], by, at)
    add_to_line(credit=row.id)
    return row.id


def _travelled_to(stands: WorkStands, kind: CreditKind, turn_id: UUID | None) -> TurnStands | None:
    if kind is not CreditKind.TRAVEL:
        return None
    found = next((turn for turn in stands.turns if turn.row.id == turn_id), None)
    if found is None:
        raise Refused("Travel is credited to a turn. Say which.", field="turn_id")
    return found


def _check_credit(
    stands: WorkStands, kind: CreditKind, minutes: int, day: date, turn: TurnStands | None
) -> None:
    left = stands.hours(day)
    if left is None or stands.ordered is None:
        raise Refused("The number of hours is not known any more: the requirement has changed.")
    project = ProjectKind(turn.row.project.kind) if turn else None
    attended = turn is not None and turn.last is not None and turn.last.counted > 0
    check_credit_of(
        Crediting(kind, minutes, day, project, attended), work_terms(day).table, ordered=stands.ordered,
        learnt=stands.learnt, left=left.left,
    )  # fmt: skip


@action(Permission.ARRANGE_UNPAID_WORK)
def withdraw_credit(*, by: Member, at: datetime, credit_id: UUID, because: str) -> None:
    """Withdraw a credit given by mistake, saying why; the record shows both."""
    row = Credit.objects.filter(id=credit_id).first()
    if row is None:
        raise Refused("There is no such credit, or it is not yours to see.")
    stands = open_work(row.work_id, by)
    if row.withdrawn_at is not None:
        raise Refused("That credit is withdrawn already.")
    words = said(because, "because", "Say why.")
    meeting = Meeting(
        stands.row.case_id,
        Told(
            at, ContactKind.OTHER, Outcome.OFF_SERVICE, Whom.AGENCY, None,
            f"Credit withdrawn: {row.what}"[:500], None,
        ),
    )  # fmt: skip
    supervision.correct_contact(by=by, at=at, contact_id=row.contact_id, meeting=meeting, because=words)
    Credit.objects.filter(id=row.id).update(withdrawn_at=at, withdrawn_because=words)
    lay_turns(works([stands.row])[0], by, at)
    add_to_line(credit=row.id)
