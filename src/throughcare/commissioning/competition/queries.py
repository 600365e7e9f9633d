"""Tells of competitions: what was published, where each stands, one's own bid, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.commissioning.providers.rules.keeping import passport_from
from throughcare.commissioning.providers.rules.passport import Passport
from throughcare.commissioning.providers.rules.shares import Share
from throughcare.commissioning.providers.rules.standing import Standing
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from .models import Bid, OpenedBid, Round
from .rules.awards import Award, NoAward
from .rules.choosing import choose
from .rules.offers import Offer
from .rules.reading import bid_from
from .rules.resting import at_the_close
from .rules.stages import Stage
from .store import RoundStands, offered, open_round, rounds, standing, with_bids


@dataclass(frozen=True)
class CompetitionSeen:
    """One competition for one viewer: where it stands, what is on offer, the team's own bid, what waits for the viewer."""

    stands: RoundStands
    stage: Stage
    offer: Offer
    buyer: str
    own_bid: Bid | None
    waits_for_me: bool


def competitions(member: Member, *, at: datetime) -> list[CompetitionSeen]:
    """Every competition: what waits for the viewer first, then those that close soonest, then those that are over."""
    found = rounds(Round.objects.order_by("closes_at", "id"))
    units = access.units({one.row.unit_id for one in found})
    seen = [_seen(one, member, at, units) for one in found]
    over = {Stage.DECIDED, Stage.CALLED_OFF}
    return sorted(seen, key=lambda one: (not one.waits_for_me, one.stage in over))


def competition(competition_id: UUID, member: Member, *, at: datetime) -> CompetitionSeen:
    """One competition; refused where there is none."""
    stands = open_round(competition_id)
    return _seen(stands, member, at, access.units([stands.row.unit_id]))


def _seen(
    stands: RoundStands, member: Member, at: datetime, units: dict[UUID, access.Unit]
) -> CompetitionSeen:
    now = stands.stage(at)
    own = standing(Bid.objects.filter(round=stands.row.id, unit_id=member.unit_id))
    waits = member.id in stands.openers and (
        (now is Stage.KEYS and member.id not in stands.keys)
        or (now in {Stage.CLOSED, Stage.HALF} and member.id in stands.keys and member.id not in stands.turned)
    )
    unit = units.get(stands.row.unit_id)
    name = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
    return CompetitionSeen(stands, now, offered(stands.row), name, own[0] if own else None, waits)


def bids_opened(competition_id: UUID) -> list[OpenedBid]:
    """The bids that were opened, with what each is told: the buyer's team sees all, a bidder's team its own."""
    return list(OpenedBid.objects.filter(round=competition_id).order_by("bidder"))


@dataclass(frozen=True)
class BidTold:
    """An opened bid: how its partners share it, the edition of the passport it rests on, and what that came to at the close."""

    row: OpenedBid
    shares: tuple[Share, ...] = ()
    edition: int = 0
    passport: Passport | None = None
    standing: Standing | None = None


def bids_told(competition_id: UUID) -> list[BidTold]:
    """The bids that were opened and the viewer sees, with what each rests on."""
    stands = open_round(competition_id)
    return [_told(stands, row) for row in bids_opened(competition_id)]


def _told(stands: RoundStands, row: OpenedBid) -> BidTold:
    shares = bid_from(row.said, row.bidder, offered(stands.row))[0].shares if row.said else ()
    if row.passport is None:
        return BidTold(row, shares)
    facts = row.passport["facts"]
    came_to = at_the_close(facts, day_of(stands.row.closes_at))
    return BidTold(row, shares, row.passport["edition"], passport_from(facts), came_to)


def award_again(competition_id: UUID) -> tuple[Offer, Award | NoAward] | None:
    """The award worked out again from the bids opened, for whoever sees them all; None while nothing was decided."""
    stands = open_round(competition_id)
    if stands.decision is None:
        return None
    rows = [row for row in bids_opened(competition_id) if not row.fault]
    offer = with_bids(offered(stands.row), [(row.bidder, row.said) for row in rows])
    return offer, choose(offer)
