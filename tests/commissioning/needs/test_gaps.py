"""A gap says what is missing of what people need, and what is not known of either."""

from datetime import date

import pytest

from throughcare.casework.interventions.rules.catalogue import PlacesFacts, ServiceFacts
from throughcare.casework.interventions.rules.waits import Waits
from throughcare.casework.interventions.rules.words import Standing
from throughcare.commissioning.needs.rules.gaps import NeedTold, Supply, gap_in_words, is_offered, supply_of
from throughcare.foundation.kernel import Period

ON = date(2026, 6, 1)


def service(**facts):
    given = {
        "reference": "S1", "title": "A service", "needs": ("money",), "prime": "A charity", "subcontractors": (), "areas": ("a",),
        "takes_women": None, "takes_men": None, "youngest": None, "oldest": None, "offered": Period(date(2026, 1, 1)),
    }  # fmt: skip
    return ServiceFacts(**given | facts)


def told(**figures):
    return NeedTold(
        "money", **{"people": 200, "met": 20, "not_met": 60, "without": 80, "unknown": 40} | figures
    )


@pytest.mark.parametrize(
    ("facts", "offered"),
    [
        ({}, 1),
        ({"areas": ()}, 1),
        ({"areas": ("elsewhere",)}, 0),
        ({"offered": Period(date(2026, 7, 1))}, 0),
        ({"offered": Period(date(2026, 1, 1), ON)}, 0),
        ({"standing": Standing.CLOSED}, 0),
    ],
)
def test_what_is_offered_here_now_is_counted(facts, offered):
    assert supply_of([(service(**facts), None)], {"a", "above"}, ON).services == offered
    assert is_offered(service(**facts), {"a", "above"}, ON) is bool(offered)


def test_supply_tells_of_places_and_waits_only_where_somebody_said():
    assert supply_of([(service(), None)], {"a"}, ON) == Supply(1, 1, 1, 0, None, None, None)
    places = (PlacesFacts("places", 4, 10, ON),)
    offers = [
        (service(places=places, takes_women=False), Waits(12, 40, 30, 2)),
        (service(), Waits(30, None, 30, 9)),
    ]
    assert supply_of(offers, {"a"}, ON) == Supply(2, 1, 2, 0, 4, 12, 40)


@pytest.mark.parametrize(
    ("figures", "supply", "said"),
    [
        ({}, Supply(), "Nothing is offered for it here"),
        ({}, Supply(1, 0, 1), "Nothing here takes women"),
        ({}, Supply(1, 1, 1), "60 people who need it were taken on by nobody"),
        ({"not_met": None}, Supply(1, 1, 1), "How many need it is withheld"),
        ({"unknown": 500}, Supply(1, 1, 1), "Most people here were not assessed for it"),
        ({}, Supply(1, 1, 1, 0, None, None), "How long people wait is not known"),
        ({"met": 20, "not_met": 0}, Supply(1, 1, 1, 0, 2, 5), "None that these figures show"),
    ],
)
def test_the_gap_in_words(figures, supply, said):
    assert said in gap_in_words(told(**figures), supply)


def test_a_withheld_part_makes_no_share_and_is_never_taken_for_none():
    one = told(met=None)
    assert one.with_it is one.known is one.share is one.to_be_expected is one.share_not_met is None


def test_what_is_to_be_expected_of_everybody_is_more_than_was_assessed():
    one = told()
    assert one.with_it == 80 and one.known == 160
    assert one.to_be_expected.low < 100 < one.to_be_expected.high
    assert one.share_not_met.value == 0.75
