"""What a commissioner is warned of before anything is published: what would keep providers away, and what leaves the award bare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from throughcare.commissioning.competition.rules import Offer

from .thresholds import Thresholds


@dataclass(frozen=True)
class Draft:
    """A competition that is not published yet: its text and what was read of it, and when it would open and close.

    ``others`` are the competitions that are open already: their titles, and when each closes.
    """

    text: str
    offer: Offer
    opens: datetime
    closes: datetime
    others: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True)
class Burden:
    """What a competition asks of whoever bids: words to read, units to price, whole days, and others that close about then."""

    words: int
    units: int
    days: int
    clashes: tuple[str, ...]


@dataclass(frozen=True)
class Warned:
    """One warning: what, and why it matters."""

    what: str
    why: str


def burden(draft: Draft, held: Thresholds) -> Burden:
    """What a draft asks of whoever bids."""
    near = timedelta(days=held.clash_days)
    clashes = tuple(title for title, closes in draft.others if abs(closes - draft.closes) <= near)
    return Burden(
        len(draft.text.split()),
        len(draft.offer.units),
        (draft.closes - draft.opens) // timedelta(days=1),
        clashes,
    )


def warnings(draft: Draft, held: Thresholds) -> list[Warned]:
    """Every warning of a draft; none says that it may not be published."""
    return [
        *_of_burden(burden(draft, held), held),
        *_of_rule(draft.offer, held),
        *_of_units(draft.offer, held),
    ]


def _of_burden(asked: Burden, held: Thresholds) -> Iterator[Warned]:
    if asked.days < held.shortest_days:
        yield Warned(
            f"It would be open for {asked.days} whole days; fewer than {held.shortest_days} are a red flag (R003)",
            "A consortium of small providers needs time to form.",
        )
    if asked.words > held.most_words:
        yield Warned(
            f"There are {asked.words:,} words to read, more than {held.most_words:,}",
            "Small providers have nobody whose work is bidding.",
        )
    for title in asked.clashes:
        yield Warned(
            f"“{title}” closes within {held.clash_days} days of it",
            "Whoever is small writes one bid at a time.",
        )


def _of_rule(offer: Offer, held: Thresholds) -> Iterator[Warned]:
    limits = offer.limits
    if limits.small_share is None:
        yield Warned("Nothing is kept for small providers", "Large packages win on price alone.")
    if limits.most_share_each is None and limits.most_units_each is None and len(offer.units) > 1:
        yield Warned("One provider may win all of it", "Nobody is left to step in, or to bid next time.")
    if limits.quality_floor == 0 and offer.objective.value == "lowest cost":
        yield Warned(
            "The lowest price wins at any quality", "A price at which it cannot be done would be taken."
        )
    bare = [unit.name for unit in offer.units if unit.in_house is None]
    if bare:
        yield Warned(
            f"No price of keeping it in-house is said for {', '.join(bare)}",
            "Nothing can be awarded at all if nobody bids for one of them.",
        )
    if not offer.ties:
        yield Warned("No rule says what decides between equals", "A draw would.")


def _of_units(offer: Offer, held: Thresholds) -> Iterator[Warned]:
    priced = {unit.name: unit.in_house.price for unit in offer.units if unit.in_house}
    whole = sum(priced.values())
    if len(priced) != len(offer.units) or not whole or len(priced) < 2:
        return
    for name, price in priced.items():
        share = Fraction(100 * price, whole)
        if share > held.largest_unit:
            yield Warned(
                f"{name} alone is {float(share):.0f}% of all that is bought",
                "The smallest thing that can be bid for may be too large for a small provider.",
            )
