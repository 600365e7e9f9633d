"""How far people live from what is offered on a day: the catalogue read once, and each district asked once."""

from __future__ import annotations

from datetime import date
from functools import cache

from throughcare.casework.interventions import queries as interventions
from throughcare.casework.interventions.rules.words import need_areas
from throughcare.foundation.operating_model import queries as models

from ..rules.gaps import is_offered
from ..rules.near import Near, how_far


def near_on(on: date) -> Near:
    """How far somebody lives from the nearest place of a service for a need that is on offer where they live on a day."""
    offers = {code: [one.facts for one in interventions.catalogue(need=code, on=on)] for code in need_areas()}

    @cache
    def near(area: str, district: str, code: str) -> str:
        above = models.areas_from(area)
        there = [facts for facts in offers[code] if is_offered(facts, above, on)]
        return how_far(there, district, above, on)

    return near
