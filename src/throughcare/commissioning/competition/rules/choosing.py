"""The best set of packages under a published rule, proved by a bound: whole-number programming, criterion after criterion.

Each unit is provided once, or stays in-house where the round says what that costs. The first criterion is the objective,
the next are the tie rules in their order, the last is the draw: so one set alone is the best, whoever bid first.
"""

from __future__ import annotations

from .awards import Award, NoAward
from .offers import Offer, Package


def choose(offer: Offer, *, among: Package | None = None) -> Award | NoAward:
    """The best set of packages, or why there is none; ``among`` asks for the best of those that have this one in them."""
    from .solving import solve

    return solve(offer, among)


def best_with(offer: Offer, package: Package) -> int | None:
    """What the objective comes to in the best award that has a package in it; None where no award can."""
    from .solving import objective_with

    return objective_with(offer, package)
