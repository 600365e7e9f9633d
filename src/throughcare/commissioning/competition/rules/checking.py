"""Checks an award without the solver: what it comes to, every limit, and that nothing better is possible, in whole numbers.

The bound rests on a price for each unit: whatever a set takes, it costs at least the prices of its units, less what options
are cheaper than theirs. Where that leaves a distance, every set that could still be better is gone through, up to a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from .awards import Award
from .offers import Objective, Offer, Package

MOST_LOOKED = 200_000
"""Sets begun before the search is given up and the award is said to be unproved."""


@dataclass(frozen=True)
class Checked:
    """What a check found: faults in words, the bound on the objective, whether it is proved, and how many sets were gone into."""

    faults: tuple[str, ...]
    value: int
    bound: int
    looked: int
    better: bool = False

    @property
    def is_proved(self) -> bool:
        """Whether the award keeps every limit and nothing that keeps them is better by the objective."""
        return not self.faults and not self.better and self.value == self.bound


@dataclass(frozen=True)
class _Option:
    units: frozenset[str]
    cost: int
    package: Package | None = None


def check(offer: Offer, award: Award) -> Checked:
    """An award held against its round again, from nothing but the two."""
    faults = tuple(_faults(offer, award.taken, {unit.name for unit in award.kept}))
    options = list(_options(offer))
    taken = [one for one in options if one.package in award.taken or _is_kept(one, award)]
    value = sum(one.cost for one in taken)
    sign = -1 if offer.objective is Objective.QUALITY else 1
    prices = {name: sign * price for name, price in award.prices.items()}
    search = _Search(offer, options, prices, value)
    search.go(search.whole, 0, ())
    bound = value if search.ended and not search.better else min(value, search.least(search.whole))
    return Checked(faults, sign * value, sign * bound, search.looked, search.better)


def _is_kept(option: _Option, award: Award) -> bool:
    return option.package is None and any(unit.name in option.units for unit in award.kept)


def _options(offer: Offer) -> Iterator[_Option]:
    by_cost = offer.objective is Objective.COST
    for one in offer.packages:
        if one.quality >= offer.limits.quality_floor:
            yield _Option(one.units, one.price if by_cost else -offer.quality_of(one), one)
    for unit in offer.units:
        if unit.in_house is not None:
            inside = unit.in_house.price if by_cost else -unit.in_house.quality * unit.weight
            yield _Option(frozenset((unit.name,)), inside)


class _Search:
    """Goes through every set that the prices do not rule out; units are bits of a number."""

    def __init__(self, offer: Offer, options: list[_Option], prices: Mapping[str, int], value: int) -> None:
        bits = {unit.name: 1 << n for n, unit in enumerate(offer.units)}
        self.offer, self.value = offer, value
        self.price = {bits[name]: prices.get(name, 0) for name in bits}
        self.whole = (1 << len(bits)) - 1
        masks = ((sum(bits[name] for name in one.units), one) for one in options)
        dear = sorted(
            ((one.cost - self._worth(mask), mask, one) for mask, one in masks), key=lambda of: of[:2]
        )
        self.below = [(mask, over) for over, mask, _ in dear if over < 0]
        self.by_bit = {bit: [(mask, one) for _, mask, one in dear if mask & bit] for bit in self.price}
        self.looked, self.ended, self.better = 0, True, False

    def _worth(self, units: int) -> int:
        return sum(price for bit, price in self.price.items() if bit & units)

    def least(self, left: int) -> int:
        """The least that providing these units can cost, whatever the limits."""
        return self._worth(left) + sum(over for mask, over in self.below if not mask & ~left)

    def go(self, left: int, cost: int, taken: tuple[_Option, ...]) -> None:
        """Go on from a set begun, with these units left."""
        self.looked += 1
        self.ended = self.ended and self.looked <= MOST_LOOKED
        if not self.ended or self.better or cost + self.least(left) >= self.value:
            return
        if not left:
            packages = tuple(one.package for one in taken if one.package)
            kept = set(chain.from_iterable(one.units for one in taken if one.package is None))
            self.better = not any(True for _ in _faults(self.offer, packages, kept))
            return
        for mask, one in self.by_bit[left & -left]:
            if not mask & ~left:
                self.go(left & ~mask, cost + one.cost, (*taken, one))


def _faults(offer: Offer, taken: tuple[Package, ...], kept: set[str]) -> Iterator[str]:
    """Every way in which a set does not keep the round's rule, in words."""
    yield from _units_once(offer, taken, kept)
    for one in taken:
        own = {other.name for other in taken if other.bidder == one.bidder}
        if one.quality < offer.limits.quality_floor:
            yield f"{one.name} of {one.bidder} is below the floor of quality"
        if one.not_with & own:
            yield f"{one.name} of {one.bidder} is taken with a package that it was not to be taken with"
        if not one.only_with <= own:
            yield f"{one.name} of {one.bidder} is taken without the package that it was to be taken with"
    yield from _shares(offer, taken, kept)
    for wanted in offer.limits.provision:
        near = [
            one
            for one in taken
            if wanted.within is None or (one.minutes is not None and one.minutes <= wanted.within)
        ]
        served = sum(len(one.units & wanted.units) for one in near if wanted.group in one.serves)
        if served < wanted.at_least:
            yield f"{served} units serve {wanted.group} within the travel asked; at least {wanted.at_least} were to"


def _units_once(offer: Offer, taken: tuple[Package, ...], kept: set[str]) -> Iterator[str]:
    for unit in offer.units:
        times = sum(unit.name in one.units for one in taken) + (unit.name in kept)
        if times != 1:
            yield f"{unit.name} is provided {times} times; once was asked"
        if unit.name in kept and unit.in_house is None:
            yield f"{unit.name} may not stay in-house"


def _shares(offer: Offer, taken: tuple[Package, ...], kept: set[str]) -> Iterator[str]:
    limits = offer.limits
    inside = (unit.in_house.price for unit in offer.units if unit.name in kept and unit.in_house)
    whole = sum(one.price for one in taken) + sum(inside)
    small = sum(one.price for one in taken if offer.who[one.bidder].small)
    if limits.most_money is not None and whole > limits.most_money:
        yield "it costs more than there is"
    if limits.small_share is not None and small * 100 < whole * limits.small_share:
        yield "small providers have less than the share kept for them"
    for bidder in offer.bidders:
        own = [one for one in taken if one.bidder == bidder.name]
        units, money = sum(len(one.units) for one in own), sum(one.price for one in own)
        most = [number for number in (bidder.most_units, limits.most_units_each) if number is not None]
        if most and units > min(most):
            yield f"{bidder.name} has more units than may be"
        if limits.most_share_each is not None and money * 100 > whole * limits.most_share_each:
            yield f"{bidder.name} has more than the largest share"
