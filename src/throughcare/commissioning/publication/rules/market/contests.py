"""What the market is read from: competitions that were decided, who came to each, what they offered and who was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Size(StrEnum):
    """Whether a bidder said that it is a small provider."""

    SMALL = "small"
    LARGER = "larger"


@dataclass(frozen=True)
class Entrant:
    """Somebody who came to a competition: None where it was not recorded whether they saw it or asked about it."""

    name: str
    sector: str
    size: Size | None
    saw: bool | None = None
    asked: bool | None = None
    bid: bool = True


@dataclass(frozen=True)
class Priced:
    """One offer: whose, for which units, at which price in pence."""

    bidder: str
    units: frozenset[str]
    price: int


@dataclass(frozen=True)
class Contest:
    """One competition: when it closed, its units, the ring-fence in percent, who came, what was offered and what was chosen.

    ``shortlisted`` are those the rule chose among: of enough quality, and not out. ``put_out`` are those whose bid could not be read or was put out. ``texts`` are bidders' own words; ``published`` what the buyer wrote, which all of them may repeat.
    """

    name: str
    closed: datetime
    units: tuple[str, ...]
    entrants: tuple[Entrant, ...] = ()
    offers: tuple[Priced, ...] = ()
    taken: tuple[Priced, ...] = ()
    kept_in_house: int = 0
    ring_fence: int | None = None
    opened: datetime | None = None
    put_out: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    published: str = ""
    shortlisted: frozenset[str] = frozenset()

    @property
    def winners(self) -> frozenset[str]:
        """Whoever something was awarded to."""
        return frozenset(one.bidder for one in self.taken)

    def wanting(self, unit: str) -> frozenset[str]:
        """Whoever offered a unit, in any package."""
        return frozenset(one.bidder for one in self.offers if unit in one.units)
