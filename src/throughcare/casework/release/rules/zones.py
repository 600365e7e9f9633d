"""An area that somebody must keep out of: its outline on a map, which says where and never whom it protects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from math import cos, hypot, radians
from typing import NoReturn

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, edition_on

from .law import read_edition

Corner = tuple[float, float]
"""Degrees north and degrees east."""

FEWEST, MOST = 3, 40
_NUMBER = re.compile(r"-?\d{1,3}(\.\d{1,8})?")
_NORTH, _EAST = (49.0, 61.0), (-9.0, 2.5)
_KM = 111.32


@dataclass(frozen=True)
class ZoneTerms:
    """How small and how large an area may be, in square kilometres, and how unlike an outline about one point."""

    clause: Clause
    basis: str
    smallest: float
    largest: float
    unlike: float


@lru_cache(maxsize=1)
def zone_editions() -> tuple[Edition[ZoneTerms], ...]:
    """Every edition of what an area may be."""
    return tuple(
        Edition(
            one["name"], Period(one["from"], one["until"]),
            ZoneTerms(Clause(one["source"], one["name"]), one["basis"], one["smallest"], one["largest"], one["unlike"]),
        )
        for one in read_edition("zones")
    )  # fmt: skip


def zone_of(text: str, *, on: date) -> tuple[Corner, ...]:
    """The corners of an area, one on a line as degrees north and east; refused where the outline cannot be one, or tells whom it protects."""
    lines = [line for line in text.splitlines() if line.strip()]
    corners = tuple(_corner(number, line) for number, line in enumerate(lines, 1))
    if len(corners) > FEWEST and corners[0] == corners[-1]:
        corners = corners[:-1]
    if not FEWEST <= len(corners) <= MOST:
        _refuse(f"Expected from {FEWEST} to {MOST} corners, one on a line; this has {len(corners)}.")
    if len(set(corners)) < len(corners):
        _refuse("A corner is named twice. Name each once, in the order in which the outline passes them.")
    if _crosses(corners):
        _refuse("The outline crosses itself. Name the corners in the order in which it passes them.")
    _check_size(corners, edition_on(zone_editions(), on).table)
    return corners


def _corner(number: int, line: str) -> Corner:
    said = line.replace(",", " ").split()
    if len(said) != 2 or not all(_NUMBER.fullmatch(one) for one in said):
        _refuse(f"Line {number}: expected degrees north and degrees east, as 54.5742 -1.2350.")
    north, east = float(said[0]), float(said[1])
    if not (_NORTH[0] <= north <= _NORTH[1] and _EAST[0] <= east <= _EAST[1]):
        _refuse(
            f"Line {number}: that is not in the United Kingdom. Expected degrees north first, then degrees east."
        )
    return north, east


def _refuse(because: str) -> NoReturn:
    raise Refused(because, field="area")


def _flat(corners: Sequence[Corner]) -> list[tuple[float, float]]:
    """Corners in kilometres east and north of the first, east narrowed as at the middle of them all."""
    north, east = corners[0]
    narrow = cos(radians(sum(n for n, _ in corners) / len(corners)))
    return [((e - east) * narrow * _KM, (n - north) * _KM) for n, e in corners]


def square_km(corners: Sequence[Corner]) -> float:
    """How large an area is, in square kilometres."""
    return abs(sum(x * b - a * y for (x, y), (a, b) in _edges(_flat(corners)))) / 2


def _edges(
    points: Sequence[tuple[float, float]],
) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    yield from zip(points, [*points[1:], points[0]], strict=True)


def _crosses(corners: Sequence[Corner]) -> bool:
    edges = list(_edges(_flat(corners)))
    apart = [
        (one, other)
        for (i, one), (j, other) in combinations(enumerate(edges), 2)
        if j - i > 1 and (i, j) != (0, len(edges) - 1)
    ]
    return any(_meet(*one, *other) for one, other in apart)


def _meet(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _check_size(corners: Sequence[Corner], terms: ZoneTerms) -> None:
    size = square_km(corners)
    if size < terms.smallest:
        _refuse(
            f"This area is {size:.2f} square kilometres: so small a one shows whose home it is. Expected at least {terms.smallest:g}."
        )
    if size > terms.largest:
        _refuse(f"This area is {size:.0f} square kilometres. Expected at most {terms.largest:g}.")
    if _is_about_a_point(corners, terms.unlike):
        _refuse(
            "This outline lies evenly about one point, so it shows whom it protects. Draw it along streets and boundaries."
        )


def _is_about_a_point(corners: Sequence[Corner], unlike: float) -> bool:
    """Whether an outline is all but a circle or a square, so that its middle says what lies there."""
    points = _flat(corners)
    middle = tuple(sum(axis) / len(points) for axis in zip(*points, strict=True))
    far = [hypot(x - middle[0], y - middle[1]) for x, y in points]
    sides = [hypot(c - a, d - b) for (a, b), (c, d) in _edges(points)]
    return max(far) < unlike * min(far) and max(sides) < unlike * min(sides)
