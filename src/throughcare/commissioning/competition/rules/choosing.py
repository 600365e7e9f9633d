"""The best set of packages under a published rule, proved by a bound: whole-number programming, criterion after criterion.

Each unit is provided once, or stays in-house where the round says what that costs. The first criterion is the objective,
the next are the tie rules in their order, the last is the draw: so one set alone is the best, whoever bid first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .offers import Offer, Package, Unit


@dataclass(frozen=True)
class Step:
    """One criterion: what the set comes to (more is better where it says most), and the bound nothing can beat."""

    criterion: str
    value: int
    bound: int

    @property
    def is_proved(self) -> bool:
        """Whether nothing better is possible."""
        return self.value == self.bound


@dataclass(frozen=True)
class Award:
    """What is awarded: packages taken, units that stay in-house, what it comes to criterion by criterion.

    ``prices`` gives each unit the price in pence (or the quality) that the bound on the objective rests on.
    """

    taken: tuple[Package, ...]
    kept: tuple[Unit, ...]
    steps: tuple[Step, ...]
    prices: Mapping[str, int]

    @property
    def cost(self) -> int:
        """What all of it costs, in pence."""
        inside = sum(one.in_house.price for one in self.kept if one.in_house)
        return inside + sum(one.price for one in self.taken)

    @property
    def is_proved(self) -> bool:
        """Whether every criterion was searched to its end."""
        return all(step.is_proved for step in self.steps)


@dataclass(frozen=True)
class NoAward:
    """Why nothing can be awarded: units that nobody offers, or the limits of which each alone stands in the way."""

    unoffered: tuple[str, ...]
    in_the_way: tuple[str, ...]


def choose(offer: Offer, *, among: Package | None = None) -> Award | NoAward:
    """The best set of packages, or why there is none; ``among`` asks for the best of those that have this one in them."""
    from .solving import solve

    return solve(offer, among)


def best_with(offer: Offer, package: Package) -> int | None:
    """What the objective comes to in the best award that has a package in it; None where no award can."""
    from .solving import objective_with

    return objective_with(offer, package)
