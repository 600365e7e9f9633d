"""Synthetic cohorts by risk band, drawn again and again from one seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.commissioning.contracts.rules.terms import Against, Kind, PaymentRule
from throughcare.foundation.kernel import Refused

Counts: TypeAlias = NDArray[np.int64]
_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class RiskBand:
    """People of one risk: their share, chance of reoffending, and how often those who do.

    ``each`` is mean reoffences per reoffender (1 or more); ``spread`` the shape of how they vary, lower
    is more unequal; ``severity`` per reoffence; ``achieving`` the chance of each outcome on the way.
    """

    name: str
    share: float
    chance: float
    each: float
    spread: float = 0.8
    severity: float = 1.0
    achieving: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Population:
    """Bands whose shares make one."""

    bands: tuple[RiskBand, ...]

    def __post_init__(self) -> None:
        if abs(sum(band.share for band in self.bands) - 1) > 1e-9:
            raise Refused("the bands' shares must add up to one", field="bands")
        if any(not 0 <= band.chance <= 1 or band.each < 1 for band in self.bands):
            raise Refused(
                "a chance lies between 0 and 1, and a reoffender reoffends once or more", field="bands"
            )

    @property
    def chance(self) -> float:
        """The share of people who reoffend."""
        return sum(band.share * band.chance for band in self.bands)

    def sizes(self, people: int) -> tuple[int, ...]:
        """People of each band in a cohort: shares rounded, the largest band taking what is left over."""
        sizes = [round(band.share * people) for band in self.bands]
        sizes[sizes.index(max(sizes))] += people - sum(sizes)
        return tuple(sizes)


@dataclass(frozen=True)
class Help:
    """What a service does: times the chance of reoffending, and the share of further reoffences left."""

    chance: float = 1.0
    further: float = 1.0


NO_HELP = Help()


@dataclass(frozen=True)
class Plan:
    """Who is helped: everybody alike, and then so many people of one band further."""

    everybody: Help = NO_HELP
    band: str | None = None
    people: int = 0
    further: Help = NO_HELP

    def times(self, band: str, size: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For each person of a band, what multiplies their chance and their further reoffences."""
        more = np.arange(size) < (self.people if band == self.band else 0)
        chance = np.where(more, self.everybody.chance * self.further.chance, self.everybody.chance)
        return chance, np.where(more, self.everybody.further * self.further.further, self.everybody.further)


@dataclass(frozen=True)
class Draw:
    """Many cohorts of the same people: who would reoffend, and how much further, for the same luck.

    The luck is drawn once, so that two kinds of help are compared on the same people.
    """

    population: Population
    people: int
    cohorts: int
    seed: int

    def tallies(self, plan: Plan) -> Iterator[Tally]:
        """A tally for each cohort, under a plan of help."""
        block = max(1, _AT_ONCE // self.people)
        for start in range(0, self.cohorts, block):
            yield from self._block(start, min(block, self.cohorts - start), plan)

    def _block(self, start: int, cohorts: int, plan: Plan) -> Iterator[Tally]:
        sizes = self.population.sizes(self.people)
        parts = []
        for place, (band, size) in enumerate(zip(self.population.bands, sizes, strict=True)):
            luck = np.random.default_rng([self.seed, start, place])
            counts = _counts(luck, band, (cohorts, size), plan)
            parts.append(_Part(band, counts, _achieved(luck, band, cohorts, size)))
        yield from (_tally(parts, cohort) for cohort in range(cohorts))


@dataclass(frozen=True, eq=False)
class _Part:
    band: RiskBand
    counts: Counts
    achieved: Mapping[str, Counts]


def expectations(
    rule: PaymentRule, population: Population, people: int, comparison_ratio: int = 10
) -> dict[str, Expected]:
    """What each measure of a rule would expect of this population, had nobody helped.

    A baseline is taken as known. A comparison group of ``comparison_ratio`` times the cohort has the
    error that its size leaves it.
    """
    found = {}
    for paying in rule.measures:
        if paying.against is Against.NOTHING:
            continue
        rate, variance = _moments(paying.kind, paying.outcome, population)
        others = people * comparison_ratio if paying.against is Against.COMPARISON else 0
        found[paying.name] = Expected(
            rate=_exact(rate),
            error=_exact((variance / others) ** 0.5) if others else Decimal(0),
            variance=_exact(variance),
            predicted=_exact(population.chance),
        )
    return found


def _counts(luck: np.random.Generator, band: RiskBand, shape: tuple[int, int], plan: Plan) -> Counts:
    """Reoffences a person: fates are drawn whatever the help, so other help meets the same people."""
    fate = luck.random(shape)
    further = luck.poisson(luck.gamma(band.spread, (band.each - 1) / band.spread, shape))
    rounding = luck.random(shape)
    times_chance, times_further = plan.times(band.name, shape[1])
    left = np.floor(further * times_further + rounding * (times_further < 1)).astype(np.int64)
    counts: Counts = np.where(fate < band.chance * times_chance, 1 + left, 0)
    return counts


def _achieved(luck: np.random.Generator, band: RiskBand, cohorts: int, size: int) -> dict[str, Counts]:
    return {name: luck.binomial(size, chance, cohorts) for name, chance in sorted(band.achieving.items())}


def _tally(parts: list[_Part], cohort: int) -> Tally:
    lines = [part.counts[cohort] for part in parts]
    reoffences = [int(line.sum()) for line in lines]
    squares = [int((line * line).sum()) for line in lines]
    severities = [_exact(part.band.severity) for part in parts]
    outcomes = {name for part in parts for name in part.achieved}
    people = sum(len(line) for line in lines)
    chances = (_exact(part.band.chance) * len(line) for part, line in zip(parts, lines, strict=True))
    return Tally(
        people=people,
        reoffenders=sum(int((line > 0).sum()) for line in lines),
        reoffences=sum(reoffences),
        reoffence_squares=sum(squares),
        severity=sum((s * n for s, n in zip(severities, reoffences, strict=True)), Decimal(0)),
        severity_squares=sum((s * s * n for s, n in zip(severities, squares, strict=True)), Decimal(0)),
        achieved={
            o: sum(int(p.achieved[o][cohort]) for p in parts if o in p.achieved) for o in sorted(outcomes)
        },
        known=dict.fromkeys(sorted(outcomes), people),
        predicted=sum(chances, Decimal(0)),
    )


def _moments(kind: Kind, outcome: str | None, population: Population) -> tuple[float, float]:
    """Mean and variance, a person (a reoffender where that is the unit), over all bands."""
    if kind is Kind.ACHIEVED:
        rate = sum(band.share * band.achieving.get(outcome or "", 0.0) for band in population.bands)
        return rate, rate * (1 - rate)
    if kind is Kind.BINARY:
        return population.chance, population.chance * (1 - population.chance)
    first = second = 0.0
    for band in population.bands:
        weight = band.severity if kind is Kind.SEVERITY else 1.0
        first += band.share * band.chance * band.each * weight
        second += band.share * band.chance * mean_square(band) * weight**2
    if kind is Kind.PER_REOFFENDER:
        first, second = first / population.chance, second / population.chance
    return first, second - first**2


def mean_square(band: RiskBand) -> float:
    """Mean square of one reoffender's reoffences: one, and a spread-out number further."""
    further = band.each - 1
    return further + further**2 / band.spread + band.each**2


def _exact(number: float) -> Decimal:
    return Decimal(repr(float(number)))
