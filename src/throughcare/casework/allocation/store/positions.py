"""Where a postcode district or a local area lies, for how far people would have to travel."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

from ..rules.people import Position


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    text = files("throughcare.casework.allocation").joinpath("reference", "district_positions.csv")
    return list(csv.DictReader(text.read_text("utf-8").splitlines()))


@lru_cache(maxsize=1)
def district_positions() -> dict[str, Position]:
    """The centre of each postcode district of England and Wales."""
    return {row["district"]: _position(row) for row in _rows()}


@lru_cache(maxsize=1)
def area_positions() -> dict[str, Position]:
    """The middle of the districts of each local authority area."""
    found: dict[str, list[Position]] = defaultdict(list)
    for row in _rows():
        found[row["area"]].append(_position(row))
    return {
        area: Position(
            sum(one.east_km for one in those) / len(those), sum(one.north_km for one in those) / len(those)
        )
        for area, those in found.items()
    }


def _position(row: dict[str, str]) -> Position:
    return Position(float(row["east_km"]), float(row["north_km"]))
