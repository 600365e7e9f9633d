"""Tells of competitions: what was published, where each stands, one's own bid, scores as far as they are seen, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from throughcare.commissioning.providers.rules.keeping import passport_from
from throughcare.commissioning.providers.rules.passport import Passport
from throughcare.commissioning.providers.rules.shares import Share
from throughcare.commissioning.providers.rules.standing import Standing
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Finding, Permission
from throughcare.foundation.kernel.days import day_of

from ..models import Bid, OpenedBid, Promised, Round, Summary
from ..rules.awards import Award, NoAward
from ..rules.choosing import choose
from ..rules.interests import bound_by_contract, bound_together, declared_between
from ..rules.low import LowPrice
from ..rules.offers import Offer, Package
from ..rules.reading import bid_from
from ..rules.resting import at_the_close
from ..rules.stages import JUDGED, OVER, TO_OPEN, Stage
from ..rules.who_may_bid import in_words, said_by
from ..store import (
    EVALUATOR,
    MODERATOR,
    PriceTold,
    RoundStands,
    Scores,
    is_apart,
    low_of,
    models_where,
    offered,
    open_round,
    prices_asked,
    promised,
    put_out,
    rejected,
    rounds,
    standing,
    with_bids,
    without_rejected,
)
from ..store import scores as load_scores


class Waits(StrEnum):
    """What a competition waits for of one viewer."""

    MAKE_KEY = "key to make"
    TURN_KEY = "key to turn"
    NAME_PANEL = "panel to name"
    SCORE = "answers to score"
    AGREE = "scores to agree"
    DECIDE = "award to decide"
    ANSWER_PRICE = "price to account for"
    RULE_PRICE = "price to keep or reject"
    ANSWER = "question to answer"
    PUBLISH = "award to publish"
    SIGN = "contract to sign"
    NOTICE = "notice to give"


@dataclass(frozen=True)
class CompetitionSeen:
    """One competition for one viewer: where it stands, what is on offer, the team's own bid, what waits for the viewer."""

    stands: RoundStands
    stage: Stage
    offer: Offer
    buyer: str
    own_bid: Bid | None
    waits: Waits | None

    @property
    def waits_for_me(self) -> bool:
        """Whether anything waits for the viewer."""
        return self.waits is not None


def competitions(member: Member, *, at: datetime) -> list[CompetitionSeen]:
    """Every competition: what waits for the viewer first, then those that close soonest, then those that are over."""
    found = rounds(Round.objects.order_by("closes_at", "id"))
    units = access.units({one.row.unit_id for one in found})
    own = _own(member, [one.row.id for one in found])
    seen = [_seen(one, member, at, units, own.get(one.row.id)) for one in found]
    return sorted(seen, key=lambda one: (not one.waits_for_me, one.stage in OVER))


def competition(competition_id: UUID, member: Member, *, at: datetime) -> CompetitionSeen:
    """One competition; refused where there is none."""
    stands = open_round(competition_id)
    own = _own(member, [competition_id])
    return _seen(stands, member, at, access.units([stands.row.unit_id]), own.get(competition_id))


def _own(member: Member, ids: Iterable[UUID]) -> dict[UUID, Bid]:
    by_round: dict[UUID, list[Bid]] = {}
    for one in Bid.objects.filter(round__in=list(ids), unit_id=member.unit_id):
        by_round.setdefault(one.round_id, []).append(one)
    stood = {round_id: standing(bids) for round_id, bids in by_round.items()}
    return {round_id: bids[0] for round_id, bids in stood.items() if bids}


def _seen(
    stands: RoundStands, member: Member, at: datetime, units: dict[UUID, access.Unit], own: Bid | None
) -> CompetitionSeen:
    now, offer = stands.stage(at), offered(stands.row)
    unit = units.get(stands.row.unit_id)
    name = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
    return CompetitionSeen(stands, now, offer, name, own, _waits(stands, offer, now, member))


def _waits(stands: RoundStands, offer: Offer, now: Stage, member: Member) -> Waits | None:
    return (
        _key_waits(stands, now, member)
        or _panel_waits(stands, now, member)
        or _buyer_waits(stands, offer, now, member)
    )


def _key_waits(stands: RoundStands, now: Stage, member: Member) -> Waits | None:
    if member.id in stands.openers:
        if now is Stage.KEYS and member.id not in stands.keys:
            return Waits.MAKE_KEY
        if now in TO_OPEN and len(stands.keys) == 2 and member.id not in stands.now_turned:
            return Waits.TURN_KEY
    return None


def _panel_waits(stands: RoundStands, now: Stage, member: Member) -> Waits | None:
    part = stands.panel.get(member.id)
    if part == EVALUATOR and now is Stage.SCORING and member.id not in stands.handed_in:
        return Waits.SCORE
    if part == MODERATOR and now is Stage.MODERATING:
        return Waits.AGREE
    return None


def _buyer_waits(stands: RoundStands, offer: Offer, now: Stage, member: Member) -> Waits | None:
    if stands.row.unit_id != member.unit_id or not member.may(Permission.RUN_COMPETITION):
        return None
    if now in JUDGED and lacks(stands, offer):
        return Waits.NAME_PANEL
    return Waits.DECIDE if now is Stage.PRICED and not stands.prices_open else None


