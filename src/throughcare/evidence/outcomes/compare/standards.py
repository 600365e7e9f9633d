"""What a comparison must have before anything is said of it: a dated edition, read from the package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Edition, Period, edition_on


@dataclass(frozen=True)
class Standards:
    """Least sizes, in people, and how far apart groups may be, in standard deviations.

    ``assumed`` names the numbers that nobody has checked against a published page.
    """

    source: str
    minimum_submitted: int
    minimum_matched: int
    good_balance: float
    reasonable_balance: float
    level: float
    assumed: frozenset[str]


_NUMBERS = ("minimum_submitted", "minimum_matched", "good_balance", "reasonable_balance", "level")


@cache
def editions() -> tuple[Edition[Standards], ...]:
    """Every edition the package holds."""
    text = files(__package__).joinpath("editions/wording.yaml").read_text(encoding="utf-8")
    return tuple(_edition(entry) for entry in yaml.safe_load(text)["editions"])


def standards_on(day: date) -> Edition[Standards]:
    """The edition in force on a day."""
    return edition_on(editions(), day)


def _edition(entry: dict[str, Any]) -> Edition[Standards]:
    numbers = {name: entry[name]["value"] for name in _NUMBERS}
    assumed = frozenset(name for name in _NUMBERS if entry[name]["label"] == "assumed")
    period = Period(entry["in_force"]["start"], entry["in_force"].get("end"))
    return Edition(entry["name"], period, Standards(source=entry["source"], **numbers, assumed=assumed))
