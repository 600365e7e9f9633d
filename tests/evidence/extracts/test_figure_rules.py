"""Figures of places: withheld where few, withheld beside so that nothing can be subtracted, rounded, and of whole months."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.extracts.rules.figures import (
    BELOW,
    UNKNOWN,
    YES,
    Counted,
    change_in_words,
    flow_told,
    month_ends,
    one_by_one,
)


def people(**many: int) -> list[Counted]:
    """So many people of each tier."""
    return [Counted({"tier": tier}) for tier, count in many.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 29), date(2026, 10, 31)),
        (date(2026, 3, 1), date(2026, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_figures_are_of_whole_months_alone(today: date, last: date):
    found = month_ends(today)
    assert found[-1] == last and len(found) == 12 and found == sorted(set(found))
    assert all(on < today for on in found)


def test_large_figures_are_rounded_to_the_nearest_five():
    assert one_by_one(people(A=52, B=43), ["tier"]) == {
        "people": {"people": 95},
        "tier": {"A": 50, "B": 45},
    }


def test_a_figure_of_few_is_withheld_and_another_with_it_so_that_no_total_tells_it():
    told = one_by_one(people(A=60, B=40, C=3), ["tier"])
    assert told["people"] == {"people": 105}
    assert told["tier"]["C"] is None
    assert sum(many is None for many in told["tier"].values()) > 1


def test_of_few_people_nothing_is_told():
    told = one_by_one(people(A=5, B=4), ["tier"])
    assert all(many is None for cells in told.values() for many in cells.values())


def test_what_is_not_said_of_somebody_is_not_known_and_never_no():
    said = [Counted({"need: Alcohol misuse": YES})] * 20 + [Counted({})] * 15
    assert one_by_one(said, ["need: Alcohol misuse"])["need: Alcohol misuse"] == {YES: 20, UNKNOWN: 15}


areas = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from(["community order", "custody"])), max_size=120
)


@settings(max_examples=40, deadline=None)
@given(areas)
def test_no_figure_of_few_is_told_and_none_can_be_had_by_taking_the_rest_from_the_whole(
    said: list[tuple[str, str]],
):
    counted = [Counted({"tier": tier, "sentence": kind}) for tier, kind in said]
    told = one_by_one(counted, ["tier", "sentence"])
    for place, name in enumerate(["tier", "sentence"]):
        truth = Counter(one[place] for one in said)
        for label, many in told.get(name, {}).items():
            assert many is None or (truth[label] >= BELOW and abs(many - truth[label]) <= 2)
        hidden = [label for label, many in told.get(name, {}).items() if many is None]
        if told["people"]["people"] is not None and any(0 < truth[label] < BELOW for label in hidden):
            assert len(hidden) > 1


def test_how_it_moved_is_said_between_the_first_and_the_last_that_may_be_told():
    rows = [("May", None), ("June", 100), ("July", 95), ("August", 110), ("September", None)]
    assert change_in_words(rows) == "10 more from June to August."
    assert change_in_words([("May", 50), ("June", 50)]).startswith("No change from May to June")
    assert "Too few months" in change_in_words([("May", None), ("June", 50)])


def some(*spans: tuple[int, int]) -> set[str]:
    return {str(n) for first, last in spans for n in range(first, last)}


def test_who_came_and_who_went_is_told_rounded():
    assert flow_told(some((0, 50)), some((12, 73))) == {"came": 25, "went": 10}


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_of_coming_and_going_both_are_told_or_neither_and_never_where_few_came_went_or_stayed(
    stayed, came, went
):
    told = flow_told(some((0, stayed + went)), some((went, stayed + went + came)))
    few = min(stayed, came, went) < BELOW
    assert [many is None for many in told.values()] == [few, few]
    if not few:
        assert abs((told["came"] or 0) - came) <= 2 and abs((told["went"] or 0) - went) <= 2
