"""A map of areas drawn on the server: outlines filled by what is said of them, each kind told by a pattern as well as a colour."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import cos, radians
from pathlib import Path

Ring = Sequence[tuple[float, float]]
WIDE, MARGIN = 640, 8
FILLS = ("#1d70b8", "#85994b", "#f47738", "#6f72af", "#28a197", "#d53880", "#b58840", "#5694ca")
DASHES = ("", "6 3", "2 2", "8 2 2 2")
NOBODY = "#f3f2f1"


@dataclass(frozen=True)
class Shape:
    """An area's outline in degrees east and north, rings without their holes told apart."""

    code: str
    name: str
    rings: tuple[Ring, ...]


@cache
def shapes() -> dict[str, Shape]:
    """The outline of every local authority of England and Wales, by code."""
    text = (Path(__file__).parent / "boundaries" / "local_authorities.geojson").read_text("utf-8")
    return {f["properties"]["code"]: _shape(f) for f in json.loads(text)["features"]}


def _shape(feature: dict[str, dict[str, object]]) -> Shape:
    given = feature["geometry"]["coordinates"]
    polygons = [given] if feature["geometry"]["type"] == "Polygon" else given
    rings = tuple(
        tuple((float(east), float(north)) for east, north in ring)
        for polygon in polygons  # type: ignore[attr-defined]
        for ring in polygon
    )
    return Shape(str(feature["properties"]["code"]), str(feature["properties"]["name"]), rings)


def colours(served: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The fill and the dash of each of those who serve, by name; the same for the same set of them."""
    names = sorted(set(served.values()))
    return {
        name: (FILLS[n % len(FILLS)], DASHES[n // len(FILLS) % len(DASHES)]) for n, name in enumerate(names)
    }


def map_svg(
    said: Mapping[str, str],
    areas: Sequence[str],
    *,
    title: str = "Who serves which area; the table beside it says the same",
    nothing: str = "nobody named",
    looks: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """The areas that have an outline, filled by what is said of each; one of which nothing is said is pale. Empty where none has one.

    ``looks`` gives the fill and the dash of each thing said, where they are in an order that colours should follow.
    """
    drawn = [shapes()[code] for code in areas if code in shapes()]
    if not drawn:
        return ""
    place, tall = _projection(drawn)
    fills = colours(said) if looks is None else looks
    paths = [_path(shape, said.get(shape.code), fills, place, nothing) for shape in drawn]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall}" role="img" aria-label="{title}">'
        f"<title>{title}</title>{''.join(paths)}</svg>"
    )


def _path(
    shape: Shape,
    who: str | None,
    fills: Mapping[str, tuple[str, str]],
    place: Mapping[tuple[float, float], str],
    nothing: str,
) -> str:
    fill, dash = fills[who] if who else (NOBODY, "1 3")
    outline = "".join(f"M{'L'.join(place[point] for point in ring)}Z" for ring in shape.rings)
    said = escape(f"{shape.name}: {who or nothing}")
    return (
        f'<path d="{outline}" fill="{fill}" stroke="#0b0c0c" stroke-width="1" stroke-dasharray="{dash}"'
        f' fill-rule="evenodd"><title>{said}</title></path>'
    )


def _projection(drawn: Sequence[Shape]) -> tuple[dict[tuple[float, float], str], int]:
    """Every point in pixels, east stretched as at the middle of the map, and how tall the map is."""
    points = {point for shape in drawn for ring in shape.rings for point in ring}
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = cos(radians((south + north) / 2))
    scale = (WIDE - 2 * MARGIN) / max((east - west) * narrow, 1e-6)
    tall = round((north - south) * scale) + 2 * MARGIN
    place = {
        (x, y): f"{(x - west) * narrow * scale + MARGIN:.1f} {(north - y) * scale + MARGIN:.1f}"
        for x, y in points
    }
    return place, tall
