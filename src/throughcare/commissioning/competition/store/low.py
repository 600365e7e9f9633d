"""Loads prices that are abnormally low: which there are, what was asked and answered of each, and which were rejected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from throughcare.foundation.kernel.days import day_of

from ..models import OpenedBid, PriceAnswered, PriceAsked, PriceRuled
from ..rules.low import LowPrice, Ruled, low_prices
from ..rules.offers import Offer
from ..rules.reading import bid_from
from .rounds import RoundStands


@dataclass(frozen=True)
class PriceTold:
    """A price that was asked about, with its answer and what was decided of it, each None until it is there."""

    asked: PriceAsked
    answered: PriceAnswered | None = None
    ruled: PriceRuled | None = None

    @property
    def is_rejected(self) -> bool:
        """Whether its package leaves the award."""
        return self.ruled is not None and self.ruled.way == Ruled.REJECTED


def prices_asked(round_id: UUID) -> list[PriceTold]:
    """The prices of a competition that were asked about, as far as the viewer sees them, the earliest first."""
    asked = list(PriceAsked.objects.filter(round=round_id).order_by("at", "id"))
    if not asked:
        return []
    answered = {one.asked_id: one for one in PriceAnswered.objects.filter(round=round_id)}
    ruled = {one.asked_id: one for one in PriceRuled.objects.filter(round=round_id)}
    return [PriceTold(one, answered.get(one.id), ruled.get(one.id)) for one in asked]


def rejected(told: Iterable[PriceTold]) -> dict[tuple[UUID, str], str]:
    """The packages whose price was rejected, by bid and name, each with what its bidder is told of it."""
    return {
        (one.asked.bid_id, one.asked.package): f"Its price was asked about and rejected ({one.ruled.clause}): {one.ruled.because}"
        for one in told
        if one.ruled is not None and one.is_rejected
    }  # fmt: skip


def without_rejected(offer: Offer, rows: Iterable[OpenedBid], gone: Mapping[tuple[UUID, str], str]) -> Offer:
    """An offer without the packages whose price was rejected: what else their bidder offers stays."""
    bids = {row.bidder: row.bid_id for row in rows}
    left = tuple(one for one in offer.packages if (bids.get(one.bidder), one.name) not in gone)
    return replace(offer, packages=left)


def low_of(stands: RoundStands, offer: Offer, rows: Iterable[OpenedBid]) -> list[LowPrice]:
    """The prices of these bids that are abnormally low by the edition of the day the competition closed."""
    read = [bid_from(row.said, row.bidder, offer) for row in rows if row.said]
    packages = tuple(package for bid in read for package in bid.packages)
    return low_prices(replace(offer, packages=packages), day_of(stands.row.closes_at))
