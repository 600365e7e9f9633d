"""An area that somebody must keep out of, drawn: its outline, where it lies and how large it is, and nothing of whom it protects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from throughcare.casework.release.rules import Corner, square_km
from throughcare.faces.web.look.mapping import shapes

WIDE, PAD, LEAST = 640, 0.35, 0.02
_KM = 111.32
_INK, _PALE, _LINE = "#0b0c0c", "#f3f2f1", "#505a5f"


@dataclass(frozen=True)
class ZoneDrawn:
    """A drawn area: what it is called, the same in words, and the drawing."""

    title: str
    words: str
    svg: str


def drawn(where: str, corners: Sequence[Corner]) -> ZoneDrawn:
    """An area as a drawing and in words, for whoever reads the one or hears the other."""
    words = f"{square_km(corners):.1f} square kilometres{_within(corners)}. Its corners, north and east: {_said(corners)}."
    return ZoneDrawn(where, words, _svg(where, corners))


def _said(corners: Sequence[Corner]) -> str:
    return "; ".join(f"{north:.4f}, {east:.4f}" for north, east in corners)


def _within(corners: Sequence[Corner]) -> str:
    """In which local authority the area's corners lie, where they lie in one that is known."""
    names = sorted(
        {
            shape.name
            for shape in shapes().values()
            for north, east in corners
            if any(_holds(ring, east, north) for ring in shape.rings)
        }
    )
    return f", in {' and '.join(names)}" if names else ""


def _holds(ring: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
            inside = not inside
    return inside


def _svg(where: str, corners: Sequence[Corner]) -> str:
    frame = _Frame(corners)
    outlines = "".join(
        f'<path d="{frame.path(ring)}" fill="none" stroke="{_LINE}" stroke-width="1.5" stroke-dasharray="6 3"/>'
        for shape in shapes().values()
        for ring in shape.rings
        if frame.touches(ring)
    )
    zone = frame.path([(east, north) for north, east in corners])
    title = escape(f"Map of the area: {where}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {frame.tall}" role="img" aria-label="{title}" font-size="15"'
        f' fill="{_INK}"><title>{title}</title><rect width="{WIDE}" height="{frame.tall}" fill="{_PALE}"/>{outlines}'
        f'<path d="{zone}" fill="#d4351c" fill-opacity="0.25" stroke="#d4351c" stroke-width="3"/>{frame.scale()}</svg>'
    )


class _Frame:
    """The part of the map that is drawn: the area with a margin about it, wider on one side so that its middle is no point of note."""

    def __init__(self, corners: Sequence[Corner]) -> None:
        norths, easts = [one[0] for one in corners], [one[1] for one in corners]
        self.narrow = cos(radians(sum(norths) / len(norths)))
        across = max(max(easts) - min(easts), LEAST)
        up = max(max(norths) - min(norths), LEAST * self.narrow)
        self.west, self.east = min(easts) - across * PAD, max(easts) + across * PAD * 1.5
        self.south, self.north = min(norths) - up * PAD, max(norths) + up * PAD * 1.5
        self.per = WIDE / ((self.east - self.west) * self.narrow)
        self.tall = round((self.north - self.south) * self.per)

    def place(self, east: float, north: float) -> str:
        """A point of the drawing."""
        return f"{(east - self.west) * self.narrow * self.per:.1f} {(self.north - north) * self.per:.1f}"

    def path(self, ring: Sequence[tuple[float, float]]) -> str:
        """A closed outline of the drawing."""
        return f"M{'L'.join(self.place(east, north) for east, north in ring)}Z"

    def touches(self, ring: Sequence[tuple[float, float]]) -> bool:
        """Whether any of an outline can be seen."""
        easts, norths = [one[0] for one in ring], [one[1] for one in ring]
        return (
            min(easts) < self.east
            and max(easts) > self.west
            and min(norths) < self.north
            and max(norths) > self.south
        )

    def scale(self) -> str:
        """A bar as long as a round number of kilometres, and where north is."""
        most = WIDE * 0.3 / self.per * _KM
        km = next(one for one in (50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0) if one <= most)
        long, low = km / _KM * self.per, self.tall - 16
        return (
            f'<path d="M12 {low}H{12 + long:.1f}" stroke="{_INK}" stroke-width="4"/><text x="12" y="{low - 10}">{km:g} km</text>'
            f'<text x="{WIDE - 76}" y="24">North is up</text>'
        )
