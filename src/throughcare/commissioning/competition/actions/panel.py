"""Naming who evaluates and who moderates, and standing somebody down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Hat, PanelMember, StoodDown
from ..rules.hats import HatKind
from ..rules.stages import OVER
from ..store import EVALUATOR, MODERATOR, RoundStands, check_apart, may_wear, open_round
from .walling import put_on

LONGEST = 500
NEEDS = {EVALUATOR: Permission.SCORE_ANSWERS, MODERATOR: Permission.MODERATE_SCORES}
"""The permission that each part of a panel takes."""


@action(Permission.RUN_COMPETITION)
def name_to_panel(*, by: Member, at: datetime, competition_id: UUID, who: UUID, part: str) -> None:
    """Name somebody of the buyer's team to evaluate or to moderate, which puts the evaluator's hat on them; one part for each person."""
    stands = _ours(by, at, competition_id)
    if part not in NEEDS:
        raise Refused("Choose evaluator or moderator.", field="part")
    if part == EVALUATOR and stands.all_handed_in:
        raise Refused("Every evaluator has handed in their scores, so nobody new would score unswayed.")
    there = {one.id: one for one in access.members_of([by.unit_id], at=at)}
    if who not in there or not there[who].may(NEEDS[part]):
        raise Refused(f"Choose somebody of your team who may be {part}.", field="who")
    known = access.members({*stands.panel, *stands.down}, at=at)
    if any(one.account_id == there[who].account_id for one in known.values()):
        raise Refused("They are on the panel already, or were stood down.", field="who")
    _wear(by, at, stands, there[who])
    insert_all([PanelMember(
        id=new_id(), round_id=competition_id, who=who, part=part, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(competition=competition_id, named=who, part=part)


@action(Permission.RUN_COMPETITION)
def stand_down(*, by: Member, at: datetime, competition_id: UUID, who: UUID, because: str) -> None:
    """Stand somebody of the panel down, with the reason: their scores count no more, and they come back in no part."""
    stands = _ours(by, at, competition_id)
    words = " ".join(because.split())
    if not words or len(words) > LONGEST:
        raise Refused(f"Say why, in at most {LONGEST} characters.", field="because")
    if who not in stands.panel:
        raise Refused("They are not on the panel.", field="who")
    insert_all([StoodDown(
        id=new_id(), round_id=competition_id, who=who, because=words, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(competition=competition_id, stood_down=who)


def _wear(by: Member, at: datetime, stands: RoundStands, who: Member) -> None:
    """Put the evaluator's hat on somebody who has none yet; whoever buys, opens or advises keeps that part, and no other."""
    worn = Hat.objects.filter(round=stands.row.id, account_id__in=[who.account_id]).first()
    if (
        worn is None
        and who.account_id is not None
        and not may_wear(stands.row.id, who.id, who.account_id, HatKind.EVALUATOR)
    ):
        raise Refused("They belong to a team that bids.", field="who")
    if worn is None:
        put_on(by, at, stands, [(who, HatKind.EVALUATOR)])
    elif worn.hat != HatKind.EVALUATOR or worn.member_id != who.id:
        raise Refused(
            f"They are {worn.hat} in this competition already: each person has one part.", field="who"
        )


def _ours(by: Member, at: datetime, competition_id: UUID) -> RoundStands:
    stands = open_round(competition_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition chooses its panel.")
    if not stands.row.asks:
        raise Refused("This competition asks no questions, so nobody scores answers.")
    if stands.signed or stands.stage(at) in OVER:
        raise Refused("Its quality is signed, or it is over: the panel stays as it was.")
    check_apart(stands)
    return stands
