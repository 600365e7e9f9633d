"""The people an allocation is about: a case that needs somebody, and a practitioner who might take it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from throughcare.foundation.kernel import Edition, edition_on

from .reading import editions


class Sex(Enum):
    """A practitioner's sex, where a person may ask for one."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True)
class Position:
    """A place on the national grid, in kilometres east and north."""

    east_km: float
    north_km: float

    def km_to(self, other: Position) -> float:
        """Kilometres in a straight line."""
        return math.hypot(self.east_km - other.east_km, self.north_km - other.north_km)


@dataclass(frozen=True)
class Practitioner:
    """Somebody who may hold cases: what they can take, where they sit, and what they must not see.

    ``load`` is what they carry outside the cases being placed. ``restricted_from`` names cases whose
    record is closed to them, ``conflicts`` those they must not hold because they know somebody in them,
    ``barred_from`` the walls they stand on the other side of.
    """

    id: str
    grade: str
    office: str
    position: Position
    available: int
    load: int
    body: str
    sex: Sex | None
    languages: frozenset[str]
    qualifications: frozenset[str]
    restricted_from: frozenset[str]
    conflicts: frozenset[str]
    barred_from: frozenset[str]


@dataclass(frozen=True)
class CaseToPlace:
    """A case that needs somebody. ``tier`` of None says that it awaits one; ``home`` of None, no address.

    ``held_by`` is the body that the operating model names (empty: any of those given). ``only`` lists
    those a restricted record is open to (None: it is not restricted). ``manager`` holds it today (None:
    nobody does), ``earlier_managers`` held it before. ``walls`` are the sides it lies on.
    """

    id: str
    tier: str | None
    points: int
    home: Position | None
    since: date
    held_by: str
    manager: str | None
    earlier_managers: frozenset[str]
    language: str | None
    asked_for: Sex | None
    needs: frozenset[str]
    only: frozenset[str] | None
    walls: frozenset[str]


@dataclass(frozen=True)
class OverloadStep:
    """From this share of available points on, each further point costs this much."""

    from_pct: int
    price: float


@dataclass(frozen=True)
class Prices:
    """What each soft limit costs, in workload points."""

    overload: tuple[OverloadStep, ...]
    change_of_manager: float
    change_to_earlier_manager: float
    distance_per_km: float
    distance_free_km: float
    distance_most: float
    distance_unknown: float
    language_unmet: float
    asked_for_sex_unmet: float
    grade_is_plenty: float
    unallocated: float


@dataclass(frozen=True)
class GradeRules:
    """Which grades may hold a tier, and which are more than it asks for; keyed by the tier's letter."""

    may_hold: Mapping[str, Mapping[str, frozenset[str]]]
    is_plenty: Mapping[str, Mapping[str, frozenset[str]]]
    awaiting: frozenset[str]
    awaiting_plenty: frozenset[str]

    def holders(self, tier: str | None) -> frozenset[str]:
        """The grades that may hold a tier; nobody when the tier is not in the edition."""
        if tier is None:
            return self.awaiting
        return self.may_hold[scheme_of(tier)].get(tier[:1], frozenset())

    def plenty(self, tier: str | None) -> frozenset[str]:
        """The grades that are more than a tier asks for."""
        if tier is None:
            return self.awaiting_plenty
        return self.is_plenty[scheme_of(tier)].get(tier[:1], frozenset())


def scheme_of(tier: str) -> str:
    """Which scheme a tier belongs to: a letter with a figure is the older one, a letter alone the newer."""
    return "protect_and_change" if len(tier) > 1 else "a_to_g"


@cache
def price_editions() -> tuple[Edition[Prices], ...]:
    """Every edition of the prices."""
    return editions("prices", _prices)


def prices_on(day: date) -> Edition[Prices]:
    """The prices in force on a day."""
    return edition_on(price_editions(), day)


@cache
def grade_editions() -> tuple[Edition[GradeRules], ...]:
    """Every edition of who may hold what."""
    return editions("grades", _grades)


def grades_on(day: date) -> Edition[GradeRules]:
    """Who may hold what on a day."""
    return edition_on(grade_editions(), day)


def _prices(written: Mapping[str, Any]) -> Prices:
    steps = tuple(OverloadStep(one["from_pct"], float(one["price"])) for one in written["overload"])
    names = set(Prices.__dataclass_fields__) - {"overload"}
    return Prices(overload=steps, **{name: float(written[name]) for name in names})


def _grades(written: Mapping[str, Any]) -> GradeRules:
    def schemes(part: Mapping[str, Any]) -> dict[str, dict[str, frozenset[str]]]:
        return {
            scheme: {tier: frozenset(grades) for tier, grades in tiers.items()}
            for scheme, tiers in part.items()
            if scheme != "awaiting"
        }

    holds, plenty = written["may_hold"], written["is_plenty"]
    return GradeRules(
        schemes(holds), schemes(plenty), frozenset(holds["awaiting"]), frozenset(plenty["awaiting"])
    )
