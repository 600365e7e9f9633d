"""Tests beside service levels and agreements side by side, by page, drawing and program; nobody else's are shown."""

from __future__ import annotations

import pytest
from support.agreements import Sides, asking, first_of
from support.people import an_office, joins
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser

from throughcare.casework.interventions import actions as interventions

LEVELS = (
    "levels: [{level: Answered, measure: referrals answered, within: 2, target: 95, floor: 45, most: 10}]"
)


@pytest.fixture(scope="module")
def watched(database):
    service = a_service()
    provider = a_provider(service)
    offered = an_offer(provider, service)
    sides = Sides(at=service.at, provider=provider.unit, service=offered.reference, months=0)
    sides.agreement = sides.agreed(sides.terms(LEVELS), at=service.at)
    for _ in range(2):
        made = refer(managed(a_person(service)), offered)
        interventions.accept_referral(
            by=provider.lead, at=service.later(), referral_id=made, version=row_of(made).version
        )
    sides.states(sides.agreement, sides.starts)
    sides.states(sides.agreement, first_of(sides.starts, 1))
    return sides


def test_the_tests_beside_a_level_are_shown_to_both_sides_and_say_when_they_cannot_tell(watched):
    address = f"/contracts/{watched.agreement}/watch"
    for who in (watched.buyer, watched.lead):
        shown = browser(who).get(address).content.decode()
        assert "Heaped at the deadline" in shown and "Too few to say" in shown and "Inspectorate" in shown
        found = asking(who).get(f"/api/v1/contracts/{watched.agreement}/watch").json()
        assert [one["of"] for one in found if one["test"].startswith("entered")] == [2]
        assert all(one["chance"] is None and not one["out_of_line"] for one in found)
        assert address in browser(who).get(f"/contracts/{watched.agreement}").content.decode()
    rival = joins(an_office().unit, "provider lead")
    assert browser(rival).get(address).status_code == 404
    assert asking(rival).get(f"/api/v1/contracts/{watched.agreement}/watch").status_code == 404


def test_agreements_stand_side_by_side_in_a_funnel_with_its_table(watched):
    shown = browser(watched.buyer).get("/contracts/funnel").content.decode()
    drawing = "/contracts/funnel/referrals-answered-2.svg"
    assert watched.title in shown and drawing in shown and "Too few to say" in shown
    drawn = browser(watched.buyer).get(drawing)
    assert drawn["Content-Type"] == "image/svg+xml" and b"998 of 1,000" in drawn.content
    [row] = asking(watched.buyer).get("/api/v1/contracts-side-by-side").json()
    assert (row["due"], row["in_time"], row["within"]) == (2, 2, 2)


def test_a_team_without_agreements_is_shown_none_and_no_drawing():
    rival = joins(an_office().unit, "commissioner")
    assert "No agreement of your team" in browser(rival).get("/contracts/funnel").content.decode()
    assert browser(rival).get("/contracts/funnel/referrals-answered-2.svg").status_code == 404
    assert asking(rival).get("/api/v1/contracts-side-by-side").json() == []


def test_what_contracts_came_to_before_is_shown_in_money_with_what_is_assumed():
    shown = browser(joins(an_office().unit, "commissioner")).get("/contracts/histories").content.decode()
    for words in (
        "Peterborough",
        "£5,150,000.00",
        "48 per cent less than was thought",
        "April 2015",
        "were not published",
    ):
        assert words in shown
