"""What a competition awarded, as a contract needs it: whose package, of which units, at what price, and from when it may be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughcare.commissioning.competition import queries as competition
from throughcare.commissioning.competition.rules import Offer, Package
from throughcare.commissioning.competition.rules.bands import PricedBands, priced
from throughcare.commissioning.competition.rules.reading import bid_from
from throughcare.commissioning.providers.rules.shares import PartTaken
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused

from ..rules.agreed import Subcontractor


@dataclass(frozen=True)
class Awarded:
    """A package that was awarded: its units, the team that bid it and its name, the pence a year that won, and the first day on which it may be signed.

    ``promised`` are the subcontractors that the bid named; ``bands`` what it asked outside the volume that was expected.
    """

    package: str
    units: tuple[str, ...]
    bidder: str
    unit_id: UUID
    price: int
    sign_from: date
    promised: tuple[Subcontractor, ...] = ()
    bands: PricedBands | None = None


def awarded(competition_id: UUID, package: str, member: Member, at: datetime) -> Awarded:
    """One package that a competition of the member's own team awarded; refused where it awarded no such package."""
    found = {one.package: one for one in packages(competition_id, member, at)}
    if package not in found:
        raise Refused("That competition awarded no such package.", field="package")
    return found[package]


def packages(competition_id: UUID, member: Member, at: datetime) -> list[Awarded]:
    """Every package that a competition of the member's own team awarded; refused where the team published no such competition."""
    seen = competition.competition(competition_id, member, at=at)
    if seen.stands.row.unit_id != member.unit_id:
        raise Refused("Only the team that published a competition draws up what it awarded.")
    decision = seen.stands.decision
    award: dict[str, Any] = decision.award if decision else {}
    if decision is None or not award.get("awarded"):
        raise Refused("That competition has awarded nothing.")
    opened = list(competition.bids_opened(competition_id))
    units = {one.bidder: one.unit_id for one in opened}
    if missing := [one["bidder"] for one in award["taken"] if one["bidder"] not in units]:
        raise Refused(
            f"The bids of {len(missing)} that were awarded are not yours to see in this competition."
        )
    first = competition.ending_of(seen, at=at).sign_from
    if first is None:
        raise Refused("The award is not published yet, and its standstill is not counted before.")
    bids = {
        one.bidder: bid_from(one.said, one.bidder, seen.offer) for one in opened if one.said and not one.fault
    }
    won = {(who, package.name): package for who, bid in bids.items() for package in bid.packages}
    promised = {
        who: tuple(
            Subcontractor(s.who, s.percent) for s in bid.bidder.shares if s.part is PartTaken.SUBCONTRACTOR
        )
        for who, bid in bids.items()
    }
    return [
        Awarded(
            one["package"], tuple(one["units"]), one["bidder"], units[one["bidder"]], won[one["bidder"], one["package"]].price, first,
            promised[one["bidder"]], _bands(seen.offer, won[one["bidder"], one["package"]]),
        )
        for one in award["taken"]
    ]  # fmt: skip


def _bands(offer: Offer, package: Package) -> PricedBands | None:
    if offer.bands is None:
        return None
    return priced(offer.bands, dict(package.beyond), offer.expected(package.units))


def check_signable(competition_id: UUID, member: Member, at: datetime) -> bool:
    """Refuse to sign what a competition awarded within its standstill, while a challenge holds, and once it was called off.

    Returns whether nothing of it was signed before.
    """
    seen = competition.competition(competition_id, member, at=at)
    return competition.check_may_be_signed(seen, at=at)
