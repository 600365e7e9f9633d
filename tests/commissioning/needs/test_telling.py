"""No combination of the figures told of a place gives one that was withheld: bounded here by another programme than withheld them."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughcare.commissioning.needs.rules.telling import BELOW, _told, apart_in, asked_of, tables_of, told_of
from throughcare.foundation.kernel.disclosure import Asked, Suppression

COLUMNS = ("area", "need: money", "unit")
VALUES = (("a", "b"), ("met", "none", "not met"), ("u", "v", "w"))
NOWHERE = {("a", "w"), ("b", "u")}
"""Unit u works in area a alone and w in b alone, which anybody may know; v works in both."""
CELLS = [cell for cell in product(*VALUES) if (cell[0], cell[2]) not in NOWHERE]


def person(labels):
    return dict(zip(COLUMNS, labels, strict=True))


def furthest(known, truth, wanted):
    """The least and most that a sum of the finest cells can be, for whoever knows these sums exactly."""
    rows = np.array(known) if known else np.zeros((1, len(truth)))
    ends = [linprog(sign * wanted, A_eq=rows, b_eq=rows @ truth, bounds=(0, None)) for sign in (1, -1)]
    return ends[0].fun, -ends[1].fun if ends[1].status == 0 else np.inf


def sums(asked):
    places = [COLUMNS.index(name) for name in asked.by]
    chosen = [(COLUMNS.index(name), values) for name, values in asked.chosen]
    for labels in product(*(VALUES[place] for place in places)):
        yield (
            labels,
            np.array(
                [
                    tuple(cell[place] for place in places) == labels
                    and all(cell[place] in values for place, values in chosen)
                    for cell in CELLS
                ],
                float,
            ),
        )


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.sampled_from([0, 0, 1, 2, 4, 9, 10, 11, 15, 40]), min_size=len(CELLS), max_size=len(CELLS))
)
def test_whoever_sets_every_figure_told_against_every_other_finds_none_that_was_withheld(many):
    truth = np.array(many, float)
    people = {cell: count for cell, count in zip(CELLS, many, strict=True) if count}
    if sum(many) == 0:
        return
    asked = [asked_of(by) for by in tables_of(COLUMNS)]
    withheld = Suppression(BELOW).withheld_together(asked, COLUMNS, people, apart_in(COLUMNS))
    # Exact figures, which is more than anybody is told: what is told is rounded besides.
    known = [row for one in asked for labels, row in sums(one) if labels not in withheld[one]]
    for one in asked:
        for labels, row in sums(one):
            if labels in withheld[one] and 0 < row @ truth < BELOW:
                low, high = furthest(known, truth, row)
                assert high - low >= BELOW - 1e-6, (one.by, labels)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=90))
def test_no_figure_told_is_of_few_people_and_each_is_rounded(people):
    counts = Counter(people)
    for table in told_of([person(one) for one in people]):
        true_of = {
            labels: sum(count for cell, count in counts.items() if row[CELLS.index(cell)])
            for labels, row in sums(asked_of(table.by))
        }
        for labels, many in table.cells.items():
            true = true_of[labels[: len(asked_of(table.by).by)]]
            assert many is None or (true >= BELOW and many % 5 == 0 and abs(many - true) <= 2)


def test_a_place_and_its_areas_do_not_tell_of_the_few_between_them():
    people = [
        person((area, "none", "v")) for area, many in (("a", 40), ("b", 30), ("c", 3)) for _ in range(many)
    ]
    told = {table.by: table.cells for table in told_of(people)}
    assert told[()] == {(): 75}
    assert told["area",][("c",)] is None and told["area",][("b",)] is None, (
        "73 less 40 and 30 would tell of the three"
    )


def test_of_enough_people_everything_is_told():
    people = [person(cell) for cell in CELLS for _ in range(20)]
    assert all(many is not None for table in told_of(people) for many in table.cells.values())


def test_how_many_have_a_need_is_told_where_what_became_of_it_is_of_too_few():
    people = [
        person(("a", stands, "v"))
        for stands, many in (("met", 4), ("not met", 41), ("none", 60))
        for _ in range(many)
    ]
    told = {table.by: table.cells for table in told_of(people)}
    assert told["has: money",] == {("yes",): 45} and told["assessed: money",] == {("yes",): 105}
    assert told["need: money",]["met",] is None and told["need: money",]["not met",] is None


def test_an_area_less_its_units_tells_of_no_few():
    """Unit u works in a alone: without that known, 33 of a and 30 of u would leave three of v there."""
    people = [
        person((area, "none", unit))
        for area, unit, many in (("a", "u", 30), ("a", "v", 3), ("b", "v", 40))
        for _ in range(many)
    ]
    told = {table.by: table.cells for table in told_of(people)}
    assert told["area",] == {("a",): 35, ("b",): 40}
    assert told["unit",] == {("u",): None, ("v",): None}


def test_an_empty_cell_that_is_withheld_is_told_as_withheld_and_never_left_out():
    counts = Counter({("a",): 12})
    told = _told(("area",), Asked(("area",)), ["area"], counts, frozenset({("b",)}))
    assert told.cells == {("a",): 10, ("b",): None}


def test_nobody_is_told_of_in_no_table():
    assert told_of([]) == []


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (("area", "sex"), True),
        (("sex", "need: money"), True),
        (("unit", "has: money"), True),
        (("unit", "sex"), False),
        (("area", "ethnicity"), False),
    ],
)
def test_which_tables_are_told(by, told):
    assert (by in tables_of([*COLUMNS, "ethnicity", "sex"])) is told
