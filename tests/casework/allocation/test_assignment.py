import itertools
from dataclasses import replace

import numpy as np
import pytest
from casework.allocation.allocation_builders import (
    HERE,
    TERMS,
    a_case,
    a_problem,
    an_officer,
    case_called,
    officer_called,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.assignment.bill import bill, fullness, why
from throughcare.casework.allocation.rules.assignment.check import bound_of, check, cost_of
from throughcare.casework.allocation.rules.assignment.effort import Effort
from throughcare.casework.allocation.rules.assignment.greedy import greedy, objective
from throughcare.casework.allocation.rules.assignment.matrix import matrix
from throughcare.casework.allocation.rules.assignment.relaxation import bound_at
from throughcare.casework.allocation.rules.assignment.solve import place
from throughcare.casework.allocation.rules.limits import limits_broken
from throughcare.casework.allocation.rules.people import Position
from throughcare.casework.allocation.rules.pricing import overload_price, price
from throughcare.foundation.kernel import Refused


@st.composite
def problems(draw, cases=4, officers=3):
    number = draw(st.integers(0, cases))
    staff = draw(st.integers(0, officers))
    return a_problem(
        [draw(case_called(f"c{n}")) for n in range(number)],
        [draw(officer_called(f"w{n}")) for n in range(staff)],
    )


def every_plan(problem):
    ids = [who.id for who in problem.practitioners]
    rules = problem.terms.grades
    allowed = [
        [None, *(who.id for who in problem.practitioners if not limits_broken(case, who, rules))]
        for case in problem.cases
    ]
    assert all(len(choice) <= len(ids) + 1 for choice in allowed)
    for choice in itertools.product(*allowed):
        yield {case.id: who for case, who in zip(problem.cases, choice, strict=True)}


@given(problems())
def test_the_arrays_say_what_the_rules_say_of_every_pair(problem):
    prices = matrix(problem).price
    for row, case in enumerate(problem.cases):
        for column, who in enumerate(problem.practitioners):
            if limits_broken(case, who, TERMS.grades):
                assert np.isinf(prices[row, column])
            else:
                assert prices[row, column] == pytest.approx(price(case, who, TERMS))


@given(problems())
@settings(max_examples=60, deadline=None)
def test_a_small_plan_is_the_best_of_all_plans(problem):
    plan = place(problem)
    best = min(cost_of(problem, holders) for holders in every_plan(problem))
    assert plan.objective == pytest.approx(best)


@given(problems())
@settings(max_examples=40, deadline=None)
def test_no_plan_costs_less_than_the_bound_and_the_check_agrees(problem):
    plan = place(problem)
    best = min(cost_of(problem, holders) for holders in every_plan(problem))
    checked = check(problem, plan)
    assert checked.holds, checked.wrong
    assert plan.bound <= best + 1e-6
    assert checked.bound == pytest.approx(plan.bound)


@given(problems(), st.lists(st.floats(0, 4), min_size=3, max_size=3))
def test_any_prices_of_load_prove_a_bound_and_both_sums_of_it_agree(problem, rates):
    prices = dict(zip((who.id for who in problem.practitioners), rates, strict=False))
    best = min(cost_of(problem, holders) for holders in every_plan(problem))
    proved = bound_of(problem, prices)
    assert proved <= best + 1e-6
    assert proved == pytest.approx(bound_at(matrix(problem), np.array(list(prices.values()))))


@given(problems())
def test_greedy_never_beats_the_plan_and_its_cost_is_the_rules_cost(problem):
    arrays = matrix(problem)
    held = greedy(arrays)
    ids = [who.id for who in problem.practitioners]
    holders = {c.id: None if h == len(ids) else ids[h] for c, h in zip(problem.cases, held, strict=True)}
    assert objective(arrays, held) == pytest.approx(cost_of(problem, holders))
    assert place(problem).objective <= objective(arrays, held) + 1e-9


def a_team(cases=120, officers=9, available=850):
    chance = np.random.default_rng(7)
    tiers = ["B2", "C1", "D2"]
    spots = [Position(*chance.uniform(0, 40, 2)) for _ in range(officers)]
    return a_problem(
        [
            a_case(
                f"c{n}",
                tier=tiers[n % 3],
                points=[115, 50, 41][n % 3],
                home=Position(*chance.uniform(0, 40, 2)),
                manager=f"w{chance.integers(officers)}",
            )
            for n in range(cases)
        ],
        [
            an_officer(f"w{n}", grade="PSO" if n % 3 == 2 else "PO", position=spots[n], available=available)
            for n in range(officers)
        ],
    )


def test_a_team_is_placed_to_a_proven_gap_under_two_per_cent_and_better_than_greedily():
    problem = a_team()
    plan = place(problem)
    checked = check(problem, plan)
    assert checked.holds, checked.wrong
    assert checked.gap <= 0.02
    assert plan.objective < plan.greedy_objective


def test_a_stopped_search_gives_the_best_plan_so_far_and_says_so():
    problem = a_team()
    plan = place(problem, stop=lambda: True)
    assert plan.stopped_early
    assert plan.objective == plan.greedy_objective
    assert check(problem, plan).holds


def test_the_search_tells_how_far_it_has_come_and_never_goes_back():
    told = []
    place(a_team(), progress=told.append)
    assert told[0].stage == "placed greedily"
    assert [p.objective for p in told] == sorted((p.objective for p in told), reverse=True)
    assert [p.bound for p in told] == sorted(p.bound for p in told)
    assert len({p.stage for p in told}) >= 4


def test_a_stop_between_steps_ends_the_search_there():
    stages = []
    plan = place(a_team(), progress=lambda p: stages.append(p.stage), stop=lambda: len(stages) >= 2)
    assert plan.stopped_early
    assert len(stages) == 2


def test_the_exact_step_takes_over_where_the_gap_is_too_wide():
    problem = a_team(cases=450, officers=9, available=3450)
    stages = []
    place(problem, effort=Effort(gap=0.0, exact_seconds=2), progress=lambda p: stages.append(p.stage))
    assert stages[-1] == "solved exactly what was left"


SABOTAGE = {
    "a cheaper cost than it has": lambda plan: replace(plan, objective=plan.objective - 1),
    "a better bound than it proves": lambda plan: replace(plan, bound=plan.bound + 1),
    "no proof": lambda plan: replace(plan, load_prices={}),
    "a proof outside the prices": lambda plan: replace(
        plan, load_prices=dict.fromkeys(plan.load_prices, 9.0)
    ),
    "a case left out": lambda plan: replace(plan, holders=dict(list(plan.holders.items())[1:])),
    "a case too many": lambda plan: replace(plan, holders={**plan.holders, "another": None}),
    "a stranger": lambda plan: replace(plan, holders={**plan.holders, "c0": "nobody we know"}),
    "an unqualified holder": lambda plan: replace(plan, holders={**plan.holders, "c0": "w2"}),
    "a swapped holder": lambda plan: replace(plan, holders={**plan.holders, "c0": None}),
}


@pytest.mark.parametrize("claim", SABOTAGE)
def test_the_check_finds_a_plan_that_claims(claim):
    problem = a_team(cases=30)
    plan = place(problem)
    assert check(problem, plan).holds
    assert not check(problem, SABOTAGE[claim](plan)).holds


def test_nobody_holds_a_case_that_nobody_may_hold():
    problem = a_problem([a_case("open"), a_case("closed", only=frozenset())], [an_officer("w0")])
    plan = place(problem)
    assert plan.holders == {"open": "w0", "closed": None}
    assert plan.unallocated == ("closed",)


@pytest.mark.parametrize(
    ("the_limit", "case", "officer"),
    [
        ("qualification", {"tier": "A3"}, {"grade": "PSO"}),
        ("a specialism", {"needs": frozenset({"sexual offending"})}, {}),
        ("a restricted record", {"only": frozenset({"somebody else"})}, {}),
        ("a closed record", {}, {"restricted_from": frozenset({"case"})}),
        ("a conflict of interest", {}, {"conflicts": frozenset({"case"})}),
        ("a wall", {"walls": frozenset({"victims"})}, {"barred_from": frozenset({"victims"})}),
        ("the operating model", {"held_by": "trust"}, {"body": "competed"}),
    ],
)
def test_no_price_ever_buys_a_way_past(the_limit, case, officer):
    prices = replace(TERMS.prices.table, unallocated=1e9)
    terms = replace(TERMS, prices=replace(TERMS.prices, table=prices))
    problem = replace(a_problem([a_case(**case)], [an_officer(**officer)]), terms=terms)
    assert place(problem).holders == {"case": None}


def test_overload_is_priced_more_steeply_the_further_it_goes():
    steps = TERMS.prices.table.overload
    assert overload_price(1000, 1000, steps) == 0
    assert overload_price(1100, 1000, steps) == pytest.approx(100)
    assert overload_price(1200, 1000, steps) == pytest.approx(100 + 400)
    assert overload_price(10, 0, steps) == pytest.approx(40)


def test_load_carried_already_counts_against_headroom_but_not_against_the_plan():
    full, free = an_officer("full", available=1000, load=1300), an_officer("free", available=1000)
    plan = place(a_problem([a_case(points=100)], [full, free]))
    assert plan.holders == {"case": "free"}
    assert plan.objective == 0


@pytest.mark.parametrize(("cases", "officers"), [(0, 0), (0, 2), (3, 0)])
def test_an_empty_problem_has_an_empty_answer(cases, officers):
    problem = a_problem(
        [a_case(f"c{n}") for n in range(cases)], [an_officer(f"w{n}") for n in range(officers)]
    )
    plan = place(problem)
    assert check(problem, plan).holds
    assert set(plan.holders.values()) <= {None}


def test_the_same_name_twice_is_refused():
    with pytest.raises(Refused, match="named twice"):
        a_problem([a_case(), a_case()], [])
    with pytest.raises(Refused, match="less than nothing"):
        a_problem([a_case(points=-1)], [])


def test_a_case_with_no_address_is_neither_near_nor_far_from_anybody():
    lost = a_case(home=None)
    far = an_officer(position=Position(80, 80))
    assert price(lost, far, TERMS) == price(lost, an_officer(position=HERE), TERMS) > 0


@given(problems())
@settings(max_examples=40)
def test_the_bill_of_a_plan_adds_up_to_its_cost(problem):
    plan = place(problem)
    assert bill(problem, plan).total == pytest.approx(plan.objective)


def test_a_bill_says_what_is_paid_for_and_how_many_it_touches():
    cases = [
        a_case("kept", manager="w0"),
        a_case("moved", manager="gone"),
        a_case("closed", only=frozenset()),
    ]
    problem = a_problem(cases, [an_officer("w0", available=80)])
    plan = place(problem)
    found = bill(problem, plan)
    assert found.prices["continuity"] == 40 and found.cases["continuity"] == 1
    assert found.prices["unallocated"] == TERMS.prices.table.unallocated
    assert found.prices["overload"] == pytest.approx(overload_price(100, 80, TERMS.prices.table.overload))
    assert str(fullness(problem, plan)["w0"]) == "125%"
    assert why(problem, plan, "kept")[0].finding.because == "holds the case today"
    assert why(problem, plan, "closed") == []
