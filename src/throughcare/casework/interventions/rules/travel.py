"""How far a service is from where somebody lives: a straight line between places known by their postcodes, and so an estimate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.casework.people.rules.distances import Position, apart_km
from throughcare.casework.people.rules.places import district_of, district_positions
from throughcare.casework.supervision.rules.areas import area_of_district
from throughcare.foundation.kernel import Edition, Period

from .catalogue import ServiceFacts, SiteFacts
from .words import Method


@dataclass(frozen=True)
class TravelLimit:
    """How far in kilometres a service may be, by whose word."""

    source: str
    label: str
    most_km: float


@lru_cache(maxsize=1)
def travel_editions() -> tuple[Edition[TravelLimit], ...]:
    """Every edition of the limit."""
    text = files(__package__).joinpath("editions", "travel.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            TravelLimit(one["source"], one["label"], float(one["most_km"])),
        )
        for one in yaml.safe_load(text)
    )


def position_of_home(district: str, areas: Iterable[str]) -> tuple[Position | None, str]:
    """Where somebody lives as nearly as is known, and how it is known: their postcode district, else the middle of their area."""
    if district in district_positions():
        return district_positions()[district], f"the middle of {district}"
    found = next((area_middles()[area] for area in areas if area in area_middles()), None)
    return found, "the middle of their area" if found else ""


@lru_cache(maxsize=1)
def area_middles() -> dict[str, Position]:
    """The middle of the postcode districts of each local authority area."""
    inside: dict[str, list[Position]] = {}
    for district, area in area_of_district().items():
        if district in district_positions():
            inside.setdefault(area, []).append(district_positions()[district])
    return {
        area: (sum(one[0] for one in those) / len(those), sum(one[1] for one in those) / len(those))
        for area, those in inside.items()
    }


def position_of_site(site: SiteFacts) -> Position | None:
    """Where a site is: as its provider says, else the middle of its postcode district; None where neither is known."""
    if site.latitude is not None and site.longitude is not None:
        return site.latitude, site.longitude
    return district_positions().get(district_of(site.postcode))


@dataclass(frozen=True)
class Reached:
    """The site nearest to somebody and how far it is in kilometres, in a straight line."""

    site: SiteFacts
    km: float


def nearest_site(service: ServiceFacts, home: Position) -> Reached | None:
    """The nearest of the places at which a service is held; None where the place of none is known."""
    known = [(one, at) for one in service.sites if one.is_place and (at := position_of_site(one)) is not None]
    far = [Reached(one, apart_km(home, at)) for one, at in known]
    return min(far, key=lambda one: (one.km, one.site.reference), default=None)


def is_had_at_home(service: ServiceFacts) -> bool:
    """Whether a service says that it can be had without travelling."""
    from_home = {Method.ONLINE, Method.TELEPHONE, Method.SELF_STUDY}
    return bool(from_home & set(service.methods)) or any(not one.is_place for one in service.sites)
