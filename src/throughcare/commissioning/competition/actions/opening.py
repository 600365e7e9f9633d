"""Making an opener's key, and turning it: the second of two opens every bid and decides by the published rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Bid, Decision, OpenedBid, OpenerKey, OpenerSecret, Turned
from ..rules.awards import Award, NoAward
from ..rules.choosing import choose
from ..rules.interests import HowResolved, check_resolved
from ..rules.offers import Offer
from ..rules.reading import bid_from
from ..rules.resting import at_the_close, taken_out
from ..rules.sealing import OpeningKey, half_of, opened, opening_key
from ..rules.stages import Stage, check_may_turn
from ..rules.telling import told
from ..store import RoundStands, about, interests, offered, open_round, resolved, standing, with_bids


@action(Permission.OPEN_BIDS)
def make_opening_key(*, by: Member, at: datetime, competition_id: UUID, passphrase: str) -> None:
    """Make one's key for a competition that one opens; the passphrase is kept nowhere, and cannot be found again."""
    stands = _mine(by, competition_id)
    if stands.stage(at) is not Stage.KEYS:
        raise Refused(f"This competition is {stands.stage(at)}. Keys are made before bids are taken.")
    key = opening_key(passphrase)
    row = OpenerKey(id=new_id(), round_id=competition_id, public=key.public, member_id=by.id, at=at)
    insert_all([row])
    insert_all([OpenerSecret(id=new_id(), key=row, sealed=key.private_sealed, member_id=by.id, at=at)])
    add_to_line(competition=competition_id)


@action(Permission.OPEN_BIDS)
def turn_key(*, by: Member, at: datetime, competition_id: UUID, passphrase: str) -> bool:
    """Turn one's key after the close. Returns whether that opened the bids: the second of two does, and decides."""
    stands = _mine(by, competition_id)
    check_may_turn(stands.happened, at)
    settled = {key: HowResolved(one.how) for key, one in resolved(competition_id).items()}
    check_resolved(interests(competition_id, at), settled)
    bids = standing(Bid.objects.filter(round=competition_id))
    halves = _halves(stands, by, passphrase, bids)
    insert_all([Turned(
        id=new_id(), round_id=competition_id, halves={str(bid): half.hex() for bid, half in halves.items()},
        member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id)
    other = next((one for who, one in stands.turned.items() if who != by.id), None)
    if other is None:
        return False
    theirs = {UUID(bid): bytes.fromhex(half) for bid, half in other.halves.items()}
    read = [_read(stands, bid, halves, theirs) for bid in bids]
    _decide(by, at, stands, read)
    return True


def _mine(by: Member, competition_id: UUID) -> RoundStands:
    stands = open_round(competition_id, lock=True)
    if by.id not in stands.openers:
        raise Refused("You are not one of the two who open this competition.")
    return stands


def _halves(stands: RoundStands, by: Member, passphrase: str, bids: Sequence[Bid]) -> dict[UUID, bytes]:
    kept = stands.keys[by.id]
    own = OpenerSecret.objects.get(key=kept)
    key = OpeningKey(bytes(kept.public), bytes(own.sealed))
    first = by.id == stands.openers[0]
    wrapped = {bid.id: bid.half_one if first else bid.half_two for bid in bids}
    return {bid: half_of(key, passphrase, bytes(half), about(bid)) for bid, half in wrapped.items() if half}


@dataclass(frozen=True)
class _Read:
    """A bid as it was opened: its bidder, what it says, or why it cannot be read."""

    bid: Bid
    bidder: str
    said: str = ""
    fault: str = ""
    passport: dict[str, Any] | None = None


def _read(stands: RoundStands, bid: Bid, mine: dict[UUID, bytes], theirs: dict[UUID, bytes]) -> _Read:
    unit = access.units([bid.unit_id]).get(bid.unit_id)
    name = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
    one, other = mine.get(bid.id), theirs.get(bid.id)
    if unit is not None and (why := _excluded(stands, unit.organisation_id)):
        return _Read(bid, name, fault=f"Excluded because of an interest: {why}"[:500])
    if bid.content is None or one is None or other is None:
        return _Read(bid, name, fault="One half of its key is missing.")
    try:
        found = taken_out(opened(bytes(bid.content), (one, other), about(bid.id)))
        bid_from(found.said, name, offered(stands.row))
    except Refused as refusal:
        return _Read(bid, name, fault=refusal.because[:500])
    if found.facts is None:
        return _Read(bid, name, found.said)
    out = at_the_close(found.facts, day_of(stands.row.closes_at)).out
    frozen = {"edition": found.edition, "facts": dict(found.facts)}
    return _Read(bid, name, found.said, "; ".join(map(str, out))[:500], frozen)


def _excluded(stands: RoundStands, organisation_id: UUID) -> str:
    """Why a body's bid is out because of somebody's interest in it; empty where it is not."""
    rows = resolved(stands.row.id).items()
    return next(
        (
            row.because
            for (_, body), row in rows
            if body == organisation_id and row.how == HowResolved.EXCLUDED
        ),
        "",
    )


def _decide(by: Member, at: datetime, stands: RoundStands, read: Sequence[_Read]) -> None:
    """Choose by the published rule; keep what each bid said and is told, and what was chosen, which everybody may read."""
    offer = with_bids(offered(stands.row), [(one.bidder, one.said) for one in read if not one.fault])
    found = choose(offer)
    insert_all([
        OpenedBid(
            id=new_id(), round_id=stands.row.id, bid_id=one.bid.id, bidder=one.bidder, said=one.said, fault=one.fault,
            passport=one.passport,
            changes=_changes(offer, found, one), unit_id=one.bid.unit_id, member_id=by.id, at=at,
        )
        for one in read
    ])  # fmt: skip
    insert_all([Decision(id=new_id(), round_id=stands.row.id, member_id=by.id, at=at, award=_told(found))])


def _changes(offer: Offer, found: Award | NoAward, one: _Read) -> list[dict[str, str]]:
    if one.fault or isinstance(found, NoAward):
        return []
    return [
        {"package": change.package.name, "words": change.words} for change in told(offer, found, one.bidder)
    ]


def _told(found: Award | NoAward) -> dict[str, object]:
    if isinstance(found, NoAward):
        return {
            "awarded": False,
            "unoffered": list(found.unoffered),
            "in_the_way": list(found.in_the_way),
        }
    return {
        "awarded": True,
        "cost": found.cost,
        "proved": found.is_proved,
        "taken": [
            {"package": one.name, "bidder": one.bidder, "units": sorted(one.units)} for one in found.taken
        ],
        "in_house": [unit.name for unit in found.kept],
    }
