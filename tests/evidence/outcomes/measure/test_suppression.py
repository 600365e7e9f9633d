"""Small cells stay in, and so do enough others that nobody can subtract."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.outcomes.measure.intervals import Unmeasured
from throughcare.evidence.outcomes.measure.results import reoffending
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.disclosure import Suppression
from throughcare.foundation.kernel.permissions import Permission

from .building import an_event, an_offence, tables

DAY = date(2019, 1, 5)
grids = st.integers(1, 4).flatmap(
    lambda wide: st.integers(1, 4).flatmap(
        lambda tall: st.lists(st.integers(0, 90), min_size=wide * tall, max_size=wide * tall).map(
            lambda counts: {(n % wide, n // wide): count for n, count in enumerate(counts)}
        )
    )
)


def an_extract(**sizes):
    events, person = [], 0
    for area, size in sizes.items():
        for _ in range(size):
            person += 1
            events.append(an_event(person, DAY, area=area))
    return tables(events, [an_offence(1, date(2019, 3, 1))])


def test_thirty_people_may_be_shown_and_twenty_nine_may_not():
    assert Suppression(30).withheld({("A",): 30}) == frozenset()
    assert Suppression(30).withheld({("A",): 29}) == {("A",)}


def test_an_empty_cell_tells_of_nobody():
    assert Suppression(30).withheld({("A",): 0, ("B",): 50}) == frozenset()


def test_one_small_cell_takes_the_next_smallest_with_it():
    assert Suppression(30).withheld({("A",): 5, ("B",): 200, ("C",): 40}) == {("A",), ("C",)}


def test_two_small_cells_that_are_few_together_take_a_third():
    assert Suppression(30).withheld({("A",): 5, ("B",): 6, ("C",): 40, ("D",): 90}) == {
        ("A",),
        ("B",),
        ("C",),
    }


@given(grids, st.integers(2, 50))
def test_nothing_withheld_can_be_found_by_subtraction_along_any_line(people, below):
    withheld = Suppression(below).withheld(people)
    assert all(cell in withheld for cell, count in people.items() if 0 < count < below)
    for place in (0, 1):
        for other in {cell[1 - place] for cell in people}:
            line = [cell for cell in people if cell[1 - place] == other]
            hidden = [cell for cell in line if cell in withheld]
            shown = [cell for cell in line if cell not in withheld and people[cell]]
            if hidden and shown and len(line) > 1:
                assert len(hidden) > 1
                assert sum(people[cell] for cell in hidden) >= below


def test_suppression_is_on_without_anybody_asking_for_it():
    result = reoffending(
        an_extract(North=12, South=60, West=31), "scotland", by=("area",), engine="reference"
    )
    small = result.cell(area="North")
    assert small.entries is Unmeasured.SUPPRESSED
    assert small.binary is Unmeasured.SUPPRESSED
    assert result.cell(area="West").reoffended is Unmeasured.SUPPRESSED
    assert result.cell(area="South").entries == 60


def test_the_rule_is_the_definition_s_own():
    extract = an_extract(North=40, South=90)
    scottish = reoffending(extract, "scotland", by=("area",), engine="reference")
    northern_irish = reoffending(extract, "northern-ireland", by=("area",), engine="reference")
    assert scottish.cell(area="North").entries == 40
    assert northern_irish.cell(area="North").entries is Unmeasured.SUPPRESSED


def test_the_arrow_table_says_why_a_figure_is_not_there():
    table = (
        reoffending(an_extract(North=12), "scotland", by=("area",), engine="reference").table().to_pylist()
    )
    assert table[0]["binary"] is None and table[0]["entries"] is None
    assert "binary: suppressed" in table[0]["because"]


def test_nobody_lifts_suppression_or_sees_people_without_the_permission():
    extract = an_extract(North=12)
    with pytest.raises(Refused, match="those who may see"):
        reoffending(extract, "scotland", unsuppressed_for={Permission.LOOK_AT_OUTCOMES})
    result = reoffending(extract, "scotland", by=("area",), engine="reference")
    with pytest.raises(Refused, match="not the people"):
        result.people_in(may={Permission.LOOK_AT_OUTCOMES}, area="North")


@pytest.mark.parametrize("engine", ["reference", "duckdb", "sorted"])
def test_whoever_may_drills_any_cell_down_to_its_people(engine):
    name = "england-and-wales-annual"
    extract = an_extract(North=3, South=2)
    may = {Permission.DRILL_TO_PEOPLE}
    result = reoffending(extract, name, by=("area",), engine=engine, unsuppressed_for=may)
    assert result.people_in(may=may, area="South") == [4, 5]
    assert result.cell(area="North").people == 3


def test_survival_and_outcomes_on_the_way_of_a_small_cell_are_withheld_too():
    result = reoffending(an_extract(North=12), "scotland", by=("area",), engine="reference", survival=True)
    assert result.survival(area="North") is Unmeasured.SUPPRESSED


def test_a_small_number_awaiting_is_withheld_beside_a_cell_that_is_shown():
    events = [an_event(n, DAY) for n in range(1, 41)] + [an_event(99, date(2019, 3, 30))]
    [cell] = reoffending(tables(events, known_to=date(2020, 2, 1)), "scotland", engine="reference").cells
    assert cell.entries == 40
    assert cell.awaiting is Unmeasured.SUPPRESSED
