"""The dated law of release: shares of a term, the curfew's terms, and the clauses they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.casework.courts.rules.release import release_editions
from throughcare.foundation.kernel import Clause, Edition, Period, edition_on

from .words import Group


@lru_cache(maxsize=16)
def read_edition(name: str) -> Any:
    """One file of editions of this package, as it is written."""
    text = files(__package__).joinpath("editions", f"{name}.yaml").read_text("utf-8")
    return yaml.safe_load(text)


@dataclass(frozen=True)
class Shares:
    """What is served of each kind of term by one edition, from when, and for whom passed before it from which tranche."""

    name: str
    start: date
    clause: Clause
    of: Mapping[str, Fraction]
    place: int

    def tranche(self, first: date, days: int) -> date:
        """From which day it reaches somebody sentenced before it, whose longest sentence has so many days."""
        return release_editions()[self.place].tranche(first, days)

    def tranche_number(self, first: date, days: int) -> int:
        """Which tranche that is, the first being 1; 0 where it has none."""
        edition = release_editions()[self.place]
        day = edition.tranche(first, days)
        every = [date.fromisoformat(str(one["day"])) for one in edition.tranches]
        return every.index(day) + 1 if day in every else 0


@lru_cache(maxsize=1)
def shares() -> tuple[Shares, ...]:
    """What is served, by every edition, the oldest first; each knows the groups it does not name by the one before."""
    written = read_edition("custody")
    found: list[Shares] = []
    held: dict[str, Fraction] = {}
    for place, edition in enumerate(release_editions()):
        said = written["shares"][edition.name]
        held = held | {group: Fraction(*share) for group, share in said.items()}
        found.append(
            Shares(edition.name, edition.start, Clause(*written["clauses"][edition.name]), held, place)
        )
    return tuple(found)


def group_named(group: Group, *, youth: bool) -> str:
    """What the editions call a group of terms: a young person's terms of detention stand apart."""
    if not youth:
        return group.value
    return {Group.STANDARD: "youth", Group.GRAVE: "youth grave"}.get(group, "youth excluded")


@dataclass(frozen=True)
class Fixed:
    """A share that no edition has moved yet, with its clause."""

    share: Fraction
    clause: Clause


@lru_cache(maxsize=8)
def fixed(name: str) -> Fixed:
    """The share of a kind of term that is the same by every edition: parole, a fine, training."""
    said = read_edition("custody")[name]
    return Fixed(Fraction(*said["share"]), Clause(said["source"], said["clause"]))


@dataclass(frozen=True)
class NoLicence:
    """Which short terms carried no licence."""

    under_months: int
    offence_before: date
    passed_before: date
    clause: Clause


@lru_cache(maxsize=1)
def no_licence() -> NoLicence:
    """Terms after which nobody was on licence."""
    said = read_edition("custody")["no_licence"]
    return NoLicence(
        said["under_months"], said["offence_before"], said["passed_before"], Clause(said["source"], said["clause"])
    )  # fmt: skip


@lru_cache(maxsize=1)
def either_way() -> tuple[tuple[int, int], ...]:
    """From how many months of an order on, by how many months its release may be moved; the longest first."""
    return tuple(
        (one["from_months"], one["months"]) for one in read_edition("custody")["training"]["either_way"]
    )


@dataclass(frozen=True)
class Curfew:
    """The terms of home detention curfew."""

    most: int
    least_term: int
    least_served: int
    least_left: int
    adults_until: date | None
    adults: bool
    clause: Clause


@lru_cache(maxsize=1)
def _curfews() -> Mapping[str, tuple[Period | None, Curfew]]:
    return {
        one["name"]: (
            Period(one["from"], one["until"]) if one["from"] else None,
            Curfew(
                one["most"], one["least_term"], one["least_served"], one["least_left"], one["adults_until"],
                one["adults"], Clause(one["source"], one["name"]),
            ),
        )
        for one in read_edition("curfew")
    }  # fmt: skip


def curfew_on(day: date) -> Curfew:
    """The terms of the curfew in force on a day."""
    editions = [Edition(name, period, terms) for name, (period, terms) in _curfews().items() if period]
    return edition_on(editions, max(day, min(one.in_force.start for one in editions))).table


def curfew_named(name: str) -> Curfew:
    """The terms of one edition of the curfew, by its name."""
    return _curfews()[name][1]
