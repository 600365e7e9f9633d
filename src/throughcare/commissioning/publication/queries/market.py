"""Tells a buyer's team of its market: who came to its competitions, what was offered and chosen; none but theirs.

Of a competition whose bids the viewer is not shown, who was recused from it or stands on both its sides, nothing is worked out:
it is counted as not shown, and never as one to which nobody came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.commissioning.competition import queries as competition
from throughcare.commissioning.competition.queries import BidTold, Came, CompetitionSeen
from throughcare.commissioning.competition.rules import Award, Offer
from throughcare.commissioning.providers.rules.passport import SMALL_ENOUGH
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission

from ..rules.market import Contest, Entrant, Priced, Size
from ..rules.market.looked_at import own_words


@dataclass(frozen=True)
class MarketSeen:
    """The competitions that a team decided, as far as the viewer is shown their bids, and how many they are not shown."""

    shown: list[Contest]
    unseen: int


def contests(member: Member, *, at: datetime) -> MarketSeen:
    """The competitions that the member's team decided, with every bid that was opened in them; the first to close comes first."""
    own = [
        one
        for one in competition.competitions(member, at=at)
        if one.stands.row.unit_id == member.unit_id and one.stands.decision is not None
    ]
    shown = [one for one in own if competition.shows_bids(one.stands.row.id)]
    came = competition.came_to(one.stands.row.id for one in shown)
    bidding = {one.unit_id for one in access.members_who_may(Permission.SEND_BID, at=at)}
    found = [made for one in shown if (made := _contest(one, came[one.stands.row.id], bidding))]
    return MarketSeen(sorted(found, key=lambda one: (one.closed, one.name)), len(own) - len(shown))


def open_beside(member: Member, *, at: datetime) -> tuple[tuple[str, datetime], ...]:
    """The competitions that have not closed yet, of whichever team: their titles, and when each closes."""
    every = competition.competitions(member, at=at)
    return tuple(
        (one.stands.row.title, one.stands.row.closes_at) for one in every if one.stands.row.closes_at > at
    )


def _contest(seen: CompetitionSeen, came: Came, bidding: Collection[UUID]) -> Contest | None:
    again = competition.award_again(seen.stands.row.id)
    if again is None:
        return None
    offer, found = again
    bids = competition.bids_told(seen.stands.row.id)
    rows = [one.row for one in bids]
    taken = found.taken if isinstance(found, Award) else ()
    kept = [unit.in_house.price for unit in found.kept if unit.in_house] if isinstance(found, Award) else []
    return Contest(
        seen.stands.row.title, seen.stands.row.closes_at, tuple(unit.name for unit in offer.units),
        _entrants(offer, bids, came, bidding),
        tuple(Priced(one.bidder, one.units, one.price) for one in offer.packages),
        tuple(Priced(one.bidder, one.units, one.price) for one in taken), sum(kept), offer.limits.small_share,
        seen.stands.row.at, tuple(row.bidder for row in rows if row.fault),
        {row.bidder: own_words(row.said) for row in rows if not row.fault}, seen.stands.row.terms,
        frozenset(one.bidder for one in offer.considered),
    )  # fmt: skip


def _entrants(
    offer: Offer, bids: Iterable[BidTold], came: Came, bidding: Collection[UUID]
) -> tuple[Entrant, ...]:
    """Who bid, and of those who might have bid who only saw it or asked; where no look was kept, nobody is taken not to have seen it."""
    told = {one.row.unit_id: one for one in bids}
    others = ((came.saw or frozenset()) | came.asked) & frozenset(bidding) - told.keys()
    units = access.units({*told, *others})
    said = {one.name: one.small for one in offer.bidders}

    def entrant(unit_id: UUID, name: str, size: Size | None, bid: bool) -> Entrant:
        sector = units[unit_id].organisation.sector if unit_id in units else "not known"
        saw = None if came.saw is None else bid or unit_id in came.saw or unit_id in came.asked
        return Entrant(name, sector, size, saw, unit_id in came.asked, bid)

    return (
        *(
            entrant(unit, one.row.bidder, _size(one, said.get(one.row.bidder)), True)
            for unit, one in told.items()
        ),
        *(
            entrant(unit, units[unit].name if unit in units else "not known", None, False)
            for unit in sorted(others)
        ),
    )


def _size(bid: BidTold, said: bool | None) -> Size | None:
    """The size that its passport came to at the close; what the bid said of itself where it rests on none."""
    if bid.standing is not None:
        size = bid.standing.size
        return None if size is None else Size.SMALL if size in SMALL_ENOUGH else Size.LARGER
    return None if said is None else Size.SMALL if said else Size.LARGER
