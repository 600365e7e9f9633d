"""A change in a rate split into what people did and who the people were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, prod

from throughcare.foundation.kernel import Refused

Stratum = tuple[object, ...]
Strata = Mapping[Stratum, tuple[int, int]]
"""People and hits of each stratum; a stratum names one value of each factor."""


@dataclass(frozen=True)
class Split:
    """A change in a rate and its parts, which sum to it: the rates' own, and each factor's make-up."""

    change: float
    rate: float
    make_up: Mapping[str, float]

    def share(self, part: float) -> float:
        """A part as a percentage of the change."""
        return 100 * part / self.change


def split_change(before: Strata, after: Strata, factors: Sequence[str]) -> Split:
    """Das Gupta's decomposition (US Bureau of the Census, 1993) for cross-classified people.

    First rates against the whole make-up, each at the mean of the other; then the make-up among its
    factors, in every order, at the mean rates. Treating the rates as one more factor among the others
    gives nearly the same, and not the published, shares.
        ``factors`` names what each place of a stratum stands for. Refused when a stratum is in one
    of the two only: its rate in the other is not known.
    """
    if set(before) != set(after) or any(n <= 0 for n, _ in [*before.values(), *after.values()]):
        raise Refused("both years need people in every stratum: merge those that are empty")
    if any(len(stratum) != len(factors) for stratum in before):
        raise Refused(f"every stratum names one value of each of {', '.join(factors)}")
    parts = [(_make_up(before, place), _make_up(after, place)) for place in range(len(factors))]
    rates, shares = (_rates(before), _rates(after)), (_shares(before), _shares(after))

    def at_mean_rates(chosen: Sequence[int]) -> float:
        return sum(
            prod(part[year][stratum] for part, year in zip(parts, chosen, strict=True))
            * (rates[0][stratum] + rates[1][stratum]) / 2
            for stratum in before
        )  # fmt: skip

    by_rates = sum(
        (shares[0][stratum] + shares[1][stratum]) / 2 * (rates[1][stratum] - rates[0][stratum])
        for stratum in before
    )
    effects = _averaged(at_mean_rates, len(parts))
    crude = [sum(h for _, h in year.values()) / sum(n for n, _ in year.values()) for year in (before, after)]
    return Split(crude[1] - crude[0], by_rates, dict(zip(factors, effects, strict=True)))


def _rates(strata: Strata) -> dict[Stratum, float]:
    return {stratum: hits / n for stratum, (n, hits) in strata.items()}


def _shares(strata: Strata) -> dict[Stratum, float]:
    whole = sum(n for n, _ in strata.values())
    return {stratum: n / whole for stratum, (n, _) in strata.items()}


def _weight(size: int, factors: int) -> float:
    """The weight of a subset of the other factors: one order in so many puts exactly those first."""
    return factorial(size) * factorial(factors - 1 - size) / factorial(factors)


def _make_up(strata: Strata, place: int) -> dict[Stratum, float]:
    """How much of a stratum's share is owed to one factor, on average over the others being held."""
    factors = len(next(iter(strata)))
    others = [other for other in range(factors) if other != place]
    share = dict.fromkeys(strata, 1.0)
    for size in range(factors):
        for held in combinations(others, size):
            within, of = _margin(strata, (*held, place)), _margin(strata, held)
            for stratum in strata:
                part = within[_at(stratum, (*held, place))] / of[_at(stratum, held)]
                share[stratum] *= part ** _weight(size, factors)
    return share


def _at(stratum: Stratum, places: Sequence[int]) -> Stratum:
    return tuple(stratum[place] for place in sorted(places))


def _margin(strata: Strata, places: Sequence[int]) -> dict[Stratum, int]:
    sums: dict[Stratum, int] = {}
    for stratum, (n, _) in strata.items():
        key = _at(stratum, places)
        sums[key] = sums.get(key, 0) + n
    return sums


def _averaged(rate: Callable[[Sequence[int]], float], parts: int) -> list[float]:
    """Each part's effect, from the first year's value to the second's, averaged over every order."""
    effects = []
    for part in range(parts):
        others = [other for other in range(parts) if other != part]
        effect = 0.0
        for size in range(parts):
            for moved in combinations(others, size):
                year = [int(other in moved) for other in range(parts)]
                later = [*year[:part], 1, *year[part + 1 :]]
                effect += _weight(size, parts) * (rate(later) - rate(year))
        effects.append(effect)
    return effects


def split_within(
    series: Sequence[Strata], factors: Sequence[str], *, first: int = 0, last: int = -1
) -> Split:
    """The split between two years of a series, made consistent with every other year (Das Gupta, chapter 4).

    Each part is the mean, over the years, of going from the first to the last by way of that year;
    so the parts of any chain of years sum to those of its ends, which pair by pair they do not.
    """
    ends = (series[first], series[last])
    ways = [
        (split_change(ends[0], by_way, factors), split_change(by_way, ends[1], factors)) for by_way in series
    ]
    years = len(series)
    return Split(
        split_change(*ends, factors).change,
        sum(a.rate + b.rate for a, b in ways) / years,
        {name: sum(a.make_up[name] + b.make_up[name] for a, b in ways) / years for name in factors},
    )
