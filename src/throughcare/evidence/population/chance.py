"""Chance that depends on a seed, a question and a number alone: whoever is asked about together, the answer is the same.

Each number is put through the SplitMix64 generator at the place that the question names, so that the luck of person
5,000 is found without drawing that of the 4,999 before, and a question asked or left out moves no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]
Marks: TypeAlias = NDArray[np.uint64]
T = TypeVar("T")

_STEP: Final = np.array([0x9E3779B97F4A7C15], np.uint64)
_FIRST: Final = np.array([0xBF58476D1CE4E5B9], np.uint64)
_SECOND: Final = np.array([0x94D049BB133111EB], np.uint64)


def _mixed(marks: Marks) -> Marks:
    """The finishing steps of SplitMix64, in place."""
    marks ^= marks >> np.uint64(30)
    marks *= _FIRST
    marks ^= marks >> np.uint64(27)
    marks *= _SECOND
    marks ^= marks >> np.uint64(31)
    return marks


@dataclass(frozen=True)
class Chance:
    """The luck of a seed: ``about`` is what it is about, in words or numbers."""

    about: tuple[str | int, ...]

    def more(self, *about: str | int) -> Chance:
        """Other luck of the same seed, for something within it."""
        return Chance((*self.about, *about))

    def marks(self, question: str, who: Whole | Marks) -> Marks:
        """A 64-bit mark for each of those asked about: itself something to ask about, as a person's third offence is."""
        said = "|".join(str(part) for part in (*self.about, question))
        start = np.frombuffer(hashlib.sha256(said.encode()).digest()[:8], np.uint64)
        marks = who.astype(np.uint64)
        marks *= _STEP
        marks += start
        return _mixed(marks)

    def luck(self, question: str, who: Whole | Marks) -> Real:
        """A number from 0 up to 1 for each, all equally likely."""
        return (self.marks(question, who) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def happens(self, question: str, who: Whole | Marks, share: float | Real) -> NDArray[np.bool_]:
        """Whether something happens to each that happens to a share of them."""
        return self.luck(question, who) < share

    def among(self, question: str, who: Whole | Marks, low: int | Whole, high: int | Whole) -> Whole:
        """A whole number for each, from a lowest up to a highest, both among them; the lowest where none is between."""
        return low + np.floor(self.luck(question, who) * np.maximum(high - low + 1, 1)).astype(np.int64)

    def waiting(self, question: str, who: Whole | Marks, mean: float) -> Real:
        """How long each waits for what comes at any time alike (exponential)."""
        return -mean * np.log1p(-self.luck(question, who))

    def spread(self, question: str, who: Whole | Marks) -> Real:
        """A normal deviate for each, of mean 0 and variance 1 (Box and Muller 1958)."""
        size = np.sqrt(self.waiting(question, who, 2.0))
        return size * np.cos(2 * np.pi * self.luck(f"{question}, turned", who))


def nested(marks: Marks, counts: Whole) -> tuple[Whole, Marks]:
    """For so many things of each: whose each is (its place), and a mark of its own that hangs on that and its turn."""
    whose = np.repeat(np.arange(len(counts)), counts)
    turn = np.arange(len(whose)) - np.repeat(np.cumsum(counts) - counts, counts)
    return whose, marks[whose] + turn.astype(np.uint64)


class Lucks:
    """Luck of many, a column for each question: drawn whole when it is first asked, and told to each by their place."""

    def __init__(self, chance: Chance, who: Whole | Marks) -> None:
        self._chance, self._who = chance, who
        self._columns: dict[str, list[float]] = {}

    def at(self, place: int, question: str) -> float:
        """The luck of the one in a place, from 0 up to 1."""
        if question not in self._columns:
            self._columns[question] = self._chance.luck(question, self._who).tolist()
        return self._columns[question][place]

    def among(self, place: int, question: str, low: int, high: int) -> int:
        """A whole number from a lowest up to a highest, both among them; the lowest where none is between."""
        return low + int(self.at(place, question) * max(high - low + 1, 1))

    def one_of(self, place: int, question: str, things: Sequence[T]) -> T:
        """One of some things, all as likely."""
        return things[int(self.at(place, question) * len(things))]
