"""Who becomes worth helping, and who does not."""

import pytest

from throughcare.commissioning.contracts.rules.at_risk import AtRisk
from throughcare.evidence.outcomes.laboratory.helping import (
    at_risk_by_area,
    with_and_without_hurdle,
    without_hurdles,
    worth_of_helping,
)
from throughcare.evidence.outcomes.laboratory.trying import pounds
from throughcare.evidence.population.bands import NO_HELP, Help

from .trials import PEOPLE, company_rule, trial

SOME = Help(chance=0.8, further=0.7)


def by_band(worths):
    return {worth.band: worth for worth in worths}


def test_without_a_threshold_helping_pays_the_rate_for_each_reoffender_fewer():
    """£100,000 a point of 1,285 people is £7,782 a person who does not reoffend."""
    found = by_band(worth_of_helping(trial("linear", cohorts=400), SOME))
    a_person_fewer = 100_000 / (0.01 * 1285)
    for band in PEOPLE.bands:
        worth = found[band.name]
        assert worth.pounds == pytest.approx(a_person_fewer * band.chance * 0.2, abs=5 * worth.error)


def test_paid_by_frequency_the_prolific_are_worth_the_most_help():
    found = by_band(worth_of_helping(trial("frequency-only", cohorts=300), SOME))
    assert found["prolific"].pounds > 2 * found["medium"].pounds > 2 * found["low"].pounds


def test_a_hurdle_makes_helping_the_prolific_worth_less_when_the_target_is_far():
    """What two police and crime commissioners feared in 2014: nothing for frequency until the binary target."""
    found = {one.band: one for one in with_and_without_hurdle(trial(cohorts=400), SOME, already=NO_HELP)}
    prolific = found["prolific"]
    gap = prolific.without_hurdle.pounds - prolific.with_hurdle.pounds
    assert gap > 3 * (prolific.with_hurdle.error + prolific.without_hurdle.error) / 2
    assert gap > found["low"].without_hurdle.pounds - found["low"].with_hurdle.pounds


def test_taking_a_hurdle_away_leaves_the_rest_of_the_rule_alone():
    free = without_hurdles(company_rule())
    assert all(measure.hurdle is None for measure in free.measures)
    assert [m.rate for m in free.measures] == [m.rate for m in company_rule().measures]


def test_help_that_does_nothing_is_worth_nothing():
    assert {worth.pounds for worth in worth_of_helping(trial(cohorts=50), NO_HELP)} == {0.0}


def test_areas_are_in_order_of_the_share_that_hangs_on_results():
    areas = [
        AtRisk("North", pounds(11), pounds(10)),
        AtRisk("South", pounds(11), pounds(8)),
        AtRisk("East", pounds(11), pounds(11)),
    ]
    assert [area.area for area in at_risk_by_area(areas)] == ["South", "North", "East"]
