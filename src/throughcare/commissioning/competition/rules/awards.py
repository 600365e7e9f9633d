"""What was chosen and how far it is proved, or why nothing can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .offers import Package, Unit


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
