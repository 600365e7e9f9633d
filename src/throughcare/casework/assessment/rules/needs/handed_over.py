"""What the person is given of their areas of life: each in one list alone, so that nothing goes well and badly at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .sections import Need, SectionScore, areas, sections
from .views import AreaView, Linked

_NEEDS = {Need.STANDARD, Need.SEVERE}


@dataclass(frozen=True)
class AreasToldOf:
    """Areas that go well, those that go well and in which help may be useful too, and those in which help may be useful."""

    going_well: tuple[str, ...]
    both: tuple[str, ...]
    help_useful: tuple[str, ...]


def areas_told_of(views: Mapping[str, AreaView], scored: Mapping[str, SectionScore]) -> AreasToldOf:
    """Sort the areas by the strengths seen in them and the needs found in their sections, in the order they are asked.

    What is not known is in no list: an area without a judgement and without a need is told of nowhere.
    """
    strong = {area for area, view in views.items() if view.strengths is Linked.YES}
    needed = {sections()[code].area for code, one in scored.items() if one.need in _NEEDS}
    return AreasToldOf(
        tuple(area for area in areas() if area in strong - needed),
        tuple(area for area in areas() if area in strong & needed),
        tuple(area for area in areas() if area in needed - strong),
    )
