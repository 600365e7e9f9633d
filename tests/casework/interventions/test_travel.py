"""How far a service is, said as an estimate: near speaks for it, too far against it, and what is not known is asked about."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.interventions.rules import (
    Method,
    OpenTo,
    Order,
    PlacesFacts,
    ServiceFacts,
    SiteFacts,
    Wanting,
    fit,
    nearest_of,
    need_areas,
    needs_of_requirements,
    ranked,
    soonest_of,
)
from throughcare.casework.interventions.rules.travel import (
    apart_km,
    area_middles,
    nearest_site,
    position_of_home,
    position_of_site,
    travel_editions,
)
from throughcare.foundation.kernel import Period, edition_on

ON = date(2026, 11, 20)
MIDDLESBROUGH, YORK, LONDON = (54.57, -1.23), (53.96, -1.08), (51.51, -0.13)
LIBRARY = SiteFacts("s1", "The library", "TS1 2AA", *MIDDLESBROUGH)
SERVICE = ServiceFacts(
    reference="A1", title="Homes", needs=("accommodation",), prime="A charity", subcontractors=(), areas=("E06000002",),
    takes_women=True, takes_men=True, youngest=None, oldest=None, offered=Period(date(2026, 1, 1)), sites=(LIBRARY,),
)  # fmt: skip
WANTING = Wanting(
    "accommodation", ("E06000002",), "male", date(2000, 6, 1), False, MIDDLESBROUGH, "the middle of TS1"
)


def travel(service=SERVICE, wanting=WANTING):
    found = fit(service, wanting, ON)
    return {
        name: [one.because for one in getattr(found, name) if one.rule == "travel"]
        for name in ("reasons", "against", "unknown")
    }


def test_near_speaks_for_it_and_says_that_it_is_an_estimate():
    assert travel() == {
        "reasons": ["The library is about 0 km away in a straight line, an estimate from the middle of TS1."],
        "against": [],
        "unknown": [],
    }


def test_too_far_speaks_against_it_with_the_limit_and_who_says_so():
    [said] = travel(wanting=replace(WANTING, home=YORK))["against"]
    assert "about 69 km" in said and "the limit is 40 km (assumed)" in said


def test_the_limit_is_the_editions_and_the_edge_is_near():
    limit = edition_on(travel_editions(), ON).table.most_km
    north = MIDDLESBROUGH[0] + limit / 111.1949
    assert travel(wanting=replace(WANTING, home=(north - 0.001, MIDDLESBROUGH[1])))["against"] == []
    assert travel(wanting=replace(WANTING, home=(north + 0.001, MIDDLESBROUGH[1])))["against"]


def test_far_is_no_bar_to_what_can_be_had_without_travelling():
    online = replace(SERVICE, methods=(Method.ONLINE,))
    virtual = replace(SERVICE, sites=(LIBRARY, SiteFacts("v", "", "", None, None, is_place=False)))
    for service in (online, virtual):
        [said] = travel(service, replace(WANTING, home=LONDON))["reasons"]
        assert said.endswith("and it can be had without travelling.")


@pytest.mark.parametrize(
    ("service", "wanting"),
    [
        (SERVICE, replace(WANTING, home=None)),
        (
            replace(SERVICE, sites=(replace(LIBRARY, latitude=None, longitude=None, postcode="ZZ1 1ZZ"),)),
            WANTING,
        ),
    ],
)
def test_what_is_not_known_is_said_and_is_no_bar(service, wanting):
    assert len(travel(service, wanting)["unknown"]) == 1 and fit(service, wanting, ON).fits


def test_a_service_that_names_no_place_says_nothing_of_travel():
    assert travel(replace(SERVICE, sites=())) == {"reasons": [], "against": [], "unknown": []}


def test_a_site_without_a_position_lies_in_its_postcode_district():
    assert position_of_site(replace(LIBRARY, latitude=None)) is not None
    assert position_of_site(replace(LIBRARY, latitude=None, postcode="")) is None


def test_a_home_is_its_district_or_else_the_middle_of_its_area():
    assert position_of_home("TS1", [])[1] == "the middle of TS1"
    assert position_of_home("", ["E06000002"]) == (area_middles()["E06000002"], "the middle of their area")
    assert position_of_home("ZZ1", ["nowhere"]) == (None, "")


degrees = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


@given(degrees, degrees, degrees)
def test_distances_are_a_metric(one, other, third):
    assert apart_km(one, one) == 0
    assert abs(apart_km(one, other) - apart_km(other, one)) < 1e-6
    assert apart_km(one, third) <= apart_km(one, other) + apart_km(other, third) + 1e-6


def test_a_distance_is_as_published():
    """London to Edinburgh is about 534 km over the ground."""
    assert apart_km((51.5074, -0.1278), (55.9533, -3.1883)) == pytest.approx(534, abs=2)


def test_the_nearest_of_several_sites_counts():
    far = SiteFacts("s2", "York", "", *YORK)
    found = nearest_site(replace(SERVICE, sites=(far, LIBRARY)), MIDDLESBROUGH)
    assert found is not None and found.site is LIBRARY


@pytest.mark.parametrize(("free", "where"), [(2, "reasons"), (0, "unknown")])
def test_free_places_speak_for_it_and_none_free_is_asked_about(free, where):
    found = fit(replace(SERVICE, places=(PlacesFacts("beds", free, 4, ON),)), WANTING, ON)
    assert found.fits and [one for one in getattr(found, where) if one.rule == "free places"]


def some(count, **given):
    return [
        fit(
            replace(
                SERVICE,
                reference=f"A{number}",
                sites=(SiteFacts("s", "S", "", MIDDLESBROUGH[0] + number / 50, MIDDLESBROUGH[1]),),
                **given,
            ),
            WANTING,
            ON,
        )
        for number in range(count)
    ]


def test_soonest_and_nearest_are_each_first_when_asked_for_and_citizen_services_before_both():
    fits, days = some(3), {"A0": 30.0, "A1": 20.0, "A2": 10.0, "C": None}
    citizen = fit(
        replace(SERVICE, reference="C", open_to=OpenTo.ANYBODY), replace(WANTING, home=(54.9, -1.23)), ON
    )

    def wait(service):
        return days[service.reference]

    soon = [one.service.reference for one in ranked([*fits, citizen], wait)]
    near = [one.service.reference for one in ranked([*fits, citizen], wait, Order.NEAREST)]
    assert (soon, near) == (["C", "A2", "A1", "A0"], ["C", "A0", "A1", "A2"])
    assert soonest_of(fits, wait) is fits[2] and nearest_of(fits) is fits[0]
    assert soonest_of([citizen], wait) is None and nearest_of([]) is None


def test_each_requirement_names_a_need_there_is():
    assert set(needs_of_requirements().values()) <= need_areas().keys()
