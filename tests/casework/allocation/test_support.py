"""What support in somebody else's case weighs for both, and whose case is one of becoming an adult."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.points import (
    Kind,
    Line,
    OpenCase,
    Where,
    case_points,
    workload_on,
)
from throughcare.casework.allocation.rules.support import Given, Support, kind_of_case, support_of, support_on

DAY = date(2026, 11, 20)
TERMS, POINTS = support_on(DAY), workload_on(DAY)
KINDS = sorted(TERMS.table.codes)
PEOPLE = st.sampled_from(["ann", "bob", "cat", "dev"])
GIVEN = st.builds(Given, PEOPLE, PEOPLE, st.sampled_from([*KINDS, "note"]), st.integers(0, 40))


def test_every_kind_of_entry_that_is_support_has_a_code_with_points_in_both_lines_of_editions():
    for line in Line:
        priced = workload_on(DAY, line).table.contacts
        assert all(priced[code] > 0 for code in TERMS.table.codes.values())


def test_what_is_not_published_says_that_it_is_assumed():
    assert TERMS.table.basis == "assumed"


def test_a_home_visit_for_a_colleague_adds_to_ones_own_load_what_it_takes_from_theirs():
    found = support_of([Given("ann", "bob", "home visit", 3)], TERMS, POINTS)
    assert found == {"ann": Support(gave=27, had=0), "bob": Support(gave=0, had=27)}


def test_what_a_manager_does_in_their_own_case_is_no_support():
    assert support_of([Given("ann", "ann", "home visit", 3)], TERMS, POINTS) == {}


def test_a_note_is_no_support():
    assert support_of([Given("ann", "bob", "note", 3)], TERMS, POINTS) == {}


def test_support_both_given_and_had_is_set_off():
    found = support_of(
        [Given("ann", "bob", "home visit", 3), Given("bob", "ann", "phone call", 1)], TERMS, POINTS
    )
    assert found["ann"].added_to(100) == 27 - 5
    assert found["bob"].added_to(100) == 5 - 27


@given(st.lists(GIVEN, max_size=20))
def test_all_that_is_given_is_had_by_somebody(given_):
    found = support_of(given_, TERMS, POINTS).values()
    assert sum(one.gave for one in found) == sum(one.had for one in found)


@given(st.lists(GIVEN, max_size=12), st.lists(GIVEN, max_size=12))
def test_support_adds_up_whatever_order_it_is_told_in(one, other):
    both, first, second = (support_of(rows, TERMS, POINTS) for rows in (other + one, one, other))
    nothing = Support()
    for who in {*both, *first, *second}:
        parts = first.get(who, nothing), second.get(who, nothing)
        whole = both.get(who, nothing)
        assert (whole.gave, whole.had) == (sum(p.gave for p in parts), sum(p.had for p in parts))


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_support_never_takes_more_from_a_load_than_there_is(gave, had, load):
    added = Support(gave, had).added_to(load)
    assert load + added >= 0
    assert added == gave - had or load + added == 0


@pytest.mark.parametrize(
    ("born", "kind"),
    [
        (DAY.replace(year=DAY.year - 18), Kind.STANDARD),
        (DAY.replace(year=DAY.year - 18) + timedelta(days=1), Kind.TRANSITION_TO_ADULTHOOD),
        (date(2010, 1, 1), Kind.TRANSITION_TO_ADULTHOOD),
        (date(1970, 1, 1), Kind.STANDARD),
        (None, Kind.STANDARD),
    ],
)
def test_a_case_is_of_becoming_an_adult_up_to_the_eighteenth_birthday_and_never_by_an_unknown_age(born, kind):
    assert kind_of_case(born, DAY, TERMS) is kind


@given(st.dates(date(1930, 1, 1), DAY), st.integers(0, 4000))
def test_nobody_grows_back_into_a_child(born, days):
    later = DAY + timedelta(days=days)
    if kind_of_case(born, DAY, TERMS) is Kind.STANDARD:
        assert kind_of_case(born, later, TERMS) is Kind.STANDARD


@pytest.mark.parametrize("where", list(Where))
@pytest.mark.parametrize("tier", ["A3", "B1", "C2", "D1", "A", "G"])
def test_a_case_of_becoming_an_adult_weighs_as_its_own_table_says(tier, where):
    young = case_points(OpenCase(tier, where, Kind.TRANSITION_TO_ADULTHOOD), POINTS)
    assert young.points == POINTS.table.tables[Kind.TRANSITION_TO_ADULTHOOD][where][tier]
    assert "transition to adulthood" in young.finding.because
