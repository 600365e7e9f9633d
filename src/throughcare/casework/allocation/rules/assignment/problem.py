"""What is to be placed with whom, at what prices; and a plan, with the proof of how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from throughcare.foundation.kernel import Refused

from ..people import CaseToPlace, Practitioner
from ..pricing import Terms


@dataclass(frozen=True)
class Problem:
    """Cases to place, practitioners to place them with, and the editions that price and limit it."""

    cases: tuple[CaseToPlace, ...]
    practitioners: tuple[Practitioner, ...]
    terms: Terms

    def __post_init__(self) -> None:
        for what, ids in (
            ("case", [case.id for case in self.cases]),
            ("practitioner", [who.id for who in self.practitioners]),
        ):
            if len(set(ids)) != len(ids):
                raise Refused(f"the same {what} is named twice")
        if any(case.points < 0 for case in self.cases):
            raise Refused("a case cannot weigh less than nothing", field="points")

    @cached_property
    def steepest(self) -> float:
        """The highest price of a point of overload."""
        return max((step.price for step in self.terms.prices.table.overload), default=0.0)


@dataclass(frozen=True)
class Plan:
    """Who holds each case (None: nobody), what that costs, and how near to the best it is proved to be.

    ``load_prices`` is the proof: at these prices of a point of load, for each practitioner, no plan
    whatever can cost less than ``bound``. Anybody can check it from the problem and this alone.
    """

    holders: Mapping[str, str | None]
    objective: float
    bound: float
    load_prices: Mapping[str, float]
    greedy_objective: float
    stopped_early: bool = False

    @property
    def gap(self) -> float:
        """How far above the proved bound the plan is, as a share of the plan's cost (0 when they meet)."""
        return max(0.0, self.objective - self.bound) / max(abs(self.objective), 1.0)

    @property
    def unallocated(self) -> tuple[str, ...]:
        """Cases that nobody holds in the plan."""
        return tuple(case for case, who in self.holders.items() if who is None)
