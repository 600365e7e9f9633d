"""What was tried is what is adopted: the text of a model made from a design says what the design says."""

from datetime import date

import pytest
from evidence.pilot.test_designs import WHOLE
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.pilot.adopting import model_text, phases_of
from throughcare.evidence.pilot.coding import SUBJECTS, subject_of
from throughcare.evidence.pilot.design import design_from
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    Function,
    InFlight,
    Parameter,
    load_model,
    preset_text,
)
from throughcare.foundation.operating_model.rules.faults import faults_of

ON = date(2026, 10, 5)
TRIED = design_from(WHOLE, "two.yaml").after
MADE = load_model(model_text("two.yaml", WHOLE), "two.yaml")


@given(function=st.sampled_from(list(Function)), number=st.integers(0, SUBJECTS - 1))
def test_whoever_holds_a_function_in_the_design_holds_it_in_the_text(function, number):
    subject = subject_of(number)
    one, other = (model.holder(function, subject, ON) for model in (TRIED, MADE))
    assert (one.held_by, one.together_with, one.names, one.terms) == (
        other.held_by, other.together_with, other.names, other.terms,
    )  # fmt: skip


def test_every_term_of_the_design_stands_in_the_text_as_assumed_by_it():
    assert MADE.name == "two-steps"
    assert MADE.in_flight.value is InFlight.STAY
    assert MADE.parameter(Parameter.BREACH_NOTICE_WORKING_DAYS) == 3
    assert "the design that was tried" in MADE.in_flight.ground.why
    assert {name: declared.value for name, declared in MADE.questions.items()} == {
        name: declared.value for name, declared in TRIED.questions.items()
    }


def test_the_text_has_no_fault_that_adopting_would_find():
    assert faults_of(model_text("two.yaml", WHOLE), "two.yaml") == []


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_and_a_whole_model_are_handed_on_as_they_are(name):
    assert model_text(name) == preset_text(name)
    assert model_text("mine.yaml", preset_text(name)) == preset_text(name)


def test_the_day_of_each_area_is_told_and_none_where_all_change_at_once():
    assert phases_of(WHOLE) == [("north", "2026-10-05"), ("south", "2027-04-05")]
    assert phases_of("name: mine\n") == []
    assert phases_of(None) == []


def test_a_design_with_a_fault_is_refused_at_its_line():
    with pytest.raises(Refused, match="line 2"):
        model_text("mine.yaml", "name: mine\nmodel: utopia\n")
