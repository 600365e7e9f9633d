"""How common a value is: a shared rare name says more than a shared common one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .features import Features, values_of
from .model import FREQUENCY_COLUMNS, MatchModel


@dataclass(frozen=True)
class Frequencies:
    """Shares of people who have a value, from counts, steadied by the model's usual share.

    Each value counts as seen ``seen_before`` times more, at its column's usual rate, so that with no
    counts at all every share is the usual one and no weight is adjusted.
    """

    model: MatchModel
    people: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def share(self, column: str, value: str) -> float:
        """The share of people, above 0 and at most 1, who have this value beside the two being compared."""
        others = max(0, self.counts.get(column, {}).get(value, 0) - 2)
        return min(1.0, (others + self.model.seen_before) / self._steadied[column])

    def known_with(self, column: str, value: str) -> int:
        """How many people counted have this value."""
        return self.counts.get(column, {}).get(value, 0)

    @cached_property
    def _steadied(self) -> dict[str, float]:
        """For each column, how many people the counts stand for once steadied."""
        before = self.model.seen_before
        return {column: self.people + before / self.model.usual_share(column) for column in FREQUENCY_COLUMNS}


def counted(records: Iterable[Features]) -> dict[str, Counter[str]]:
    """How many of the records have each value of each column whose rarity counts."""
    counts: dict[str, Counter[str]] = {column: Counter() for column in FREQUENCY_COLUMNS}
    for record in records:
        counts["postcode"].update(record.postcodes)
        for column in FREQUENCY_COLUMNS[:-1]:
            counts[column].update(values_of(record, column))
    return counts
