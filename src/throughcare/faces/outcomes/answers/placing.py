"""The areas of a trial on a map: what the second design is seen to do in each, where the areas are ones that have an outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from throughcare.casework.supervision.rules.areas import local_areas
from throughcare.faces.web.look.mapping import map_svg, shapes

if TYPE_CHECKING:
    from throughcare.evidence.pilot.placing import Placed

KINDS = ("region_2021", "police_area", "package_area_2014", "trust_2010", "name")
"""What the areas of a design may be, each kind a column of the table of local authorities."""
LOOKS = {
    "more reoffend": ("#f47738", ""),
    "fewer reoffend": ("#1d70b8", "6 3"),
    "not told apart from chance": ("#b1b4b6", "2 2"),
}
TITLE = "Where more or fewer reoffend under the second design; the table beside it says the same"


def local_in(areas: Sequence[str]) -> dict[str, str]:
    """The area of each local authority by its code, where all the areas are of one kind that is known; nothing otherwise."""
    for kind in KINDS:
        known = {row["code"]: row[kind] for row in local_areas()}
        if set(areas) <= set(known.values()):
            return {code: area for code, area in known.items() if area in set(areas)}
    return {}


def is_on_a_map(places: Sequence[Placed]) -> bool:
    """Whether some area of a trial has an outline."""
    return any(code in shapes() for code in local_in([one.area for one in places]))


def map_of(places: Sequence[Placed]) -> bytes:
    """The map as SVG; nothing where no area has an outline."""
    seen = {one.area: one.seen for one in places}
    local = local_in(list(seen))
    said = {code: seen[area] for code, area in local.items()}
    return map_svg(said, sorted(local), title=TITLE, looks=LOOKS).encode()
