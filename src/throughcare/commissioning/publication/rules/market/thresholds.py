"""What a market is held against, by the day: data, each marked with its source or as assumed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, edition_on


@dataclass(frozen=True)
class Thresholds:
    """When a commissioner is told to look; each is explained beside it in the edition."""

    concentrated: int
    highly_concentrated: int
    shortest_days: int
    most_words: int
    clash_days: int
    largest_unit: int
    once_in: int
    cover: int
    same_words: int
    clause: Clause


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[Thresholds], ...]:
    text = files(__package__).joinpath("..", "editions", "market.yaml").read_text("utf-8")
    return tuple(_edition(one) for one in yaml.safe_load(text))


def _edition(given: dict[str, object]) -> Edition[Thresholds]:
    numbers = {name: int(str(given[name])) for name in Thresholds.__annotations__ if name != "clause"}
    clause = Clause(str(given["source"]), str(given["basis"]))
    period = Period(given["from"], given["until"])  # type: ignore[arg-type]
    return Edition(f"market from {given['from']}", period, Thresholds(**numbers, clause=clause))


def thresholds(on: date) -> Thresholds:
    """Those of a day."""
    return edition_on(_editions(), on).table
