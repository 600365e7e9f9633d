"""Referring somebody to a programme, and each move of the referral by hand; what is scored before and after."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Enrolment, MeasureScore
from ..rules import (
    EndedBecause,
    EnrolmentState,
    Moment,
    MovedThrough,
    Side,
    enrolment_due,
    may_rejoin,
    moves_open,
    moves_table,
    programme,
    suits,
)
from ..store import come_so_far, suiting_of
from .asking import case_of, check_delivers, check_trained
from .steps import first_move, of_side, said, take_move

SAYS_WHY = frozenset(
    {
        EnrolmentState.WITHDRAWN, EnrolmentState.DESELECTED, EnrolmentState.NOT_SUITABLE, EnrolmentState.NOT_ELIGIBLE,
        EnrolmentState.NOT_READY, EnrolmentState.DEPRIORITISED, EnrolmentState.BREACH, EnrolmentState.DEFERRED,
        EnrolmentState.RETURN_TO_COURT, EnrolmentState.RECALL,
    }
)  # fmt: skip
"""States that are reached for a reason of the list."""


@action(Permission.REFER_TO_SERVICE)
def refer_to_programme(
    *,
    by: Member,
    at: datetime,
    person_id: UUID,
    programme_key: str,
    to_unit: UUID,
    because: str,
    requirement_id: UUID | None = None,
) -> UUID:
    """Refer somebody to a programme that a team delivers; the team sees them while the referral is open. Returns the referral.

    Refused when the operating model gives programmes for this person to another body, when nobody of the team is trained
    in it, when no agreement lets the team see the person, and, unless the court ordered a programme, when something known
    rules it out. What is not known is kept on the decision and does not stop it.
    """
    reason = said(because, "because", "Say what the person needs and why this programme.", 1000)
    case = case_of(person_id, by, at)
    there = access.units([to_unit]).get(to_unit)
    if there is None:
        raise Refused("There is no such team.", field="to_unit")
    check_delivers(case, there.organisation_id, at)
    check_trained(to_unit, programme_key, at)
    _check_ordered(person_id, requirement_id)
    _check_not_to_oneself(case, to_unit, by)
    made = Enrolment(
        id=new_id(), person_id=person_id, case_id=case.id, programme=programme_key, requirement_id=requirement_id,
        from_unit=by.unit_id, to_unit=to_unit,
        shared_by=case.organisation_id if there.organisation_id != case.organisation_id else None, sent_by=by.id,
        sent_at=at, because=reason, moved_at=at, sight=TimestamptzRange(at, None), **_first_owed(at),
    )  # fmt: skip
    decided = _decided(made, at)
    insert_all([made])
    if derive_grants("programme", [made.id]) == 0:
        raise Refused("No agreement lets that team see this person for a referral. Ask an administrator.")
    insert_all([first_move(made, by, at)])
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(enrolment=made.id, programme=programme_key)
    return made.id


def _first_owed(at: datetime) -> dict[str, object]:
    due = enrolment_due(EnrolmentState.SENT, day_of(at), WorkingCalendar())
    assert due is not None
    return {"due": due.what, "due_by_deliverer": due.side is Side.DELIVERER, "due_on": due.by}


def _check_ordered(person_id: UUID, requirement_id: UUID | None) -> None:
    if requirement_id is None:
        return
    found = courts.requirements([requirement_id]).get(requirement_id)
    if found is None or found.person_id != person_id or found.kind != RequirementKind.PROGRAMME:
        raise Refused("That is no programme requirement of this person's.", field="requirement_id")
    if found.ended_on is not None:
        raise Refused(f"That requirement ended on {found.ended_on:%-d %B %Y}.", field="requirement_id")


def _decided(row: Enrolment, at: datetime) -> Decided:
    """The decision that a programme suits, with all it was decided from; refused when something known rules it out."""
    who, on, ordered = suiting_of(row.person_id, at=at), day_of(at), row.requirement_id is not None
    found = suits(programme(row.programme), who, on)
    if found.against and not (ordered and on in found.programme.offered):
        because = " ".join(one.because for one in found.against)
        raise Refused(f"{because} ({found.against[0].clause})", field="programme_key")
    return Decided(
        about="programme", about_id=row.id, rule="suits", edition=row.programme, person_id=row.person_id,
        inputs={"who": asdict(who), "on": on, "ordered": ordered}, outcome={"fits": found.fits},
        reasons=[str(one) for one in (*found.reasons, *found.against, *found.unknown)],
    )  # fmt: skip


def _check_not_to_oneself(case: OpenCase, to_unit: UUID, by: Member) -> None:
    own = units_below(by.unit_id)
    if to_unit in own and case.unit_id not in own:
        raise Refused("That is your own team. The team that answers for the case makes this referral.")


@action(Permission.DELIVER_PROGRAMME)
def move_enrolment(
    *,
    by: Member,
    at: datetime,
    enrolment_id: UUID,
    version: int,
    to: EnrolmentState,
    reason: EndedBecause | None = None,
    note: str = "",
) -> None:
    """Move a referral by hand, as the team that delivers; complete only once every session is done."""
    _moved(by, at, enrolment_id, version, Side.DELIVERER, to, reason, note)


@action(Permission.REFER_TO_SERVICE)
def answer_for_sentence(
    *,
    by: Member,
    at: datetime,
    enrolment_id: UUID,
    version: int,
    to: EnrolmentState,
    reason: EndedBecause | None = None,
    note: str = "",
) -> None:
    """Move a referral by hand, as the team that referred: what it owes, and what follows from the sentence."""
    _moved(by, at, enrolment_id, version, Side.SENDER, to, reason, note)


def _moved(
    by: Member,
    at: datetime,
    enrolment_id: UUID,
    version: int,
    side: Side,
    to: EnrolmentState,
    reason: EndedBecause | None,
    note: str,
) -> None:
    row = of_side(enrolment_id, by, [side], version=version)
    if to in SAYS_WHY and reason is None:
        raise Refused("Say why, from the list.", field="reason")
    before, come = EnrolmentState(row.state), come_so_far([row])[row.id]
    rejoins = may_rejoin(come.last_on, day_of(at))
    offered = moves_open(before, side, on=day_of(at), may_rejoin=rejoins, is_done=come.progress.is_done)
    if to not in {move.after for move in offered}:
        _refuse_move(before, to, side, len(come.progress.left))
    found = moves_table().find(before, to)
    assert found is not None
    words = note.strip()[:2000]
    take_move(row, to, found.through, by=by, at=at, reason=reason.value if reason else "", note=words)


def _refuse_move(before: EnrolmentState, to: EnrolmentState, side: Side, left: int) -> None:
    if to is EnrolmentState.COMPLETE and before is EnrolmentState.ON_PROGRAMME:
        raise Refused(f"The programme is not complete: {left} sessions are still to be done.", field="to")
    move = moves_table().find(before, to)
    if move is not None and side is Side.SENDER:
        raise Refused(
            f"The team that delivers the programme says whether a referral becomes {to}.", field="to"
        )
    if move is not None and move.through is MovedThrough.REJOINING:
        raise Refused(
            "The weeks for rejoining another group are over, or no session was attended. Assess them again.",
            field="to",
        )
    if move is not None:
        raise Refused(f"A referral becomes {to} by a place in a group or a session attended.", field="to")
    raise Refused(f"This referral is {before}, so it cannot become {to}.", field="to")


@action(Permission.DELIVER_PROGRAMME)
def record_measure(
    *, by: Member, at: datetime, enrolment_id: UUID, measure: str, moment: Moment, value: int, on: date
) -> None:
    """Record a score of one of the programme's measures, before it or after; a later one of a moment stands in its place."""
    row = of_side(enrolment_id, by, [Side.DELIVERER])
    found = programme(row.programme).measures.get(measure)
    if found is None:
        raise Refused(f"{programme(row.programme).name} has no measure “{measure[:40]}”.", field="measure")
    if not found.least <= value <= found.most:
        raise Refused(f"{found.name} is scored from {found.least} to {found.most}.", field="value")
    if not day_of(row.sent_at) <= on <= day_of(at):
        raise Refused("The day lies between the referral and today.", field="on")
    if moment is Moment.AFTER and come_so_far([row])[row.id].last_on is None:
        raise Refused("Nothing was attended yet: score them before the programme.", field="moment")
    told = MeasureScore.objects.filter(enrolment=row, measure=measure, moment=moment).order_by("-number")
    latest = told.first()
    if latest is not None and (latest.value, latest.on) == (value, on):
        return
    insert_all(
        [
            MeasureScore(
                id=new_id(), person_id=row.person_id, enrolment_id=row.id, measure=measure, moment=moment.value,
                number=latest.number + 1 if latest else 1, value=value, on=on, at=at, member_id=by.id,
                organisation_id=by.organisation_id,
            )
        ]
    )  # fmt: skip
