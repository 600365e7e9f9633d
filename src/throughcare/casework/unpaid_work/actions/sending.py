"""An order's hours given to the team that arranges them, taken back, and confirmed as done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..events import HoursCompleted
from ..models import Turn, Work
from ..rules.words import WorkState
from .steps import open_work, said

MAY_SEND = ("offender manager", "supervisor")


@action(Permission.REFER_TO_SERVICE)
def send_hours(
    *, by: Member, at: datetime, case_id: UUID, requirement_id: UUID, unit_id: UUID | None = None
) -> UUID:
    """Give the hours of an order to a team of whoever delivers unpaid work under the model in force. Returns them.

    Without a team it is the one that serves the area. Refused where the model gives unpaid work to nobody, or to another.
    """
    case = supervision.open_case(case_id)
    if case is None:
        raise Refused("There is no such open case, or it is not yours to see.")
    concerns(case.person_id)
    _check_part(case, by, at)
    _check_hours(case.person_id, requirement_id)
    told = _deliverer(case, at)
    team = _team(told, unit_id)
    made = new_id()
    if not _sent(made, case.id, requirement_id, by.unit_id, team):
        raise Refused(
            f"No agreement lets {told.organisation} see this person for a referral. Ask an administrator."
        )
    decided = Decided(
        about="unpaid work", rule="deliverer", edition=told.finding.rule,
        inputs={"case": case.id, "requirement": requirement_id}, outcome={"organisation": told.organisation_id, "team": team},
        reasons=[str(told.finding)], person_id=case.person_id, about_id=made,
    )  # fmt: skip
    ledger.remember([decided], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(hours=made)
    return made


def _check_part(case: supervision.OpenCase, by: Member, at: datetime) -> None:
    if case.unit_id not in units_below(by.unit_id) and case.person_id not in supervision.held_people(by.id):
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can send the hours."
        )


def _check_hours(person_id: UUID, requirement_id: UUID) -> None:
    required = courts.requirements([requirement_id]).get(requirement_id)
    if required is None or required.person_id != person_id or required.kind != RequirementKind.UNPAID_WORK:
        raise Refused("That is no unpaid work of this person's.", field="requirement_id")
    if required.ended_on is not None:
        raise Refused("That requirement has ended.", field="requirement_id")
    if required.unit != "hours" or not required.amount:
        raise Refused("The court gave no number of hours. Ask the court first.", field="requirement_id")


def _deliverer(case: supervision.OpenCase, at: datetime) -> supervision.Deliverer:
    told = supervision.deliverer_of(case, Function.UNPAID_WORK, at=at)
    if isinstance(told, Unheld):
        raise Refused(f"Unpaid work: {told.value}. Until somebody delivers it here, hours cannot be sent.")
    return told


def _team(told: supervision.Deliverer, unit_id: UUID | None) -> UUID:
    if unit_id is None:
        if told.unit_id is None:
            raise Refused(
                f"{told.organisation} delivers unpaid work here and has no team. Ask an administrator."
            )
        return told.unit_id
    if unit_id not in {unit.id for unit in access.units_of(told.organisation_id)}:
        raise Refused(
            f"{told.organisation} delivers unpaid work here ({told.finding.clause}). Choose a team of theirs.",
            field="unit_id",
        )
    return unit_id


def _sent(*given: UUID) -> bool:
    """Whether the one function that may write hours wrote them and the team sees the person by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaid_work_send(%s, %s, %s, %s, %s)", given)
        (seen,) = cursor.fetchone() or (None,)
    return bool(seen)


@action(Permission.REFER_TO_SERVICE)
def take_hours_back(*, by: Member, at: datetime, work_id: UUID, because: str) -> None:
    """Take an order's hours back from the team that arranges them: it sees the person no longer, and the turns ahead are off."""
    row = Work.objects.select_for_update().filter(id=work_id).first()
    if row is None or row.ended_at is not None:
        raise Refused("There are no such hours under way, or they are not yours to see.")
    concerns(row.person_id)
    case = supervision.open_case(row.case_id)
    if case is None:
        raise Refused("There is no such open case, or it is not yours to see.")
    _check_part(case, by, at)
    words = said(because, "because", "Say why.")
    _end(row, WorkState.ENDED, words, at)


@action(Permission.ARRANGE_UNPAID_WORK)
def confirm_hours(*, by: Member, at: datetime, work_id: UUID) -> None:
    """Confirm that all hours of an order are done; refused while some are left or a turn has no outcome."""
    stands = open_work(work_id, by)
    today = day_of(at)
    left = stands.hours(today)
    if left is None:
        raise Refused("The number of hours is not known any more: the requirement has changed.")
    if not left.done:
        hours, minutes = divmod(left.left, 60)
        raise Refused(f"{hours} hours {minutes} minutes are left.")
    if any(turn.is_open and turn.row.on <= today for turn in stands.turns):
        raise Refused("A turn that is past has no outcome yet. Record it first.")
    _end(stands.row, WorkState.COMPLETED, "All hours are done.", at)
    row = stands.row
    announce(HoursCompleted(row.id, row.person_id, row.case_id, row.requirement_id), at=at, by=by.id)


def _end(row: Work, state: WorkState, because: str, at: datetime) -> None:
    Turn.objects.filter(work=row.id, off_at=None, on__gt=day_of(at), told=None).update(
        off_at=at, off_because=because
    )
    Work.objects.filter(id=row.id).update(
        state=state, ended_at=at, ended_because=because, version=row.version + 1
    )
    derive_grants("unpaid work", [row.id])
    add_to_line(hours=row.id)
