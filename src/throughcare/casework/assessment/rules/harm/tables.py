"""The dated tables of the analysis of risk of serious harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Edition, Period, Refused, edition_on


@dataclass(frozen=True)
class Enquiry:
    """An enquiry that must be made of another agency, and how many months its answer lasts."""

    title: str
    months: int


@dataclass(frozen=True)
class HarmTable:
    """One edition: levels lowest first, groups, enquiries, screening questions, and plans by level."""

    levels: Mapping[str, str]
    registered_as: Mapping[str, str]
    groups: Mapping[str, str]
    custody_only: frozenset[str]
    enquiries: Mapping[str, Enquiry]
    screening: Mapping[str, str]
    full_analysis_from: str
    countersign_from: str
    plan: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, str]
    review_weeks: Mapping[str, int]

    def rank(self, level: str) -> int:
        """Where a level stands, 0 the lowest; refuses a level that the edition does not have."""
        order = list(self.levels)
        if level not in order:
            raise Refused(
                f"{level} is not a level of risk of serious harm: {', '.join(order)}", field="level"
            )
        return order.index(level)

    def at_least(self, level: str, other: str) -> bool:
        """Whether a level is another or higher."""
        return self.rank(level) >= self.rank(other)


@cache
def harm_editions() -> tuple[Edition[HarmTable], ...]:
    """Every edition of the tables."""
    text = files(f"{__package__}.editions").joinpath("harm.yaml").read_text(encoding="utf-8")
    return tuple(_edition(written) for written in yaml.safe_load(text)["editions"])


def harm_on(day: date) -> Edition[HarmTable]:
    """The tables in force on a day."""
    return edition_on(harm_editions(), day)


def _edition(written: Mapping[str, Any]) -> Edition[HarmTable]:
    in_force = Period(written["in_force"]["start"], written["in_force"].get("end"))
    return Edition(written["name"], in_force, _table(written))


def _table(written: Mapping[str, Any]) -> HarmTable:
    levels = written["levels"]
    return HarmTable(
        levels={level: one["title"] for level, one in levels.items()},
        registered_as={level: one["registered_as"] for level, one in levels.items()},
        groups=dict(written["groups"]),
        custody_only=frozenset(written["custody_only"]),
        enquiries={code: Enquiry(one["title"], one["months"]) for code, one in written["enquiries"].items()},
        screening=dict(written["screening"]),
        full_analysis_from=written["full_analysis_from"],
        countersign_from=written["countersign_from"],
        plan={level: tuple(measures) for level, measures in written["plan"].items()},
        measures=dict(written["measures"]),
        review_weeks=dict(written["review_weeks"]),
    )
