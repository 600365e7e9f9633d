"""Who people are: sex, group, birth, first sentence, how often they offend, past, needs and death, a column of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .chance import Chance, Real, Whole
from .lots import Lot
from .rates import lot, mean, rates, share

NEEDS: Final = (
    "accommodation",
    "work",
    "relationships",
    "lifestyle",
    "drugs",
    "alcohol",
    "thinking",
    "attitudes",
)
"""What somebody may need help with, as the demonstration keeps it; assessments and contacts speak of the same."""
MOST_SANCTIONS: Final = 30
ADULT, RESPONSIBLE = 18, 10
"""The ages from which somebody is sentenced as an adult, and can offend at all (Children and Young Persons Act 1933 s50)."""
# Whoever is eighteen has been so for a fortnight, so that a court may sit a little before the day planned.
_A_WHILE: Final = 14
_YEARS_AFTER: Final = 12
NEVER: Final = np.iinfo(np.int64).max


def of_age(born: Whole, age: int) -> Whole:
    """A day, since 1970, on which each has reached an age for certain: at most a day after the birthday."""
    return born + int(np.ceil(age * 365.25)) + 1


@dataclass(frozen=True, eq=False)
class People:
    """The people of some numbers: each column is of that length, and hangs on the number alone.

    ``first`` and ``last`` are the days, since 1970, between which each is first sentenced.
    """

    chance: Chance
    numbers: Whole
    first: int
    last: int

    def __len__(self) -> int:
        return len(self.numbers)

    def luck(self, question: str) -> Real:
        """A piece of luck for each person."""
        return self.chance.luck(question, self.numbers)

    def drawn(self, name: str, among: Lot | None = None) -> Whole:
        """The place of what each was drawn in a table of weights: one of the rates', or another of that name."""
        return (among or lot(name)).places(self.luck(name))

    @cached_property
    def often(self) -> Real:
        """How often each offends against the mean, which is one; most seldom, a few very often."""
        return self.chance.waiting("often", self.numbers, 1.0)

    @cached_property
    def is_woman(self) -> NDArray[np.bool_]:
        """Whether each is a woman."""
        return np.array([thing == "F" for thing in lot("sex").things])[self.drawn("sex")]

    @cached_property
    def sentenced(self) -> Whole:
        """The day of the first sentence, since 1970."""
        return self.chance.among("sentenced", self.numbers, self.first, self.last)

    @cached_property
    def age(self) -> Whole:
        """The age at the first sentence, in whole years."""
        bounds = np.array([[int(age) for age in str(band).split("-")] for band in lot("age").things])
        low, high = bounds[self.drawn("age")].T
        return self.chance.among("age within", self.numbers, low, high)

    @cached_property
    def born(self) -> Whole:
        """The day of birth, since 1970."""
        since = self.chance.among("birthday", self.numbers, _A_WHILE, 363)
        return self.sentenced - since - (self.age * 365.25).astype(np.int64)

    @cached_property
    def dies(self) -> Whole:
        """The day of death, since 1970, after the first sentence; ``NEVER`` for whoever lives on."""
        day = self.sentenced + self.chance.among("dies", self.numbers, 1, _YEARS_AFTER * 365)
        return np.where(self.luck("died") < share("died"), day, NEVER)

    @cached_property
    def sanctions(self) -> Whole:
        """How many earlier sanctions each has: as often as they offend, as many as their years allow."""
        earlier = np.floor(mean("sanctions") * self.often).astype(np.int64)
        return np.minimum(np.minimum(earlier, MOST_SANCTIONS), 3 * (self.age - 12))

    @cached_property
    def violent(self) -> Whole:
        """How many of the earlier sanctions were for violence."""
        return self.chance.among("violent", self.numbers, 0, np.minimum(self.sanctions, 4))

    @cached_property
    def first_at(self) -> Whole:
        """The age at the first sanction; the age now of whoever has none before."""
        since = self.chance.among("first sanction", self.numbers, 0, np.clip(self.age - 14, 0, 25))
        return np.where(self.sanctions > 0, np.maximum(RESPONSIBLE, self.age - since), self.age)

    @cached_property
    def needs(self) -> NDArray[np.bool_]:
        """For each, which of ``NEEDS`` they have: the longer the past, the more."""
        least, most = (float(rates()["need"][end]) for end in ("least", "most"))
        often = least + (most - least) * np.minimum(self.sanctions, 12) / 12
        return np.stack([self.luck(f"need of {name}") < often for name in NEEDS], axis=1)
