"""How far apart two places lie, over the ground in a straight line; by their postcode districts where no more is known."""

from __future__ import annotations

import math
import re

from .places import district_positions

EARTH_KM = 6371.0
Position = tuple[float, float]
"""Degrees north and east."""
_CODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)(?:\s?\d[A-Z]{2})?\b")


def apart_km(one: Position, other: Position) -> float:
    """The straight line between two places over the ground, in kilometres."""
    north, east = math.radians(other[0] - one[0]), math.radians(other[1] - one[1])
    inner = math.sin(north / 2) ** 2
    inner += math.cos(math.radians(one[0])) * math.cos(math.radians(other[0])) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, inner)))


def km_between(one: str, other: str) -> float | None:
    """Kilometres in a straight line between the middles of two postcode districts; None where either is not known.

    >>> round(km_between("TS1", "NE1"))
    50
    """
    middles = district_positions()
    return apart_km(middles[one], middles[other]) if one in middles and other in middles else None


def district_in(written: str) -> str:
    """The last postcode district named in a text, alone or in a whole postcode; empty where none is.

    >>> district_in("Bridge Street, TS1 2AB"), district_in("Room 2")
    ('TS1', '')
    """
    found = [name for name in _CODE.findall(written.upper()) if name in district_positions()]
    return found[-1] if found else ""
