"""A day as people write it, read without guessing."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_BIG_FIRST = re.compile(r"(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:T00:00:00Z?)?")
_SMALL_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})")
_DAY_MONTH = re.compile(
    r"(?:[a-z]{3,9},? +)?(\d{1,2})(?:st|nd|rd|th)?[-/. ]+(?:of +)?([a-z]{3,9})[-/., ]+(\d{4})"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")
_LONGEST = 40


def day_written(written: str) -> date | None:
    """The day that some words mean, in any usual British form; None where they mean none, or more than one.

    "28/02/1987", "28.2.1987", "28 Feb 1987", "28th February 1987", "1987-02-28" and "19870228" are one day. In figures
    the day comes before the month. A year of two figures is not read: nobody knows which century was meant.
    """
    said = " ".join(written.lower().split())
    if len(said) > _LONGEST or not said.isascii():
        return None
    for form, order in ((_BIG_FIRST, "ymd"), (_SMALL_FIRST, "dmy"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy")):
        if found := form.fullmatch(said):
            parts = dict(zip(order, found.groups(), strict=True))
            return _day(parts["y"], parts["m"], parts["d"])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _month(month)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month by its name, or by its first letters where those are one month's alone; else nought."""
    meant = [
        number
        for number, name in enumerate(_MONTHS, 1)
        if name.startswith(word) or (word == "sept" and number == 9)
    ]
    return meant[0] if len(meant) == 1 else 0
