"""A definition's calendar as arrays, and the days for which each offence day counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from .calendar import DayRow, calendar_rows
from .columns import Array
from .question import CALENDAR_COLUMNS, Question

EPOCH = date(1970, 1, 1)
EARLIEST = (date(1900, 1, 1) - EPOCH).days
LATEST = (date(2101, 1, 1) - EPOCH).days


@dataclass(frozen=True)
class Edges:
    """The calendar as arrays over index days from ``first``, and the days each offence day counts for."""

    first: int
    rows: list[DayRow]
    reach: Array
    proof_reach: Array
    before: Array
    offences: tuple[int, int]
    named: dict[str, tuple[Array, list[date]]]
    proven_by: Array

    @staticmethod
    def of(asked: Question, first: int, last: int) -> Edges:
        """The edges of every index day from the first to the last, as days since 1970."""
        start = EPOCH + timedelta(days=first)
        rows = list(calendar_rows(asked.definition, start, EPOCH + timedelta(days=last)))
        opens, closes, proven = (
            np.array([(getattr(row, name) - EPOCH).days for row in rows], np.int32)
            for name in ("opens", "closes", "proven_by")
        )
        every_day = np.arange(EARLIEST, LATEST, dtype=np.int32)
        return Edges(
            first,
            rows,
            reach=np.searchsorted(closes, every_day, "left").astype(np.int32),
            proof_reach=np.searchsorted(proven, every_day, "left").astype(np.int32),
            before=(np.searchsorted(opens, every_day, "right") - 1).astype(np.int32),
            offences=(int(opens.min()), int(closes.max())),
            named={name: ordinals([getattr(row, name) for row in rows]) for name in CALENDAR_COLUMNS},
            proven_by=proven,
        )


def ordinals(days: list[date]) -> tuple[Array, list[date]]:
    """Days as numbers in order of first appearance, and the days they stand for."""
    words = list(dict.fromkeys(days))
    place = {day: number for number, day in enumerate(words)}
    return np.array([place[day] for day in days], np.int32), words
