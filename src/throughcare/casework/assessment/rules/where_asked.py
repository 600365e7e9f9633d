"""Where in the journey a question stands, and what it is called away from its page."""

from __future__ import annotations

from functools import cache

from throughcare.foundation.kernel import Refused

from .needs.sections import areas, sections
from .questions import IN_AREA, LINKED_TO_HARM, PAGES, SAME, question


@cache
def place_of(name: str) -> tuple[str, str] | None:
    """The page that asks what a predictor needs, and the question there; None where nobody is asked, as it is on record."""
    item = next((item for item, field in SAME.items() if field == name), name)
    area = next((area for area, field in LINKED_TO_HARM.items() if field == name), None)
    if area is not None:
        return area, f"{area}.harm"
    of_item = (one.area for one in sections().values() if item in one.items)
    others = (
        page for page, names in (*IN_AREA.items(), *((k, n) for k, (_, n) in PAGES.items())) if name in names
    )
    page = next(of_item, None) or next(others, None)
    return (page, item) if page else None


def words_of(name: str) -> str:
    """What a question asks, with its area where it is asked of every area; the name itself where there is no such question."""
    try:
        asked = question(name)
    except Refused:
        return name[:90].replace("_", " ").capitalize()
    area = areas().get(name.partition(".")[0])
    return f"{area}: {asked.words.lower()}" if area and "." in name else asked.words
