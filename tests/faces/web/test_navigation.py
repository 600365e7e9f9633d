"""One entry of the navigation is marked as where somebody is, whatever lies beneath another."""

from __future__ import annotations

import pytest
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.faces.web.navigation import for_member


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ["Home"]),
        ("/enforcement", ["Enforcement"]),
        ("/enforcement/delays", ["Delays in enforcement"]),
        ("/enforcement/failures/1", ["Enforcement"]),
        ("/accounts/me", []),
    ],
)
def test_one_entry_at_most_is_marked_as_where_one_is(
    database: object, path: str, expected: list[str]
) -> None:
    senior = joins(an_office().unit, "senior probation officer")
    assert [place.text for place in for_member(senior, path) if place.active] == expected


@pytest.mark.parametrize("path", ["/competition", "/competition/scoring", "/competition/rounds/1"])
def test_a_page_beside_the_address_of_its_entry_stands_under_it(database: object, path: str) -> None:
    buyer = joins(an_office().unit, "commissioner")
    assert [place.text for place in for_member(buyer, path) if place.active] == ["Competition"]


@pytest.mark.parametrize("path", ["/", "/need/intentions"])
def test_places_past_one_row_stand_one_step_away_and_where_one_is_always_stands_in_the_row(
    database: object, path: str
) -> None:
    places = for_member(joins(an_office().unit, "senior probation officer"), path)
    row = [place.text for place in places if not place.more]
    assert row[:2] == ["Home", "Find a person"] and "Enforcement" in row and len(row) <= 10
    assert [place.text for place in places if place.active and place.more] == []
    assert len(places) > len(row)
    assert len(row) == 9, "the present place takes another's, so that the row is never two"


def test_a_role_with_few_places_has_them_all_in_one_row(database: object) -> None:
    assert not any(place.more for place in for_member(joins(an_office().unit, "sentencer"), "/"))


def test_every_place_is_a_link_of_the_page_with_or_without_scripts(database: object) -> None:
    senior = joins(an_office().unit, "senior probation officer")
    page = browser(senior).get("/").content.decode()
    for place in for_member(senior, "/"):
        assert f'class="govuk-service-navigation__link" href="{place.href}"' in page
    assert 'href="#more"' in page and 'id="more"' in page
