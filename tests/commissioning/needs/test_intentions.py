"""An intention is approved when all that is asked of it is there, and each thing that is not is named with its clause."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.intentions import (
    MOVES,
    Answer,
    Consulted,
    Held,
    Paper,
    Scope,
    Stage,
    Standing,
    Way,
    approval_editions,
    check_consultation,
    check_move,
    check_paper,
    months_before,
    stands_in_the_way,
)
from throughcare.foundation.kernel import Permission, Refused, edition_on

ON = date(2026, 11, 30)
PAPER = Paper(
    "Homes", "accommodation", "support_services", "E1", Scope.LOCAL, 1, 100_00, "Few are met", 40, 90, Way.BUY, "Nobody here makes it",
    "none declared", "Women wait longest", "Lots of one area", Answer.NO,
)  # fmt: skip
CONSULTED = Consulted(date(2026, 6, 1), date(2026, 9, 1), "", 2, 2)
STANDING = Standing(date(2026, 9, 30), CONSULTED, Held.COMPETED)


def letters(paper=PAPER, standing=STANDING, on=ON):
    return [one.clause.paragraph for one in stands_in_the_way(paper, standing, on)]


def test_nothing_stands_in_the_way_of_one_that_says_all_that_is_asked():
    assert letters() == []


@pytest.mark.parametrize(
    ("paper", "standing", "letter"),
    [
        ({}, {"figure_last": None}, "a"),
        ({"equality": " "}, {}, "b"),
        ({}, {"held": Held.UNKNOWN}, "c"),
        ({}, {"held": Held.RESERVED}, "c"),
        ({"demand_low": None, "demand_high": None}, {}, "d"),
        ({"small_providers": ""}, {}, "e"),
        ({"mainstream": Answer.UNKNOWN}, {}, "f"),
        ({"mainstream": Answer.YES}, {}, "f"),
        ({"way": Way.UNDECIDED}, {}, "g"),
        ({"way_because": ""}, {}, "g"),
        ({"conflicts": ""}, {}, "g"),
        ({}, {"consulted": None}, "h"),
        ({}, {"consulted": replace(CONSULTED, closes=ON)}, "h"),
        ({}, {"consulted": replace(CONSULTED, answered=1)}, "h"),
        ({}, {"is_addition": True}, "i"),
        ({}, {"consulted": replace(CONSULTED, votes_against=("a council",))}, "j"),
    ],
)
def test_each_thing_that_is_missing_stands_in_the_way_alone(paper, standing, letter):
    assert letters(replace(PAPER, **paper), replace(STANDING, **standing)) == [letter]


def test_what_is_reserved_may_be_made_and_a_mainstream_service_may_not_be_enough():
    assert letters(replace(PAPER, way=Way.MAKE), replace(STANDING, held=Held.RESERVED)) == []
    assert letters(replace(PAPER, mainstream=Answer.YES, mainstream_words="It is full")) == []
    assert (
        letters(replace(PAPER, differs="Evenings", asked="The council"), replace(STANDING, is_addition=True))
        == []
    )


@pytest.mark.parametrize(
    ("last", "old"), [(date(2025, 11, 29), True), (date(2025, 11, 30), False), (date(2026, 9, 30), False)]
)
def test_a_figure_older_than_twelve_months_blocks_approval(last, old):
    assert letters(standing=replace(STANDING, figure_last=last)) == ["a"] * old


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_are_counted_back_to_a_day_that_there_is(day, months, before):
    assert months_before(day, months) == before


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(1, 48))
def test_counting_months_back_is_always_earlier_and_by_so_many_months(day, months):
    before = months_before(day, months)
    assert before < day and (day.year - before.year) * 12 + day.month - before.month == months


def test_a_consultation_is_of_twelve_weeks_or_says_why_it_is_shorter():
    rule = edition_on(approval_editions(), ON).table
    assert rule.consultation_days == 84 and rule.joint_rule == "none against"
    check_consultation(ON, ON + timedelta(days=84), "")
    check_consultation(ON, ON + timedelta(days=10), "The contract fails tomorrow")
    with pytest.raises(Refused, match="84 days at least"):
        check_consultation(ON, ON + timedelta(days=83), " ")
    with pytest.raises(Refused, match="after it opens"):
        check_consultation(ON, ON, "Why")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"priority": 6}, "priority"),
        ({"budget_pence": -1}, "budget_pence"),
        ({"demand_high": None}, "demand_high"),
        ({"demand_low": 90}, "demand_high"),
        ({"because": "x" * 2001}, "because"),
    ],
)
def test_a_paper_that_cannot_be_so_is_refused_at_the_part_at_fault(changed, field):
    with pytest.raises(Refused) as refused:
        check_paper(replace(PAPER, **changed))
    assert refused.value.field == field
    assert check_paper(replace(PAPER, title="  Homes  again ")).title == "Homes again"


def test_every_stage_is_reached_and_only_by_its_own_moves():
    reached = {Stage.DRAFT} | {to for moves in MOVES.values() for to in moves}
    assert reached == set(Stage)
    for stage in Stage:
        for to in Stage:
            if to in MOVES.get(stage, {}):
                assert check_move(stage, to) in {Permission.WRITE_INTENTION, Permission.DECIDE_INTENTION}
            else:
                with pytest.raises(Refused, match=f"This is {stage}"):
                    check_move(stage, to)


def test_whoever_writes_takes_none_to_approval():
    assert all(moves.get(Stage.APPROVED) in {None, Permission.DECIDE_INTENTION} for moves in MOVES.values())
