"""What red flags look at in one process of contracting: bids, awards, periods and who takes part, without names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ..shapes import Document, instant, number, part, parts, words

SUBMITTED = frozenset({"pending", "valid", "disqualified"})
"""Of a bid's statuses, those of one that was sent: an invitation and what was withdrawn are none."""
_AWARD = frozenset({"pending", "active", "cancelled", "unsuccessful"})


@dataclass(frozen=True)
class Sent:
    """One bid: whose (an id that is not said is None), its status, price and currency, and when it came."""

    who: tuple[str | None, ...]
    status: str | None
    amount: Fraction | None = None
    currency: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Given:
    """One award: to whom, its status, and what its items are by a numeric scheme."""

    to: tuple[str | None, ...]
    status: str | None
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Process:
    """One process of contracting as its record tells it."""

    ocid: str
    status: str | None = None
    method: str | None = None
    details: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    tenderers: int | None = None
    buyer: str | None = None
    entity: str | None = None
    bids: tuple[Sent, ...] = ()
    awards: tuple[Given, ...] = ()

    @property
    def submitted(self) -> tuple[Sent, ...]:
        """The bids that were sent."""
        return tuple(one for one in self.bids if one.status in SUBMITTED)

    @property
    def valid(self) -> tuple[Sent, ...]:
        """The bids that were sent and stand."""
        return tuple(one for one in self.bids if one.status == "valid")

    @property
    def disqualified(self) -> tuple[Sent, ...]:
        """The bids that were sent and put out."""
        return tuple(one for one in self.bids if one.status == "disqualified")

    @property
    def active(self) -> tuple[Given, ...]:
        """The awards that stand."""
        return tuple(one for one in self.awards if one.status == "active")

    @property
    def is_settled(self) -> bool:
        """Whether every award says what it came to: one that is pending, or whose status nobody knows, may still change."""
        return all(one.status in _AWARD - {"pending"} for one in self.awards)

    @property
    def winners(self) -> frozenset[str | None]:
        """Whoever an award that stands is to."""
        return frozenset(who for one in self.active for who in one.to)


def process_of(release: Document) -> Process | None:
    """The facts of a release (a compiled one, best); None for one that says no ocid."""
    ocid, tender = release.get("ocid"), part(release, "tender")
    if not isinstance(ocid, str):
        return None
    period, counted = part(tender, "tenderPeriod"), tender.get("numberOfTenderers")
    return Process(
        ocid, words(tender, "status"), words(tender, "procurementMethod"), words(tender, "procurementMethodDetails"),
        instant(period, "startDate"), instant(period, "endDate"),
        counted if isinstance(counted, int) and not isinstance(counted, bool) else None,
        words(part(release, "buyer"), "id"), words(part(tender, "procuringEntity"), "id"),
        tuple(_sent(one) for one in parts(release, "bids", "details")),
        tuple(_given(one) for one in parts(release, "awards")),
    )  # fmt: skip


def _sent(bid: Document) -> Sent:
    value = part(bid, "value")
    return Sent(
        _ids(parts(bid, "tenderers")), words(bid, "status"), number(value, "amount"), words(value, "currency"),
        instant(bid, "date"),
    )  # fmt: skip


def _given(award: Document) -> Given:
    items = (words(part(item, "classification"), "id") for item in parts(award, "items"))
    return Given(_ids(parts(award, "suppliers")), words(award, "status"), tuple(one for one in items if one))


def _ids(references: Iterable[Document]) -> tuple[str | None, ...]:
    return tuple(words(one, "id") for one in references)


def main_currency(processes: Iterable[Process]) -> str | None:
    """The currency of the first price there is: only prices in one currency are compared."""
    prices = (bid.currency for one in processes for bid in one.bids)
    return next((one for one in prices if one), None)
