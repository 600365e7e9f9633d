"""No combination of the figures told of a place gives one that was withheld: bounded here by another programme than withheld them."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughcare.commissioning.needs.rules.telling import BELOW, tables_of, told_of
from throughcare.foundation.kernel.disclosure import Asked, Suppression

COLUMNS = ("area", "need: money", "sex")
VALUES = (("a", "b"), ("met", "none", "not met"), ("female", "male"))
CELLS = list(product(*VALUES))


def person(labels):
    return dict(zip(COLUMNS, labels, strict=True))


def furthest(known, truth, wanted):
    """The least and most that a sum of the finest cells can be, for whoever knows these sums exactly."""
    rows = np.array(known) if known else np.zeros((1, len(truth)))
    ends = [linprog(sign * wanted, A_eq=rows, b_eq=rows @ truth, bounds=(0, None)) for sign in (1, -1)]
    return ends[0].fun, -ends[1].fun if ends[1].status == 0 else np.inf


def sums(by):
    places = [COLUMNS.index(name) for name in by]
    for labels in product(*(VALUES[place] for place in places)):
        yield labels, np.array([tuple(cell[place] for place in places) == labels for cell in CELLS], float)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.sampled_from([0, 0, 1, 2, 4, 9, 10, 11, 15, 40]), min_size=len(CELLS), max_size=len(CELLS))
)
def test_whoever_sets_every_figure_told_against_every_other_finds_none_that_was_withheld(many):
    truth = np.array(many, float)
    people = {cell: count for cell, count in zip(CELLS, many, strict=True) if count}
    if sum(many) == 0:
        return
    asked = [Asked(by) for by in tables_of(COLUMNS)]
    withheld = Suppression(BELOW).withheld_together(asked, COLUMNS, people)
    # Exact figures, which is more than anybody is told: what is told is rounded besides.
    known = [row for one in asked for labels, row in sums(one.by) if labels not in withheld[one]]
    for one in asked:
        for labels, row in sums(one.by):
            if labels in withheld[one] and 0 < row @ truth < BELOW:
                low, high = furthest(known, truth, row)
                assert high - low >= BELOW - 1e-6, (one.by, labels)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(CELLS), min_size=1, max_size=90))
def test_no_figure_told_is_of_few_people_and_each_is_rounded(people):
    counts = Counter(people)
    for table in told_of([person(one) for one in people]):
        places = [COLUMNS.index(name) for name in table.by]
        for labels, many in table.cells.items():
            true = sum(
                count for cell, count in counts.items() if tuple(cell[place] for place in places) == labels
            )
            assert many is None or (true >= BELOW and many % 5 == 0 and abs(many - true) <= 2)


def test_a_place_and_its_areas_do_not_tell_of_the_few_between_them():
    people = [
        person((area, "none", "male")) for area, many in (("a", 40), ("b", 30), ("c", 3)) for _ in range(many)
    ]
    told = {table.by: table.cells for table in told_of(people)}
    assert told[()] == {(): 75}
    assert told["area",][("c",)] is None and told["area",][("b",)] is None, (
        "73 less 40 and 30 would tell of the three"
    )


def test_of_enough_people_everything_is_told():
    people = [person(cell) for cell in CELLS for _ in range(20)]
    assert all(many is not None for table in told_of(people) for many in table.cells.values())


def test_nobody_is_told_of_in_no_table():
    assert told_of([]) == []


@pytest.mark.parametrize(
    ("by", "told"), [(("area", "sex"), True), (("sex", "need: money"), True), (("area", "ethnicity"), False)]
)
def test_which_tables_are_told(by, told):
    assert (by in tables_of([*COLUMNS, "ethnicity"])) is told
