"""What may be registered of a person that a tier looks at; codes as the service's records have them."""

from __future__ import annotations

from datetime import date

from ..editions import read

HARM, LIFE_OR_IPP, RELEASED = "rosh", "life_or_ipp", "released"
MAPPA, LEVEL_NOT_SET, IOM = "mappa", "not set", "iom"

KINDS: dict[str, str] = {
    HARM: "Risk of serious harm",
    MAPPA: "MAPPA level",
    IOM: "Integrated offender management",
    "domestic_abuse": "Domestic abuse",
    "stalking": "Stalking",
    LIFE_OR_IPP: "Serving for life or for public protection",
    RELEASED: "Day of release of somebody serving for life or for public protection",
    "two_thirds_point": "Past two thirds of the sentence",
    **{code: words.capitalize() for code, words in read("tier_v2")["complexity"]["codes"].items()},
}
VALUES: dict[str, tuple[str, ...]] = {
    HARM: ("low", "medium", "high", "very_high"),
    MAPPA: ("1", "2", "3", LEVEL_NOT_SET),
}
CHILD_PROTECTION = "RCPR"
CODES = tuple(read("tier_v2")["complexity"]["codes"])


def level_falls(stands: str, wanted: str) -> bool:
    """Whether a level of harm is lower than the one that stands; where none stands nothing falls."""
    levels = VALUES[HARM]
    return stands in levels and wanted in levels and levels.index(wanted) < levels.index(stands)


def level_of(value: str | None) -> int | None:
    """The MAPPA level that a registration's value says; None where nothing is registered, or no level is set yet."""
    return int(value) if value and value != LEVEL_NOT_SET else None


def value_fault(kind: str, value: str, *, on: date) -> str:
    """What is wrong with a registration's value, in words; empty where it is one that the kind takes."""
    if kind == RELEASED:
        return _day_fault(value, on)
    taken = VALUES.get(kind, ("",))
    return "" if value in taken else f"{KINDS[kind]} takes {', '.join(VALUES.get(kind, ('no value',)))}."


def _day_fault(value: str, on: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return f"{KINDS[RELEASED]} is a day, like 2026-03-31, not {value[:20] or 'nothing'}."
    return "" if date(1900, 1, 1) <= day <= on else f"{KINDS[RELEASED]} lies between 1900 and today."
