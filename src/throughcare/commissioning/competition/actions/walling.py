"""Putting on hats, and crossing the wall of a competition: asked by one, approved by two others, closed by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Crossing, CrossingApproval, Hat
from ..rules.hats import HatKind, check_crossing
from ..store import RoundStands, may_approve, may_wear, open_round


@action(Permission.RUN_COMPETITION)
def give_hat(*, by: Member, at: datetime, competition_id: UUID, member_id: UUID, hat: str) -> None:
    """Give somebody of the buyer's side their one hat in a competition; openers had theirs when it was published."""
    stands = open_round(competition_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition gives hats in it.")
    if hat not in {HatKind.BUYER, HatKind.EVALUATOR, HatKind.ADVISER}:
        raise Refused("Choose buyer, evaluator or adviser.", field="hat")
    who = access.members([member_id], at=at).get(member_id)
    if who is None or who.unit_id != by.unit_id:
        raise Refused("Choose somebody of your own team.", field="member_id")
    if not may_wear(competition_id, member_id, _account(who), hat):
        raise Refused("That person has a part in this competition already, or belongs to a team that bids.")
    put_on(by, at, stands, [(who, HatKind(hat))])
    add_to_line(competition=competition_id, hat=hat, wearer=member_id)


def put_on(by: Member, at: datetime, stands: RoundStands, worn: Iterable[tuple[Member, HatKind]]) -> None:
    """Write hats of the writer's own side; a second one of the same person is refused by the database."""
    insert_all([
        Hat(
            id=new_id(), round_id=stands.row.id, hat=hat.value, member_id=who.id, account_id=_account(who),
            unit_id=by.unit_id, given_by=by.id, at=at,
        )
        for who, hat in worn
    ])  # fmt: skip


def _account(who: Member) -> UUID:
    if who.account_id is None:
        raise Refused("Only somebody who signs in takes a part in a competition.")
    return who.account_id


def wear_bidder(by: Member, at: datetime, stands: RoundStands) -> None:
    """Put the bidder's hat on whoever bids, the first time; refused to whoever belongs to the team that buys."""
    if Hat.objects.filter(round=stands.row.id, member_id=by.id, hat=HatKind.BIDDER.value).exists():
        return
    if any(one.unit_id == stands.row.unit_id for one in access.memberships_of(_account(by), at=at)):
        raise Refused(
            "You also belong to the team that buys, so you cannot bid: somebody else of your team may."
        )
    put_on(by, at, stands, [(by, HatKind.BIDDER)])


@action(Permission.TRY_AWARD)
def ask_to_cross(*, by: Member, at: datetime, competition_id: UUID, because: str, until: datetime) -> UUID:
    """Ask to read what was opened in a competition from its other side. Returns the crossing, which waits for two approvals."""
    stands = open_round(competition_id)
    words = check_crossing(because, at, until)
    row = Crossing(
        id=new_id(), round_id=stands.row.id, because=words, until=until, unit_id=by.unit_id, member_id=by.id, at=at
    )  # fmt: skip
    insert_all([row])
    add_to_line(competition=competition_id, crossing=row.id)
    return row.id


@action(Permission.APPROVE_CROSSING)
def approve_crossing(*, by: Member, at: datetime, crossing_id: UUID) -> None:
    """Approve that somebody else crosses; the second approval opens it, and it closes itself at its end."""
    row = Crossing.objects.filter(id=crossing_id).first()
    if row is None:
        raise Refused("There is no such crossing.")
    if row.until <= at:
        raise Refused("It has ended.")
    asked_by = access.membership(row.member_id)
    if row.member_id == by.id or (asked_by is not None and asked_by.account_id == by.account_id):
        raise Refused("Nobody approves their own crossing.")
    if not may_approve(crossing_id, by.account_id):
        raise Refused("You have a part on a side of this competition: somebody else approves.")
    insert_all([
        CrossingApproval(id=new_id(), crossing_id=row.id, account_id=_account(by), member_id=by.id, at=at)
    ])  # fmt: skip
    add_to_line(competition=row.round_id, crossing=row.id)