def lacks(stands: RoundStands, offer: Offer) -> list[str]:
    """What the panel of a competition lacks, in words; nothing where nothing is asked."""
    if offer.evaluation is None:
        return []
    more = offer.evaluation.evaluators - len(stands.evaluators)
    said = [f"{more} more to evaluate"] if more > 0 else []
    return said + ([] if MODERATOR in stands.panel.values() else ["somebody to moderate"])


def shows_bids(competition_id: UUID) -> bool:
    """Whether the viewer would be shown the bids that were opened: not who stands on both sides, or is recused, who sees none of them."""
    return is_apart(competition_id)


def promises_of(member: Member, competition_id: UUID) -> list[Promised]:
    """The words that the viewer's team gave of bidding with others, and that stand; what they say is sealed."""
    return promised(competition_id, unit_id=member.unit_id)


def bids_opened(competition_id: UUID) -> list[OpenedBid]:
    """The bids whose prices were opened: the buyer's team sees all, a bidder's team its own. The look is kept, bid by bid."""
    found = list(OpenedBid.objects.filter(round=competition_id).order_by("bidder", "id"))
    _looked(competition_id, (one.bid_id for one in found))
    return found


def summaries(competition_id: UUID) -> list[Summary]:
    """What each bidder is told of its own bid: the buyer's team sees all, a bidder's team its own."""
    found = list(Summary.objects.filter(round=competition_id).order_by("bidder", "id"))
    _looked(competition_id, (one.bid_id for one in found))
    return found


def _looked(competition_id: UUID, bids: Iterable[UUID]) -> None:
    """Keep the look at these bids in the audit: the certificate of the wall reads it."""
    if papers := [str(one) for one in bids]:
        add_to_line(papers=papers, competition=competition_id)


def scores(seen: CompetitionSeen) -> Scores:
    """The answers that were opened and their scores, as far as the viewer sees them."""
    found = load_scores(seen.stands)
    _looked(seen.stands.row.id, (one.bid_id for one in found.answers))
    return found


def bound_bidders(told: Sequence[BidTold]) -> list[Finding]:
    """What binds those who bid to each other, from their frozen passports and their partners."""
    passports = {one.row.bidder: one.passport for one in told if one.passport is not None}
    shares = {one.row.bidder: one.shares for one in told}
    return [*bound_together(passports), *declared_between(passports), *bound_by_contract(shares, passports)]


@dataclass(frozen=True)
class BidTold:
    """An opened bid: what it offers, how its partners share it, the edition of the passport it rests on, and what that came to at the close."""

    row: OpenedBid
    shares: tuple[Share, ...] = ()
    edition: int = 0
    passport: Passport | None = None
    standing: Standing | None = None
    packages: tuple[Package, ...] = ()


def bids_told(competition_id: UUID) -> list[BidTold]:
    """The bids that were opened and the viewer sees, with what each rests on."""
    stands = open_round(competition_id)
    return [_told(stands, row) for row in bids_opened(competition_id)]


def _told(stands: RoundStands, row: OpenedBid) -> BidTold:
    read = bid_from(row.said, row.bidder, offered(stands.row)) if row.said else None
    shares, packages = (read.bidder.shares, read.packages) if read else ((), ())
    if row.passport is None:
        return BidTold(row, shares, packages=packages)
    facts = row.passport["facts"]
    came_to = at_the_close(facts, day_of(stands.row.closes_at))
    return BidTold(row, shares, row.passport["edition"], passport_from(facts), came_to, packages)


def prices_to_ask_about(seen: CompetitionSeen, told: Sequence[BidTold]) -> list[LowPrice]:
    """The prices of bids that were opened which are so low that they are to be asked about before anything is decided."""
    return low_of(seen.stands, seen.offer, [one.row for one in told])


def prices_told(competition_id: UUID) -> list[PriceTold]:
    """The prices that were asked about: the buyer's team sees all, a bidder's team its own. The look is kept, bid by bid."""
    found = prices_asked(competition_id)
    if found:
        _looked(competition_id, (one.asked.bid_id for one in found))
    return found


def award_again(competition_id: UUID) -> tuple[Offer, Award | NoAward] | None:
    """The award worked out again from bids and scores, for whoever sees them all; None while nothing was decided."""
    stands = open_round(competition_id)
    if stands.decision is None:
        return None
    offer = offered(stands.row)
    quality = load_scores(stands).quality(offer.evaluation) if offer.evaluation else {}
    opened = bids_opened(competition_id)
    out = put_out(competition_id, opened)
    rows = [row for row in opened if not out[row.bid_id]]
    every = with_bids(offer, [(row.bidder, row.said) for row in rows], quality)
    whole = without_rejected(every, rows, rejected(prices_asked(competition_id)))
    return whole, choose(whole)


def model_says(seen: CompetitionSeen, *, at: datetime) -> list[tuple[str, Finding]]:
    """What each operating model under which the buyer buys says of bids, by the model's name, with where it says so."""
    buyer = access.unit(seen.stands.row.unit_id)
    models = models_where(buyer.organisation_id, day_of(at)) if buyer else []
    return [(model.name, finding) for model in models for finding in in_words(said_by(model))]
