"""Any cell drills down to exactly its people, by every engine, for those who may and for nobody else."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from throughcare.evidence.outcomes.measure.definition import definitions
from throughcare.evidence.outcomes.measure.reference import entries
from throughcare.evidence.outcomes.measure.results import reoffending
from throughcare.evidence.outcomes.measure.synth import synthesise
from throughcare.evidence.outcomes.measure.tables import load
from throughcare.foundation.kernel import Permission, Refused

from .asking import breakdowns, extracts
from .building import an_event, an_offence, tables

MAY = {Permission.DRILL_TO_PEOPLE}
E_AND_W = "england-and-wales-three-month"
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(extract=extracts, name=st.sampled_from(sorted(definitions())), by=breakdowns)
@settings(unhurried, max_examples=150)
def test_every_cell_has_as_many_people_as_it_counts_and_they_are_its_own(extract, name, by):
    result = reoffending(extract, name, by=by, engine="reference", unsuppressed_for=MAY)
    entered = [one for one in entries(result.asked) if one.complete]
    for cell in result.cells:
        people = result.people_in(may=MAY, **cell.labels)
        assert len(people) == len(set(people)) == result.counts[tuple(cell.labels.values())].people
        assert set(people) <= {one.person_id for one in entered}


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    folder = tmp_path_factory.mktemp("drilling")
    synthesise(folder, events=900, seed=12)
    return load(folder)


@pytest.mark.parametrize("by", [(), ("area",), ("kind", "sex"), ("year", "offence_group")])
def test_the_engines_name_the_same_people_in_every_cell(invented, by):
    results = [
        reoffending(invented, E_AND_W, by=by, engine=engine, unsuppressed_for=MAY)
        for engine in ("reference", "sorted", "duckdb")
    ]
    for cell in results[0].cells[:: max(1, len(results[0].cells) // 6)]:
        named = [sorted(result.people_in(may=MAY, **cell.labels)) for result in results]
        assert named[0] == named[1] == named[2]
        assert len(named[0]) == results[0].counts[tuple(cell.labels.values())].people


def test_cells_of_one_kind_each_hold_everybody_between_them(invented):
    result = reoffending(invented, "scotland", by=("sex",), engine="duckdb", unsuppressed_for=MAY)
    parts = [set(result.people_in(may=MAY, **cell.labels)) for cell in result.cells]
    whole = reoffending(invented, "scotland", engine="duckdb", unsuppressed_for=MAY).people_in(may=MAY)
    assert set().union(*parts) == set(whole)
    assert sum(map(len, parts)) == len(whole)


def four(day=date(2018, 5, 1)):
    late = date(2029, 12, 1)
    events = [an_event(n, day, area="North") for n in (1, 2)] + [an_event(3, day, area="South")]
    return tables([*events, an_event(4, late, area="South")], [an_offence(1, day + timedelta(days=9))])


@pytest.mark.parametrize("engine", ["reference", "duckdb", "sorted"])
def test_people_whose_follow_up_is_incomplete_stand_behind_no_figure(engine):
    result = reoffending(four(), E_AND_W, by=("area",), engine=engine, unsuppressed_for=MAY)
    assert sorted(result.people_in(may=MAY, area="North")) == [1, 2]
    assert result.people_in(may=MAY, area="South") == [3]


@pytest.mark.parametrize("may", [set(), {Permission.LOOK_AT_OUTCOMES}, {Permission.EXTRACT_OUTCOMES}])
def test_seeing_figures_is_not_seeing_people(may):
    result = reoffending(four(), E_AND_W, engine="reference")
    with pytest.raises(Refused, match="not the people behind them"):
        result.people_in(may=may)


def test_a_withheld_figure_names_nobody_to_those_who_may_only_look():
    result = reoffending(four(), E_AND_W, by=("area",), engine="reference")
    assert all(str(cell.binary) for cell in result.cells)
    assert not any(isinstance(cell.entries, int) for cell in result.cells)
    with pytest.raises(Refused):
        result.people_in(may=set(), area="North")
