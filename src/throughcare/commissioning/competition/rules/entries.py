"""Single entries of a round's file: a name, a number with its most, money, a list in which nothing stands twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from throughcare.foundation.operating_model.rules.document import Place

_POUNDS = re.compile(r"[0-9]{1,10}(\.[0-9]{2})?")


def once(place: Place, names: Iterable[str], what: str) -> None:
    """Refuse a list in which a name stands twice."""
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        place.refuse(f"the {what} “{twice[0]}” is given twice; expected once")


def name_in(place: Place) -> str:
    """A name that is no formula of a spreadsheet, of at most 120 characters."""
    said = place.text()
    if said[0] in "=+-@" or len(said) > 120:
        place.refuse(
            f"{place.what} must begin with a letter or a figure and be no longer than 120 characters"
        )
    return said


def up_to(place: Place | None, most: int) -> int | None:
    """A whole number that is not above ``most``; None where nothing is said."""
    if place is None:
        return None
    number = place.whole_number()
    if number > most:
        place.refuse(f"{place.what} is {number}; expected at most {most}")
    return number


def pence(place: Place) -> int:
    """Pounds as written, in pence; pence in two figures or none."""
    said = place.text()
    if not _POUNDS.fullmatch(said):
        place.refuse(
            f"{place.what} must be pounds, with pence in two figures or none, as 180000.00; found “{said[:40]}”"
        )
    pounds, _, pence = said.partition(".")
    return int(pounds) * 100 + int(pence or 0)
