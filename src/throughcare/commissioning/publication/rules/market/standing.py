"""How a market stands: concentration by cost, units for which one alone bid, and how often the same provider wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .contests import Contest


@dataclass(frozen=True)
class Measures:
    """Of all competitions together: the index of concentration, the largest share in percent and whose, units that one alone wanted.

    None where nothing was awarded, for a share of nothing is none.
    """

    concentration: Fraction | None
    largest: tuple[str, Fraction] | None
    units: int
    single: tuple[tuple[str, str, str], ...]
    unwanted: tuple[tuple[str, str], ...]

    @property
    def single_share(self) -> Fraction | None:
        """The percent of units that one alone wanted; None where there are no units."""
        return Fraction(100 * len(self.single), self.units) if self.units else None


def concentration(money: Mapping[str, int]) -> Fraction | None:
    """The sum of squared shares in percent (Herfindahl and Hirschman): 10,000 where one has all, near 0 where many have little."""
    whole = sum(money.values())
    return sum((Fraction(100 * one, whole) ** 2 for one in money.values()), Fraction(0)) if whole else None


def measures(contests: Iterable[Contest]) -> Measures:
    """How the market of these competitions stands."""
    every = list(contests)
    money: Counter[str] = Counter()
    for contest in every:
        for one in contest.taken:
            money[one.bidder] += one.price
    whole = sum(money.values())
    largest = max(money.items(), key=lambda one: (one[1], one[0])) if whole else None
    single, unwanted = [], []
    for contest in every:
        for unit in contest.units:
            wanting = contest.wanting(unit)
            if len(wanting) == 1:
                single.append((contest.name, unit, next(iter(wanting))))
            elif not wanting:
                unwanted.append((contest.name, unit))
    return Measures(
        concentration(money), (largest[0], Fraction(100 * largest[1], whole)) if largest else None,
        sum(len(contest.units) for contest in every), tuple(single), tuple(unwanted),
    )  # fmt: skip
