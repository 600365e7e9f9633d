"""Signs that a provider may not go on, and plans to put right: pure, each line of the edition tried on both its sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import AgreementKind
from throughcare.commissioning.contracts.rules.distress import (
    Sign,
    Told,
    Weight,
    check_may_tell,
    distress_terms,
    month_to_tell,
    owed_month,
    signals,
    silent_months,
    told_by,
)
from throughcare.commissioning.contracts.rules.ending import FailureGround
from throughcare.commissioning.contracts.rules.putting_right import (
    MOVES,
    WHO_MOVES,
    PlanMove,
    PlanStanding,
    Point,
    PointStanding,
    check_may_open,
    check_move,
    check_points,
    check_put_right_first,
    plan_standing,
    point_drawing,
)
from throughcare.commissioning.contracts.rules.signing import Side
from throughcare.foundation.kernel import Refused, is_allowed

TODAY = date(2026, 11, 20)
MONTH = date(2026, 10, 1)
WELL = Told(MONTH, 5_000_00, 1_000_00, Decimal(10), Decimal(10))
CONTRACT = AgreementKind.CONTRACT


def weights(told=(WELL,), silent=0, people=100, missed=0):
    return {one.sign: one.weight for one in signals(list(told), silent, people, missed, TODAY)}


@pytest.mark.parametrize(
    ("sign", "just", "worse", "asked"),
    [
        (Sign.CASH, replace(WELL, cash=3_000_00), replace(WELL, cash=2_999_99), "told"),
        (Sign.CASH, replace(WELL, cash=1_000_00), replace(WELL, cash=999_99), "told"),
        (Sign.POSTS, replace(WELL, filled=Decimal(9)), replace(WELL, filled=Decimal("8.99")), "told"),
        (Sign.POSTS, replace(WELL, filled=Decimal("7.5")), replace(WELL, filled=Decimal("7.49")), "told"),
        (Sign.LOAD, 599, 600, "people"),
        (Sign.LOAD, 799, 800, "people"),
        (Sign.LEVELS, 0, 1, "missed"),
        (Sign.LEVELS, 2, 3, "missed"),
        (Sign.SILENCE, 0, 1, "silent"),
        (Sign.SILENCE, 1, 2, "silent"),
        (Sign.SUPPLY, replace(WELL, on_one=19), replace(WELL, on_one=20), "told"),
        (Sign.SUPPLY, replace(WELL, on_one=39), replace(WELL, on_one=40), "told"),
    ],
)
def test_each_sign_turns_exactly_at_its_line(sign, just, worse, asked):
    before, after = (weights(**{asked: [one] if asked == "told" else one})[sign] for one in (just, worse))
    order = [Weight.CALM, Weight.WATCH, Weight.ACT]
    assert order.index(after) == order.index(before) + 1


def test_posts_cut_are_set_beside_the_most_of_the_year_before_and_not_of_longer_ago():
    def cut(month, planned):
        return weights([replace(WELL, month=month, planned=Decimal(planned)), WELL])[Sign.CUTS]

    assert cut(date(2026, 9, 1), 10) is Weight.CALM
    assert cut(date(2026, 9, 1), 12) is Weight.WATCH
    assert cut(date(2025, 10, 1), 15) is Weight.ACT
    assert cut(date(2025, 9, 1), 15) is Weight.NOT_KNOWN
    assert weights()[Sign.CUTS] is Weight.NOT_KNOWN


def test_what_is_not_told_is_not_known_and_never_calm():
    found = weights(told=(), people=None, missed=None, silent=0)
    assert {sign for sign, weight in found.items() if weight is Weight.NOT_KNOWN} == set(Sign) - {
        Sign.SILENCE
    }
    assert weights()[Sign.SUPPLY] is Weight.NOT_KNOWN
    assert weights([replace(WELL, on_one=0)])[Sign.SUPPLY] is Weight.CALM
    nothing = weights([replace(WELL, spent=0, planned=Decimal(0), filled=Decimal(0))])
    assert {nothing[sign] for sign in (Sign.CASH, Sign.POSTS, Sign.LOAD)} == {Weight.NOT_KNOWN}


def test_every_sign_has_its_clause_and_what_calls_for_most_comes_first():
    found = signals([replace(WELL, cash=0)], 1, None, 0, TODAY)
    assert [one.weight for one in found][:2] == [Weight.ACT, Weight.WATCH]
    assert all(str(one.clause) and one.basis and one.words for one in found)
    assert set(distress_terms(TODAY).signs) == set(Sign)


@given(st.lists(st.integers(0, 10**9), min_size=4, max_size=4), st.integers(0, 500))
def test_more_cash_or_more_filled_never_makes_a_sign_worse(figures, more):
    cash, spent, planned, filled = figures
    one = Told(MONTH, cash, spent, Decimal(planned % 999), Decimal(filled % 999))
    better = replace(one, cash=cash + more, filled=one.filled + more)
    order = [Weight.NOT_KNOWN, Weight.CALM, Weight.WATCH, Weight.ACT]
    was, now = weights([one]), weights([better])
    for sign in (Sign.CASH, Sign.POSTS, Sign.LOAD):
        if was[sign] is not Weight.NOT_KNOWN:
            assert order.index(now[sign]) <= order.index(was[sign])


def test_a_month_is_owed_of_a_contract_that_runs_until_it_is_told():
    assert month_to_tell(TODAY) == MONTH and month_to_tell(date(2027, 1, 1)) == date(2026, 12, 1)
    assert told_by(MONTH) == date(2026, 11, 13)
    assert owed_month(CONTRACT, date(2026, 1, 1), None, [], TODAY) == MONTH
    assert owed_month(CONTRACT, date(2026, 1, 1), None, [MONTH], TODAY) is None
    assert owed_month(AgreementKind.GRANT, date(2026, 1, 1), None, [], TODAY) is None
    assert owed_month(CONTRACT, date(2026, 11, 1), None, [], TODAY) is None
    assert owed_month(CONTRACT, date(2026, 1, 1), date(2026, 11, 19), [], TODAY) is None


def test_silence_counts_months_that_are_due_back_to_the_last_one_told():
    start = date(2026, 6, 1)
    assert silent_months(CONTRACT, start, None, [], TODAY) == 5
    assert silent_months(CONTRACT, start, None, [date(2026, 8, 1)], TODAY) == 2
    assert silent_months(CONTRACT, start, None, [], date(2026, 11, 13)) == 4
    assert silent_months(CONTRACT, start, None, [date(2026, 9, 1)], date(2026, 11, 13)) == 0
    assert silent_months(CONTRACT, date(2020, 1, 1), None, [], TODAY) == 12
    assert silent_months(AgreementKind.SERVICE_LEVEL, start, None, [], TODAY) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"month": date(2026, 9, 1)}, "month"), ({"month": date(2026, 11, 1)}, "month"), ({"spent": -1}, "spent"),
        ({"cash": 10**13}, "cash"), ({"planned": Decimal(-1)}, "planned"), ({"filled": Decimal(10**6)}, "filled"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_its_own_field(change, field):
    check_may_tell(replace(WELL, cash=-5), TODAY)
    with pytest.raises(Refused) as refused:
        check_may_tell(replace(WELL, **change), TODAY)
    assert refused.value.field == field


AHEAD = TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ([], "from 1 to 12"), ([("x", AHEAD)] * 13, "from 1 to 12"), ([(" ", AHEAD)], "point 1 is"), ([("x" * 301, AHEAD)], "point 1 is"),
        ([("x", AHEAD), ("y", TODAY)], "Point 2: give a day after today"), ([("x", TODAY + timedelta(days=181))], "no later than 19 May 2027"),
    ],
)  # fmt: skip
def test_a_plan_that_could_not_be_kept_or_looked_at_is_refused(points, words):
    check_points([("x", TODAY + timedelta(days=180))], TODAY)
    with pytest.raises(Refused, match=words):
        check_points(points, TODAY)


@given(
    st.lists(st.tuples(st.sampled_from(PlanMove), st.sampled_from([*Side, None])), max_size=12),
    st.integers(-3, 3),
)
def test_whatever_is_tried_a_point_has_one_owner_until_it_is_done_and_the_provider_never_waits_for_itself(
    tried, days
):
    point = Point(1, "Fill two posts", TODAY + timedelta(days=days))
    for move, side in tried:
        may = is_allowed(check_move, point, move, side)
        assert may == ((point.standing, move) in MOVES and WHO_MOVES[move] is side)
        if may:
            point = replace(point, moves=(*point.moves, move))
    owners = {WHO_MOVES[move] for where, move in MOVES if where is point.standing}
    assert len(owners) == (0 if point.standing is PointStanding.DONE else 1)
    plan = plan_standing([point], TODAY, taken_back=False)
    assert (plan is PlanStanding.LAPSED) == (point.standing is PointStanding.OWED and days < 0)
    assert (plan is PlanStanding.PUT_RIGHT) == (point.standing is PointStanding.DONE)
    assert plan_standing([point], TODAY, taken_back=True) is PlanStanding.TAKEN_BACK


def test_the_drawing_has_every_move_and_leaves_no_state_without_a_way_on_but_the_last():
    drawn = point_drawing()
    assert {(where, after) for where, then in drawn.items() for after in then} == {
        (w, after) for (w, _), after in MOVES.items()
    }
    assert {one for one, then in drawn.items() if not then} == {PointStanding.DONE}


def test_one_plan_at_a_time_and_not_put_right_is_said_of_one_that_lapsed_alone():
    for standing in PlanStanding:
        free = standing in {PlanStanding.PUT_RIGHT, PlanStanding.TAKEN_BACK}
        assert is_allowed(check_may_open, [standing]) is free
        broken = is_allowed(check_put_right_first, FailureGround.TERMS_BROKEN, [standing])
        assert broken is (standing is PlanStanding.LAPSED)
        assert is_allowed(check_put_right_first, FailureGround.ADMINISTRATION, [standing])
    with pytest.raises(Refused, match="once a plan to put it right has lapsed"):
        check_put_right_first(FailureGround.TERMS_BROKEN, [])
    assert Fraction(1) == distress_terms(TODAY).signs[Sign.CASH].act
