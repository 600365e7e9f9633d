"""What a provider tells of itself each month, and plans to put right: made by the buyer, worked off by the provider, agreed to by the buyer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import Plan, PlanStep, PlanTakenBack, Point
from ..models import Told as Row
from ..rules.distress import Told, check_may_tell, is_told
from ..rules.ending import check_runs
from ..rules.putting_right import PlanMove, PlanStanding, check_may_open, check_move, check_points
from ..store import AgreementStands, open_agreement, open_plan, plans_of, standing_of, told_rows
from .drawing_up import words


@action(Permission.CHANGE_AGREEMENT)
def tell_of_provider(
    *, by: Member, at: datetime, agreement_id: UUID, month: date, cash: int, spent: int, planned: Decimal, filled: Decimal, because: str = "",
    on_one: int | None = None,
) -> None:  # fmt: skip
    """Tell what the provider had in hand and spent (pence), its posts and what rests on one subcontractor, for the last month that is over.

    A second time it says why.
    """
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.provider_unit != by.unit_id:
        raise Refused("Only the team that provides tells of itself.")
    check_runs(stands.editions, stands.ended, day_of(at))
    if not is_told(stands.latest.agreed.kind):
        raise Refused("Only of a contract is this told.")
    found = Told(month, cash, spent, planned, filled, on_one)
    check_may_tell(found, day_of(at))
    before = {one.month: one for one in standing_of(told_rows([agreement_id])[agreement_id])}.get(month)
    if before == found:
        return
    if before is not None:
        must_say(because, "because", "That month was told already. Say why it changes.", 500)
    insert_all([Row(
        id=new_id(), agreement_id=agreement_id, month=month, cash=cash, spent=spent, planned=planned, filled=filled, on_one=on_one,
        because=at_most(because, "because", 500), unit_id=by.unit_id, member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(agreement=agreement_id)


@action(Permission.END_AGREEMENT)
def plan_to_put_right(
    *, by: Member, at: datetime, agreement_id: UUID, points: Sequence[tuple[str, date]], because: str
) -> UUID:
    """Make a plan of what the provider must achieve by which days, and why. Returns it."""
    stands = _bought(by, agreement_id)
    check_runs(stands.editions, stands.ended, day_of(at))
    check_points(points, day_of(at))
    check_may_open(one.standing(day_of(at)) for one in plans_of([agreement_id])[agreement_id])
    made = Plan(
        id=new_id(),
        agreement_id=agreement_id,
        because=words(because),
        unit_id=by.unit_id,
        member_id=by.id,
        at=at,
    )
    insert_all([made])
    insert_all(
        [
            Point(id=new_id(), plan_id=made.id, number=number, words=said.strip(), due=due)
            for number, (said, due) in enumerate(points, 1)
        ]
    )
    add_to_line(agreement=agreement_id, plan=made.id)
    return made.id


def _bought(by: Member, agreement_id: UUID) -> AgreementStands:
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.buyer_unit != by.unit_id:
        raise Refused("Only the team that buys says what is to be put right.")
    return stands


@action(Permission.CHANGE_AGREEMENT)
def say_point_is_done(*, by: Member, at: datetime, plan_id: UUID, number: int, because: str) -> None:
    """Say that a point of a plan is done, and what shows it; the buyer's team looks."""
    _move(by, at, plan_id, number, PlanMove.CLAIM, because)


@action(Permission.END_AGREEMENT)
def agree_point_is_done(*, by: Member, at: datetime, plan_id: UUID, number: int, because: str) -> None:
    """Agree that a point of a plan is done, and what was looked at."""
    _move(by, at, plan_id, number, PlanMove.AGREE, because)


@action(Permission.END_AGREEMENT)
def send_point_back(*, by: Member, at: datetime, plan_id: UUID, number: int, because: str) -> None:
    """Send a point of a plan back that was said to be done, and say what is missing; its day stays."""
    _move(by, at, plan_id, number, PlanMove.SEND_BACK, because)


def _move(by: Member, at: datetime, plan_id: UUID, number: int, move: PlanMove, because: str) -> None:
    stands = open_agreement(open_plan(plan_id).row.agreement_id, lock=True)
    plan = open_plan(plan_id)
    point = next((one for one in plan.points if one.number == number), None)
    if point is None:
        raise Refused("That plan has no such point.")
    if plan.taken_back is not None:
        raise Refused("That plan was taken back.")
    check_move(point, move, stands.side_of(by.unit_id))
    insert_all([PlanStep(
        id=new_id(), plan_id=plan_id, number=number, place=len(point.moves) + 1, move=move.value, because=words(because),
        unit_id=by.unit_id, member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(agreement=stands.row.id, plan=plan_id)


@action(Permission.END_AGREEMENT)
def take_plan_back(*, by: Member, at: datetime, plan_id: UUID, because: str) -> None:
    """Take a plan back that is open or lapsed, and say why; nothing is owed by it any more."""
    _bought(by, open_plan(plan_id).row.agreement_id)
    plan = open_plan(plan_id)
    standing = plan.standing(day_of(at))
    if standing not in {PlanStanding.OPEN, PlanStanding.LAPSED}:
        raise Refused(f"That plan is {standing.value}. Look again.")
    insert_all([PlanTakenBack(
        id=new_id(), plan_id=plan_id, because=words(because), unit_id=by.unit_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(agreement=plan.row.agreement_id, plan=plan_id)
