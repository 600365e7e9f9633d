"""Demand to come as a range for each scenario, and never a point: what is expected now, how it moved, and how far plans went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from math import ceil, floor
from statistics import median

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, edition_on

from .surely import People

FEWEST = 2
"""Quarters told without which nothing is forecast: one alone does not say how it moves."""
AHEAD = 4
"""Quarters ahead that are forecast."""
STEP = 5


@dataclass(frozen=True)
class Scenario:
    """How far demand may go below and above what is to be expected, as shares of it, and who says so."""

    name: str
    lowest: float
    highest: float
    clause: Clause
    basis: str


@dataclass(frozen=True)
class Forecast:
    """People in a quarter, a year from now, in one scenario: from the fewest to the most."""

    scenario: Scenario
    low: int
    high: int


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[tuple[Scenario, ...]], ...]:
    text = files(__package__).joinpath("editions", "forecast.yaml").read_text("utf-8")
    return tuple(
        Edition(
            f"forecast from {one['from']}",
            Period(one["from"], one["until"]),
            tuple(map(_scenario, one["scenarios"])),
        )
        for one in yaml.safe_load(text)
    )


def _scenario(one: dict[str, str]) -> Scenario:
    clause = Clause(one["source"], one["paragraph"])
    return Scenario(one["name"], float(one["lowest"]), float(one["highest"]), clause, one["basis"])


def scenarios(on: date) -> tuple[Scenario, ...]:
    """The scenarios of the edition in force on a day."""
    return edition_on(_editions(), on).table


def forecasts(history: Sequence[People | None], on: date) -> list[Forecast]:
    """Demand a year from the last quarter told, for each scenario; none where too few quarters were told.

    ``history`` is what was to be expected in each quarter, oldest first, None where it could not be told. The trend is the
    median of the slopes of every two quarters (Theil and Sen), which one odd quarter does not move; what is forecast holds both
    going on as it moved and staying as it is, before a scenario widens it.
    """
    known = [(place, one) for place, one in enumerate(history) if one is not None]
    if len(known) < FEWEST:
        return []
    slope = median((b.middle - a.middle) / (y - x) for (x, a), (y, b) in combinations(known, 2))
    last_place, last = known[-1]
    moved = slope * (AHEAD + len(history) - 1 - last_place)
    low, high = max(min(last.low, last.low + moved), 0), max(last.high, last.high + moved)
    return [_widened(one, low, high) for one in scenarios(on)]


def _widened(scenario: Scenario, low: float, high: float) -> Forecast:
    fewest = STEP * floor(low * (1 + scenario.lowest) / STEP)
    most = STEP * ceil(high * (1 + scenario.highest) / STEP)
    return Forecast(scenario, fewest, max(most, fewest + STEP))
