"""The figures of places that were published: withheld and rounded before they were stored, the same for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ..models import PublishedFigures

CASELOAD, BECAME, FLOW = "caseload", "what became of them", "came and went"
MANAGED = "how it was managed"


@dataclass(frozen=True)
class Told:
    """The figures of one place on one day; in each table None is withheld."""

    on: date
    figures: dict[str, Any]


def told_of(place: str, kind: str = CASELOAD) -> list[Told]:
    """Every figure published of a place, oldest first."""
    rows = PublishedFigures.objects.filter(kind=kind, place=place).order_by("on")
    return [Told(on, figures) for on, figures in rows.values_list("on", "figures")]


def places_told_of() -> list[str]:
    """The codes of the areas of which anything was published."""
    rows = PublishedFigures.objects.filter(kind=CASELOAD).values_list("place", flat=True)
    return sorted(set(rows))


def managed_of_every_place() -> dict[str, Told]:
    """How the people of each place were managed in the newest year that was published of it."""
    rows = PublishedFigures.objects.filter(kind=MANAGED).order_by("on")
    return {place: Told(on, figures) for place, on, figures in rows.values_list("place", "on", "figures")}
