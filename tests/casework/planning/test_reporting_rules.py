"""Less reporting: only for good compliance, at a risk that the dated rule names, and until a failure."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.planning.rules import (
    AS_USUAL,
    Complying,
    against_less_reporting,
    less_often,
    less_reporting_editions,
    may_be_chosen,
)
from throughcare.casework.supervision.rules.compliance import Compliance
from throughcare.casework.supervision.rules.seeing import seeing_on
from throughcare.foundation.kernel import Clause, Finding

ON = date(2026, 11, 20)
RISKS = ("low", "medium", "high", "very_high", "not_assessed")
GOOD = Compliance((), Finding("compliance_recognised", Clause("a source", "a clause"), "kept"), 12, ON)
POOR = Compliance((), None, 2)


def facts(risk="low", compliance=GOOD, *, is_seen=True, is_weekly=False):
    return Complying(risk, compliance, is_seen, is_weekly)


def said(told, on=ON):
    return " ".join(one.because for one in against_less_reporting(told, on))


def test_good_compliance_at_low_or_medium_risk_may_be_seen_less_often():
    assert against_less_reporting(facts("low"), ON) == ()
    assert against_less_reporting(facts("medium"), ON) == ()


@pytest.mark.parametrize("risk", ["high", "very_high", "not_assessed"])
def test_nobody_of_higher_or_unknown_risk_is_seen_less_often(risk):
    assert "nobody is seen less often" in said(facts(risk))
    assert may_be_chosen(risk, ON) == ()


def test_each_thing_that_stands_against_it_is_said_by_itself():
    assert "not recognised yet" in said(facts(compliance=POOR))
    assert "no contact is owed" in said(facts(is_seen=False))
    assert "every week" in said(facts(is_weekly=True))
    both = against_less_reporting(facts("high", POOR), ON)
    assert len(both) == 2
    assert all("assumed" in one.because for one in both)


def test_before_its_first_day_no_rule_gave_it():
    first = less_reporting_editions()[0].in_force.start
    assert "before 1 April 2026" in said(facts(), first - timedelta(days=1))
    assert against_less_reporting(facts(), first) == ()
    assert may_be_chosen("low", first - timedelta(days=1)) == ()
    assert less_often(56, ON, risk="low", failed=[], on=first - timedelta(days=1)) is None


@pytest.mark.parametrize("risk", RISKS)
def test_what_may_be_chosen_is_always_less_often_than_usual(risk):
    usual = seeing_on(ON).table.days_between[risk]
    assert all(days > usual for days in may_be_chosen(risk, ON))


def test_it_stands_until_a_failure_of_its_day_or_after():
    since = ON - timedelta(days=30)
    before = less_often(56, since, risk="low", failed=[since - timedelta(days=1)], on=ON)
    assert before is not None and before.stands
    assert "seen every 56 days" in before.finding.because
    for day in (since, ON):
        ended = less_often(56, since, risk="low", failed=[day], on=ON)
        assert ended is not None and not ended.stands
        assert f"failure to comply on {day:%-d %B %Y}" in ended.finding.because


def test_a_risk_at_which_the_rule_gives_less_ends_it_and_one_at_which_it_gives_as_much_does_not():
    assert not less_often(56, ON, risk="medium", failed=[], on=ON).stands
    assert "42 days at most" in less_often(56, ON, risk="medium", failed=[], on=ON).finding.because
    assert "gives none" in less_often(42, ON, risk="high", failed=[], on=ON).finding.because
    assert less_often(42, ON, risk="low", failed=[], on=ON).stands


def test_a_review_that_says_to_go_on_as_usual_gives_none():
    assert less_often(AS_USUAL, ON, risk="low", failed=[], on=ON) is None


@given(st.sampled_from(RISKS), st.integers(1, 400), st.lists(st.integers(0, 60), max_size=4))
def test_a_failure_more_never_lets_it_stand_again(risk, every, ago):
    since = ON - timedelta(days=30)
    failed = [ON - timedelta(days=n) for n in ago]
    fewer = less_often(every, since, risk=risk, failed=failed[1:], on=ON)
    more = less_often(every, since, risk=risk, failed=failed, on=ON)
    assert fewer.stands >= more.stands


def test_the_editions_follow_each_other_without_a_hole():
    found = less_reporting_editions()
    assert all(one.in_force.end == after.in_force.start for one, after in pairwise(found))
