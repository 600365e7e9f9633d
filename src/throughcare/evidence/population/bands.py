"""Cohorts by risk band, drawn again and again from one seed: each person's luck hangs on the cohort and their number alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from throughcare.foundation.kernel import Refused

from .chance import Chance, Real, Whole
from .lots import of_many, uneven

_AT_ONCE = 4_000_000
# Numbers of people in different cohorts are kept this far apart.
_APART = 2**40


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

    def times(self, band: str, size: int) -> tuple[Real, Real]:
        """For each person of a band, what multiplies their chance and their further reoffences."""
        more = np.arange(size) < (self.people if band == self.band else 0)
        chance = np.where(more, self.everybody.chance * self.further.chance, self.everybody.chance)
        return chance, np.where(more, self.everybody.further * self.further.further, self.everybody.further)


@dataclass(frozen=True, eq=False)
class Drawn:
    """One band of one cohort: reoffences of each person, and how many of them achieve each outcome on the way."""

    band: RiskBand
    counts: Whole
    achieved: Mapping[str, int]


@dataclass(frozen=True)
class Draw:
    """Many cohorts of the same people: who would reoffend, and how much further, for the same luck.

    The luck is each person's own, so that two kinds of help are compared on the same people.
    """

    population: Population
    people: int
    cohorts: int
    seed: int

    def of(self, plan: Plan) -> Iterator[tuple[Drawn, ...]]:
        """The bands of each cohort, under a plan of help."""
        block = max(1, _AT_ONCE // self.people)
        for start in range(0, self.cohorts, block):
            yield from self._block(np.arange(start, min(start + block, self.cohorts)), plan)

    def _block(self, cohorts: Whole, plan: Plan) -> Iterator[tuple[Drawn, ...]]:
        parts = []
        for band, size in zip(self.population.bands, self.population.sizes(self.people), strict=True):
            chance = Chance(("cohorts", self.seed, band.name))
            numbers = cohorts[:, np.newaxis] * _APART + np.arange(size)
            achieved = {
                name: of_many(chance.luck(f"achieving {name}", cohorts), size, often)
                for name, often in sorted(band.achieving.items())
            }
            parts.append((band, _counts(chance, band, numbers, plan), achieved))
        for place in range(len(cohorts)):
            yield tuple(
                Drawn(band, counts[place], {name: int(found[place]) for name, found in achieved.items()})
                for band, counts, achieved in parts
            )


def _counts(chance: Chance, band: RiskBand, numbers: Whole, plan: Plan) -> Whole:
    """Reoffences a person: luck is the same whatever the help, so other help meets the same people."""
    times_chance, times_further = plan.times(band.name, numbers.shape[1])
    counts = np.zeros(numbers.shape, np.int64)
    again = chance.luck("fate", numbers) < band.chance * times_chance
    marks = numbers[again]
    further = uneven(chance.luck("further", marks), band.each - 1, band.spread)
    left = np.broadcast_to(times_further, numbers.shape)[again]
    if (left < 1).any():
        rounding = chance.luck("rounding", marks) * (left < 1)
        further = np.floor(further * left + rounding).astype(np.int64)
    counts[again] = 1 + further
    return counts


def mean_square(band: RiskBand) -> float:
    """Mean square of one reoffender's reoffences: one, and a spread-out number further."""
    further = band.each - 1
    return further + further**2 / band.spread + band.each**2
