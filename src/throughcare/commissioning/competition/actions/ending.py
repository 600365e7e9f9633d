"""After a decision: the award published, challenged, and signed; each notice given in its time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Challenge, ChallengeEnded, Notice, Signature, Summary
from ..rules.ending import Way, check_may_challenge, check_may_sign
from ..rules.noticing import Kind, check_notice
from ..rules.standstill import Applies, standstill
from ..store import Ending, RoundStands, ending, law_of, open_round, said_in

LONGEST = 2_000
BY_BUYER = {way.name.lower(): way for way in Way if way is not Way.WITHDRAWN}
"""The ways of ending a challenge that the buyer records, by the name that a form sends."""


@action(Permission.RUN_COMPETITION)
def publish_award(*, by: Member, at: datetime, competition_id: UUID, with_standstill: bool = True) -> None:
    """Publish the award once each bidder was told of its own bid: its standstill begins, which a voluntary one need not."""
    stands, end = _ours(by, at, competition_id)
    check_notice(law_of(stands.row), Kind.AWARD, end.days, end.given)
    on = day_of(at)
    counted = standstill(stands.row.regime, on)
    waived = counted.applies is Applies.VOLUNTARY and not with_standstill
    because = "the law asks for none, and none was entered" if waived else str(counted.finding)
    insert_all([Notice(
        id=new_id(), round_id=competition_id, kind=Kind.AWARD.value, sign_from=on if waived else counted.sign_from,
        finding=because[:300], member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, notice=Kind.AWARD.value)


@action(Permission.RUN_COMPETITION)
def give_notice(*, by: Member, at: datetime, competition_id: UUID, kind: str) -> None:
    """Give a notice whose time has come: of the contract's details, or that the competition was abandoned."""
    stands, end = _ours(by, at, competition_id)
    if kind not in {Kind.DETAILS, Kind.TERMINATION}:
        raise Refused("That notice is given with what it is about.", field="kind")
    check_notice(law_of(stands.row), Kind(kind), end.days, end.given)
    insert_all([Notice(id=new_id(), round_id=competition_id, kind=kind, member_id=by.id, at=at)])
    add_to_line(competition=competition_id, notice=kind)


@action(Permission.SEND_BID)
def challenge_award(*, by: Member, at: datetime, competition_id: UUID, because: str) -> UUID:
    """Challenge an award before its standstill is over: nothing is signed until the challenge has ended. Returns it."""
    stands = open_round(competition_id, lock=True)
    if not Summary.objects.filter(round=competition_id, unit_id=by.unit_id).exists():
        raise Refused("Only a team whose bid was assessed challenges an award.")
    check_may_challenge(ending(stands).decided, day_of(at))
    row = Challenge(
        id=new_id(), round_id=competition_id, because=said_in(because, "because", LONGEST), unit_id=by.unit_id, member_id=by.id, at=at
    )  # fmt: skip
    insert_all([row])
    add_to_line(competition=competition_id, challenge=row.id)
    return row.id


@action(Permission.SEND_BID)
def withdraw_challenge(*, by: Member, at: datetime, competition_id: UUID, because: str) -> None:
    """Withdraw one's own challenge, with the reason."""
    stands = open_round(competition_id, lock=True)
    mine = [one for one in ending(stands).open_challenges if one.unit_id == by.unit_id]
    if not mine:
        raise Refused("Your team has no challenge that holds.")
    _end(by, at, mine[0], Way.WITHDRAWN, because)


@action(Permission.RUN_COMPETITION)
def end_challenge(
    *, by: Member, at: datetime, competition_id: UUID, challenge_id: UUID, way: str, because: str
) -> None:
    """Record that a court lifted the hold of a challenge, or how it was decided, with the reason."""
    _, end = _ours(by, at, competition_id)
    if way not in BY_BUYER:
        raise Refused("Choose how it ended.", field="way")
    held = next((one for one in end.open_challenges if one.id == challenge_id), None)
    if held is None:
        raise Refused("There is no such challenge that holds.")
    _end(by, at, held, BY_BUYER[way], because)


@action(Permission.RUN_COMPETITION)
def sign_contract(*, by: Member, at: datetime, competition_id: UUID) -> None:
    """Record that what was awarded is signed: never before its standstill is over, nor while a challenge holds."""
    _, end = _ours(by, at, competition_id)
    check_may_sign(end.decided, day_of(at))
    insert_all([Signature(id=new_id(), round_id=competition_id, member_id=by.id, at=at)])
    add_to_line(competition=competition_id)


def _ours(by: Member, at: datetime, competition_id: UUID) -> tuple[RoundStands, Ending]:
    stands = open_round(competition_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition does that.")
    return stands, ending(stands)


def _end(by: Member, at: datetime, held: Challenge, way: Way, because: str) -> None:
    insert_all([ChallengeEnded(
        id=new_id(), round_id=held.round_id, challenge_id=held.id, way=way.value,
        because=said_in(because, "because", LONGEST), member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=held.round_id, challenge=held.id, way=way.value)
