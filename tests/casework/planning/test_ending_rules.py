"""When an order ends on the day its officer names: each thing that stands against it, and what is not known never counts as done."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from throughcare.casework.planning.rules import (
    GoalState,
    Ordered,
    OrderStands,
    against_early_end,
    early_ending_editions,
)

ON = date(2026, 11, 20)
WORK = Ordered("unpaid work", Decimal(120), Decimal(120))
HOME = Ordered("residence", None, Decimal(0), complied=True)
DONE = OrderStands("community order", False, False, False, [WORK, HOME], [GoalState.MET, GoalState.REMOVED])


def because(order, on=ON):
    return [one.because for one in against_early_end(order, on)]


def test_an_order_with_everything_complied_with_and_every_goal_met_can_end():
    assert because(DONE) == []
    assert because(replace(DONE, kind="suspended sentence order")) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"has_court_review": True}, "the court reviews this order"),
        ({"has_court_review": None}, "it is not known whether the court reviews this order"),
        ({"more_to_instruct": True}, "more is to be instructed under a requirement"),
        ({"more_to_instruct": None}, "it is not known whether more is to be instructed under a requirement"),
        ({"more_to_plan": True}, "a goal is to be added to the plan"),
        ({"more_to_plan": None}, "it is not known whether a goal is to be added to the plan"),
        ({"requirements": [replace(WORK, done=Decimal("119.5"))]}, "unpaid work: 119.5 of 120 done"),
        (
            {"requirements": [replace(HOME, complied=None)]},
            "it is not known whether residence was complied with",
        ),
        ({"requirements": [replace(HOME, complied=False)]}, "residence was not complied with"),
        ({"goals": [GoalState.MET, GoalState.CURRENT]}, "1 of the plan's goals is not met"),
        ({"goals": [GoalState.LATER, GoalState.CURRENT]}, "2 of the plan's goals are not met"),
    ],
)
def test_each_thing_by_itself_stands_against_the_end(changed, said):
    assert because(replace(DONE, **changed)) == [said]


def test_where_there_is_no_plan_none_has_to_be_met_nor_added_to():
    assert because(replace(DONE, goals=[], more_to_plan=None)) == []


def test_only_the_orders_that_the_law_names_end_so():
    assert because(replace(DONE, kind="custody")) == ["the custody is not one of them"]


def test_no_order_ended_so_before_the_law_and_the_clause_of_each_kind_is_its_own():
    assert because(DONE, date(2026, 5, 10)) == ["no order could end early before 11 May 2026"]
    assert because(DONE, date(2026, 5, 11)) == []
    late = replace(DONE, has_court_review=True)
    (community,) = against_early_end(late, ON)
    (suspended,) = against_early_end(replace(late, kind="suspended sentence order"), ON)
    assert str(community.clause) == "Sentencing Code, Schedule 10 paragraph 15A"
    assert str(suspended.clause) == "Sentencing Code, Schedule 16 paragraph 22A"


def test_the_law_says_that_its_day_is_inferred():
    assert all("inferred" in one.table.basis for one in early_ending_editions())
