"""The dated terms of unpaid work: what counts beside work, what is earned off, and how soon somebody comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Edition, Period, edition_on


@dataclass(frozen=True)
class Earning:
    """From which share of the order hours are earned off, what part of an hour each further hour earns, and whether a failure
    after that share is worked ends it too."""

    from_share: Decimal
    per_hour: Decimal
    ends_on_late_failure: bool = False


@dataclass(frozen=True)
class WorkTerms:
    """What counts from a day on; minutes, shares of what is ordered, and working days."""

    source: str
    basis: str
    travel_most: int
    education_share: Decimal
    earn: Earning | None
    first_turn_days: int


@lru_cache(maxsize=1)
def work_editions() -> tuple[Edition[WorkTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "terms.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def work_terms(on: date) -> Edition[WorkTerms]:
    """The terms in force on a day."""
    return edition_on(work_editions(), on)


def _terms(one: dict[str, object]) -> WorkTerms:
    earn = one["earn"]
    return WorkTerms(
        str(one["source"]), str(one["basis"]), _whole(one["travel_most"]), Decimal(str(one["education_share"])),
        Earning(Decimal(str(earn["from_share"])), Decimal(str(earn["per_hour"])), bool(earn["ends_on_late_failure"]))
        if isinstance(earn, dict)
        else None,
        _whole(one["first_turn_days"]),
    )  # fmt: skip


def _whole(written: object) -> int:
    if not isinstance(written, int):
        raise TypeError(f"{written!r} in the terms of unpaid work is not a whole number")
    return written
