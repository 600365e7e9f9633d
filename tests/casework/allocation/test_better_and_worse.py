"""What must never make the best plan better or worse: small problems, solved exactly, changed one way."""

from dataclasses import replace

import pytest
from casework.allocation.allocation_builders import a_problem, case_called, officer_called
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.assignment.bill import placed
from throughcare.casework.allocation.rules.assignment.solve import place
from throughcare.casework.allocation.rules.what_if import officer_leaves, summary

FEW = settings(max_examples=25)


@st.composite
def problems(draw):
    cases = [draw(case_called(f"c{n}")) for n in range(draw(st.integers(1, 5)))]
    officers = [draw(officer_called(f"w{n}")) for n in range(draw(st.integers(1, 3)))]
    return a_problem(cases, officers)


def with_officers(problem, change):
    return replace(problem, practitioners=tuple(change(who) for who in problem.practitioners))


def with_cases(problem, change):
    return replace(problem, cases=tuple(change(case) for case in problem.cases))


@FEW
@given(problems())
def test_losing_an_officer_never_makes_the_best_plan_cheaper(problem):
    after = officer_leaves(problem, "w0")
    assert place(after).objective >= place(problem).objective - 1e-6


@FEW
@given(problems(), st.integers(1, 500))
def test_more_available_points_never_make_it_dearer(problem, more):
    roomier = with_officers(problem, lambda who: replace(who, available=who.available + more))
    assert place(roomier).objective <= place(problem).objective + 1e-6


@FEW
@given(problems())
def test_closing_a_record_never_makes_it_cheaper(problem):
    closed = with_cases(problem, lambda case: replace(case, only=(case.only or frozenset()) & {"w1"}))
    assert place(closed).objective >= place(problem).objective - 1e-6


@FEW
@given(problems())
def test_speaking_every_language_never_makes_it_dearer(problem):
    fluent = with_officers(problem, lambda who: replace(who, languages=frozenset({"Urdu"})))
    assert place(fluent).objective <= place(problem).objective + 1e-6


@FEW
@given(problems())
def test_the_order_in_which_cases_and_officers_are_named_does_not_matter(problem):
    turned = replace(problem, cases=problem.cases[::-1], practitioners=problem.practitioners[::-1])
    assert place(turned).objective == pytest.approx(place(problem).objective)


@FEW
@given(problems())
def test_nothing_is_placed_twice_and_every_point_is_accounted_for(problem):
    plan = place(problem)
    held = sum(case.points for case in problem.cases if plan.holders[case.id] is not None)
    assert sum(placed(problem, plan).values()) == held
    found = summary(problem, plan)
    assert sum(found.load_by_office.values()) == held + sum(who.load for who in problem.practitioners)
    assert found.over_110_pct <= found.over_available
