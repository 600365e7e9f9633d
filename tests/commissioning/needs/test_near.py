"""How far people live from the nearest place of a service, in bands of a straight line; what is not known is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from throughcare.casework.interventions.rules.catalogue import ServiceFacts, SiteFacts
from throughcare.casework.interventions.rules.words import Method
from throughcare.casework.people.rules.places import district_positions
from throughcare.commissioning.needs.rules.counted import UNKNOWN
from throughcare.commissioning.needs.rules.near import AT_HOME, NOTHING, band, bands, how_far
from throughcare.foundation.kernel import Period

ON = date(2026, 11, 20)
YORK = SiteFacts("s2", "York", "", *district_positions()["YO1"])
LIBRARY = SiteFacts("s1", "The library", "", *district_positions()["TS1"])
SERVICE = ServiceFacts(
    reference="A1", title="Homes", needs=("accommodation",), prime="A charity", subcontractors=(), areas=("E06000002",),
    takes_women=True, takes_men=True, youngest=None, oldest=None, offered=Period(date(2026, 1, 1)), sites=(YORK,),
)  # fmt: skip


@pytest.mark.parametrize(
    ("km", "said"),
    [(0, "up to 5 km"), (5, "up to 5 km"), (5.1, "5 to 15 km"), (40, "15 to 40 km"), (40.1, "over 40 km")],
)
def test_each_band_holds_its_end(km, said):
    assert band(km, ON) == said and said in bands(ON)


def test_the_nearest_place_of_any_service_counts_and_what_is_not_known_is_no_distance():
    near, home = replace(SERVICE, sites=(LIBRARY,)), replace(SERVICE, sites=(), methods=(Method.ONLINE,))
    assert how_far([SERVICE], "TS1", ["E06000002"], ON) == "over 40 km"
    assert how_far([SERVICE, near, home], "TS1", ["E06000002"], ON) == "up to 5 km"
    assert how_far([SERVICE, near], "", ["nowhere"], ON) == UNKNOWN
    assert how_far([home], "TS1", [], ON) == AT_HOME
    assert how_far([home, replace(SERVICE, sites=())], "TS1", [], ON) == UNKNOWN
    assert how_far([], "TS1", [], ON) == NOTHING
