"""Which units were considered is told of every unit of the organisation, each with why not."""

from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.reach import (
    NO_TERMS,
    NOT_BELOW,
    NOT_CHOSEN,
    names_in,
    units_asked,
    units_seen,
)

UNITS = ["a", "b", "c", "d", "e"]
SETS = st.sets(st.sampled_from(UNITS))
NAMES = {unit: f"Team {unit}" for unit in UNITS}


@given(SETS, st.none() | SETS, st.dictionaries(st.sampled_from(UNITS), st.integers(1, 9)))
def test_every_unit_is_told_of_once_and_exactly_one_thing_keeps_one_out(below, chosen, staff):
    seen = units_seen(NAMES, below=below, chosen=chosen, staff=staff)
    assert sorted(one.unit for one in seen) == UNITS
    for one in seen:
        may = one.unit in below
        wanted = chosen is None or one.unit in chosen
        assert one.considered == (may and wanted and staff.get(one.unit, 0) > 0) == (one.because == "")
        if not may:
            assert one.because == NOT_BELOW
        elif not wanted:
            assert one.because == NOT_CHOSEN
        elif not one.considered:
            assert one.because == NO_TERMS


@given(SETS, st.dictionaries(st.sampled_from(UNITS), st.integers(1, 9)))
def test_nothing_is_told_of_the_staff_of_a_unit_that_is_not_ones_own(below, staff):
    seen = units_seen(NAMES, below=below, chosen=None, staff=staff)
    assert all(one.staff == 0 for one in seen if one.unit not in below)


@given(SETS)
def test_those_considered_come_first_and_what_is_kept_reads_back_the_same(below):
    seen = units_seen(NAMES, below=below, chosen=None, staff=dict.fromkeys(UNITS, 2))
    yes, no = names_in([one.written() for one in seen])
    assert yes == [f"Team {unit} (2 staff)" for unit in sorted(below)]
    assert no == [(f"Team {unit}", NOT_BELOW) for unit in UNITS if unit not in below]
    assert [one.considered for one in seen] == [True] * len(below) + [False] * (len(UNITS) - len(below))


@given(SETS, SETS, st.dictionaries(st.sampled_from(UNITS), st.integers(1, 9)))
def test_what_is_kept_says_which_units_were_asked_about_with_staff_or_without(below, chosen, staff):
    kept = [one.written() for one in units_seen(NAMES, below=below, chosen=chosen, staff=staff)]
    assert units_asked(kept) == below & chosen
