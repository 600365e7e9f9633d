"""What was asked of the rule of allocation is read back from its own record, and hours not recorded are the grade's."""

import json
from decimal import Decimal

from casework.allocation.allocation_builders import TERMS, a_case, an_officer
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.capacity import contracted_hours
from throughcare.casework.allocation.rules.decision import Asked, asked_again, written
from throughcare.casework.allocation.rules.points import GradeTerms


def test_what_was_asked_is_read_back_from_what_was_written():
    asked = Asked(a_case(), (an_officer(), an_officer("other", load=40)), TERMS)
    assert asked_again(json.loads(json.dumps(written(asked)))) == asked


@given(st.none() | st.decimals(1, 40, places=1))
def test_hours_that_are_not_recorded_are_the_grades_own(hours):
    terms = GradeTerms(2176, Decimal(37))
    assert contracted_hours(hours, terms) == (Decimal(37) if hours is None else hours)
