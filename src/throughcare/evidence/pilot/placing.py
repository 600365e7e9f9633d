"""What two designs differ by in each area of a pilot, and whether chance alone would seldom give as much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .comparing import FIGURES, Difference, counts_of, difference

if TYPE_CHECKING:
    from .running import Run

TOLD_OF_PLACES: Final = (FIGURES[0], FIGURES[2], FIGURES[4])
"""The figures told of each area: who reoffend, changes of manager, contacts held."""


@dataclass(frozen=True)
class Placed:
    """One area: its people, and what the second design differs by there in each figure that is told of areas."""

    area: str
    people: int
    differences: tuple[Difference, ...]

    @property
    def seen(self) -> str:
        """Which way who reoffend is seen to go there: more, fewer, or not told apart from chance."""
        first = self.differences[0]
        if not first.is_seen:
            return "not told apart from chance"
        return "more reoffend" if first.by > 0 else "fewer reoffend"


def placed(one: Run, other: Run) -> tuple[Placed, ...]:
    """Every area of two runs of the same people, in the order in which the design names them."""
    found = []
    for at, (area, people) in enumerate(one.design.areas.items()):
        first, second = counts_of(one, at), counts_of(other, at)
        rows = tuple(difference(f, f.of(first), f.of(second)) for f in TOLD_OF_PLACES)
        found.append(Placed(area, people, rows))
    return tuple(found)
