"""How far people live from the nearest place where a service for a need is held: a straight line, in bands.

From the middle of somebody's postcode district, else of their area; roads are longer, and how much longer no source says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.casework.interventions.rules.catalogue import ServiceFacts
from throughcare.casework.interventions.rules.travel import is_had_at_home, nearest_site, position_of_home
from throughcare.foundation.kernel import Edition, Period, edition_on

from .counted import UNKNOWN

NOTHING, AT_HOME = "nothing is offered", "held at no place, had from home"
Near = Callable[[str, str, str], str]
"""How far somebody in an area and a postcode district lives from the nearest place of a service for a need, in words."""


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[tuple[int, ...]], ...]:
    text = files(__package__).joinpath("editions", "near.yaml").read_text("utf-8")
    return tuple(
        Edition(f"near from {one['from']}", Period(one["from"], one["until"]), tuple(one["bands_km"]))
        for one in yaml.safe_load(text)
    )


def band(km: float, on: date) -> str:
    """The band that a distance is in, by the edition in force on a day."""
    ends, start = edition_on(_editions(), on).table, 0
    for end in ends:
        if km <= end:
            return f"{start} to {end} km" if start else f"up to {end} km"
        start = end
    return f"over {start} km"


def bands(on: date) -> list[str]:
    """Every band and what else may be said, the nearest first."""
    ends = edition_on(_editions(), on).table
    return [*(band(end, on) for end in ends), band(ends[-1] + 1, on), AT_HOME, NOTHING, UNKNOWN]


def how_far(services: Sequence[ServiceFacts], district: str, areas: Iterable[str], on: date) -> str:
    """How far somebody lives from the nearest place of some services; that it cannot be said where either end is not known."""
    if not services:
        return NOTHING
    home, _ = position_of_home(district, areas)
    reached = [one for each in services if home is not None and (one := nearest_site(each, home)) is not None]
    if reached:
        return band(min(one.km for one in reached), on)
    return AT_HOME if all(is_had_at_home(each) for each in services) else UNKNOWN
