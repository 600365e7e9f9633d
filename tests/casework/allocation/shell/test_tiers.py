"""A case that has a tier is weighed and limited by it; one that has none is told apart from the lowest."""

from datetime import timedelta
from decimal import Decimal

import pytest
from support.assessing import signed
from support.service import THERE, a_service

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.actions import Terms, record_staff_terms, suggest_for_case
from throughcare.casework.allocation.models import Suggestion
from throughcare.casework.allocation.rules.points import Kind, OpenCase, Where, case_points, workload_on
from throughcare.foundation.access.session import viewing


@pytest.fixture(scope="module")
def one():
    """Somebody with a tier, whose manager's terms are recorded."""
    found = signed("high", "2", a_service("durham-tees-valley-2012", local=THERE))
    start = found.service.at.date() - timedelta(days=100)
    terms = [Terms(found.officer.id, "PSO", start, Decimal(37))]
    record_staff_terms(by=found.senior, at=found.now(), terms=terms)
    return found


def test_a_managers_load_weighs_the_tier_of_each_case(one):
    tier = one.tier.tier
    assert tier
    with viewing(one.senior, one.service.at):
        (load,) = queries.team_load([one.officer.unit_id], at=one.service.at).members
    expected = case_points(
        OpenCase(tier, Where.COMMUNITY, Kind.STANDARD), workload_on(one.service.at.date())
    ).points
    assert (load.load, load.without_tier) == (expected, 0)
    assert (
        expected
        != case_points(
            OpenCase(None, Where.COMMUNITY, Kind.STANDARD), workload_on(one.service.at.date())
        ).points
    )


def test_a_grade_that_may_not_hold_the_tier_is_barred_by_name_of_the_tier(one):
    asked = suggest_for_case(by=one.senior, at=one.now(), case_id=one.person.case)
    with viewing(one.senior, one.service.at):
        seen = Suggestion.objects.get(id=asked)
    (barred,) = seen.not_possible
    assert barred["because"] == [f"a PSO may not hold a case of tier {one.tier.tier}"]
    assert seen.inputs["case"]["tier"] == one.tier.tier
