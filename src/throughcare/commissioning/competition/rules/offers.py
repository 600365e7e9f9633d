"""What is on offer in one round and what was bid for it: units, packages, the published rule. Money is whole pence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from throughcare.commissioning.providers.rules.shares import Share

from .bands import Bands
from .evaluating import Evaluation


class Objective(StrEnum):
    """What the best set has most of: it costs least, or its quality, weighed by unit, is highest."""

    COST = "lowest cost"
    QUALITY = "highest quality"


class Tie(StrEnum):
    """What decides among sets that are equally good, in the order that the rule publishes; a draw always comes last."""

    COST = "lowest cost"
    QUALITY = "highest quality"
    SMALL = "more units to small providers"
    FEWER = "fewer contracts"


@dataclass(frozen=True)
class InHouse:
    """What keeping a unit in-house would cost, in pence, and its quality out of 100: the published comparator."""

    price: int
    quality: int = 0


@dataclass(frozen=True)
class Unit:
    """The least that can be bought alone: an area by a service by a cohort.

    ``weight`` is what its quality counts for. One without ``in_house`` must be provided by a bidder. ``need`` is the need it is for,
    by its code, and ``people`` for how many in a year, from the least to the most, ``expected`` how many of them; None where not said.
    """

    name: str
    title: str = ""
    in_house: InHouse | None = None
    weight: int = 1
    need: str = ""
    people: tuple[int, int] | None = None
    expected: int | None = None


@dataclass(frozen=True)
class Bidder:
    """Who bids: whether they are a small provider, the most units they say they can take on, and how partners share it."""

    name: str
    small: bool = False
    most_units: int | None = None
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Package:
    """Units that one bidder would take together, for one price in pence, at a quality out of 100.

    ``not_with`` and ``only_with`` name packages of the same bidder. ``serves`` names groups of people for whom the bidder
    undertakes provision, and ``minutes`` within how many minutes of travel each of them reaches it; None where it does not say.
    ``beyond`` is what a person costs in each band of volume but the expected one, in pence, where the round publishes bands.
    """

    name: str
    bidder: str
    units: frozenset[str]
    price: int
    quality: int
    not_with: frozenset[str] = frozenset()
    only_with: frozenset[str] = frozenset()
    serves: frozenset[str] = frozenset()
    minutes: int | None = None
    beyond: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Provision:
    """Of these units, at least so many go to a package that serves the group, within so many minutes of travel where that is asked."""

    group: str
    units: frozenset[str]
    at_least: int
    within: int | None = None

    def served_by(self, package: Package) -> int:
        """How many of the units a package serves the group in; none where it is farther than is asked, or does not say how far."""
        far = self.within is not None and (package.minutes is None or package.minutes > self.within)
        return 0 if far or self.group not in package.serves else len(package.units & self.units)


@dataclass(frozen=True)
class Limits:
    """What every award must keep. Shares are whole percent of all that the award costs, in-house units among it."""

    quality_floor: int = 0
    most_units_each: int | None = None
    most_share_each: int | None = None
    small_share: int | None = None
    most_money: int | None = None
    provision: tuple[Provision, ...] = ()


@dataclass(frozen=True)
class Offer:
    """One round: units, the rule by which it is awarded, and the bids. Whatever order bids came in, they stand by draw.

    ``per_point`` is how many parts of a point quality is counted in: 1 where it was said, 100 where it was evaluated.
    """

    name: str
    units: tuple[Unit, ...]
    objective: Objective = Objective.COST
    limits: Limits = field(default_factory=Limits)
    ties: tuple[Tie, ...] = ()
    bidders: tuple[Bidder, ...] = ()
    packages: tuple[Package, ...] = ()
    evaluation: Evaluation | None = None
    per_point: int = 1
    bands: Bands | None = None

    @property
    def rests_on_quality(self) -> bool:
        """Whether the rule asks for quality: as its objective, as a floor, or to settle ties."""
        asked = self.objective is Objective.QUALITY or Tie.QUALITY in self.ties
        return asked or self.limits.quality_floor > 0

    @cached_property
    def considered(self) -> tuple[Package, ...]:
        """The packages of enough quality, in the order of the draw, so that who sent first changes nothing."""
        good = (one for one in self.packages if one.quality >= self.limits.quality_floor)
        return tuple(sorted(good, key=lambda one: (self.drawn(one), one.bidder, one.name)))

    @cached_property
    def who(self) -> dict[str, Bidder]:
        """Bidders by name."""
        return {one.name: one for one in self.bidders}

    @cached_property
    def unit(self) -> dict[str, Unit]:
        """Units by name."""
        return {one.name: one for one in self.units}

    def drawn(self, package: Package) -> int:
        """The number from 1 to 1,048,576 that a package drew: from the names of round, bidder and package, so anybody can draw it again."""
        said = "\n".join((self.name, package.bidder, package.name)).encode()
        return int.from_bytes(sha256(said).digest()[:8], "big") % 2**20 + 1

    def quality_of(self, package: Package) -> int:
        """A package's quality times the weight of its units."""
        return package.quality * sum(self.unit[name].weight for name in package.units)

    def expected(self, units: Iterable[str]) -> int:
        """How many people a year are expected in these units, where that was published."""
        return sum(self.unit[name].expected or 0 for name in units)

    def points(self, quality: int) -> str:
        """Quality in points, as words say it."""
        return f"{Decimal(quality) / self.per_point:g}"

    def of(self, bidder: str, packages: Iterable[Package]) -> list[Package]:
        """Those packages that are one bidder's."""
        return [one for one in packages if one.bidder == bidder]
