"""Grade and qualification, and how a check of another context is asked before appointments, asked alone."""

from datetime import date

import pytest

from throughcare.casework.allocation.rules.limits import holding_broken
from throughcare.casework.allocation.rules.people import grades_on
from throughcare.casework.supervision.rules.checking import CHECKS, checks_appointments
from throughcare.casework.supervision.rules.holding import line_of
from throughcare.foundation.operating_model.rules import Function, Risk, Sentence, Subject, preset

GRADES = grades_on(date(2026, 11, 2))


@pytest.mark.parametrize(
    ("tier", "may"), [("A", False), ("D", False), ("E", True), ("D2", True), (None, False)]
)
def test_a_services_officer_may_hold_exactly_what_the_edition_says(tier, may):
    broken = holding_broken(tier, frozenset(), "PSO", frozenset(), GRADES)
    assert (broken == []) is may
    assert [one.rule for one in broken] == ([] if may else ["grade"])


def test_a_qualification_that_is_needed_and_lacking_is_named():
    (broken,) = holding_broken("A", frozenset({"sexual offending"}), "PO", frozenset(), GRADES)
    assert "sexual offending" in broken.because
    assert not holding_broken("A", frozenset({"x"}), "PO", frozenset({"x", "y"}), GRADES)


def test_a_check_that_is_declared_is_kept_and_stays_itself():
    before = list(CHECKS)

    def check(proposed, at):
        """Refuses nothing."""

    try:
        assert checks_appointments(check) is check
        assert [*before, check] == CHECKS
    finally:
        CHECKS.remove(check)


def test_the_line_of_a_model_is_quoted_with_its_place():
    model = preset("durham-tees-valley-2012")
    asked = Subject(Risk.LOW, Sentence.COMMUNITY_ORDER)
    said = line_of(model.holder(Function.OFFENDER_MANAGEMENT, asked, date(2026, 11, 2)))
    assert said.startswith("The model's line on offender management, line ")
