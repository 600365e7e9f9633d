"""The dated terms of accommodation: notice, nights, routes, tiers, answering days and priority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Edition, Period, edition_on
from throughcare.foundation.operating_model.rules import Function

from .words import AccommodationKind, Notice, Priority, Regime


@dataclass(frozen=True)
class KindTerms:
    """One kind of accommodation: who gives the places, usual nights by regime, the most nights (None: no limit), and how many
    working days a bed is empty after somebody leaves."""

    function: Function
    basis: str
    nights: Mapping[Regime, int]
    most: int | None
    turnaround: int


@dataclass(frozen=True)
class Route:
    """One way into a kind of accommodation: from where the person comes, and until when the law has it (None: it still does)."""

    key: str
    kind: AccommodationKind
    words: str
    place: str
    until: date | None
    why: str


@dataclass(frozen=True)
class AccommodationTerms:
    """One edition of the terms; days of notice are inclusive, ``answer`` is in working days but for ``move_on_before``."""

    source: str
    emergency_to: int
    short_to: int
    parole_days: int
    answer: Mapping[str, int]
    answer_basis: str
    least_age: int
    tiers: Mapping[str, frozenset[str]]
    kinds: Mapping[AccommodationKind, KindTerms]
    routes: tuple[Route, ...]
    bands: Mapping[Priority, Mapping[str, frozenset[str]]]
    priority_basis: str

    def route(self, kind: AccommodationKind, key: str) -> Route | None:
        """The route of a kind, by its key; None where the edition has none."""
        return next((one for one in self.routes if one.kind is kind and one.key == key), None)


@lru_cache(maxsize=1)
def accommodation_editions() -> tuple[Edition[AccommodationTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "accommodation.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def accommodation_terms(on: date) -> Edition[AccommodationTerms]:
    """The terms in force on a day."""
    return edition_on(accommodation_editions(), on)


def notice_of(days: int | None, terms: AccommodationTerms) -> Notice:
    """How much notice there is by the days from sending to arriving; a day that is not known is standard notice."""
    if days is None or days > terms.short_to:
        return Notice.STANDARD
    return Notice.EMERGENCY if days <= terms.emergency_to else Notice.SHORT


def assumed_arrival(decided: date, terms: AccommodationTerms) -> date:
    """The day on which an arrival is assumed after a decision of the Parole Board."""
    return decided + timedelta(days=terms.parole_days)


def _terms(one: Mapping[str, Any]) -> AccommodationTerms:
    answer, priority = dict(one["answer"]), dict(one["priority"])
    basis, priority_basis = answer.pop("basis"), priority.pop("basis")
    tiers = {name: frozenset(found) for name, found in one["tiers"].items() if name != "basis"}
    return AccommodationTerms(
        one["source"], one["notice"]["emergency_to"], one["notice"]["short_to"], one["parole_days"], answer, basis,
        one["least_age"], tiers, {AccommodationKind(key): _kind(row) for key, row in one["kinds"].items()},
        tuple(_route(row) for row in one["routes"]),
        {Priority(band): {key: frozenset(said) for key, said in row.items()} for band, row in priority.items()},
        priority_basis,
    )  # fmt: skip


def _kind(row: Mapping[str, Any]) -> KindTerms:
    nights = {Regime(regime): number for regime, number in row["nights"].items()}
    return KindTerms(Function(row["function"]), row["basis"], nights, row["most"], row["turnaround"])


def _route(row: Mapping[str, Any]) -> Route:
    kind = AccommodationKind(row["kind"])
    return Route(row["key"], kind, row["words"], row["place"], row.get("until"), row.get("why", ""))
