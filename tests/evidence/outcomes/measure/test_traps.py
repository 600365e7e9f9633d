"""The peers' traps: late entries, one return and two releases, several offences at one court date, kinds that do not sum."""

from datetime import date, timedelta

import pytest

from throughcare.evidence.outcomes.measure.definition import definitions
from throughcare.evidence.outcomes.measure.intervals import Unmeasured
from throughcare.evidence.outcomes.measure.results import reoffending
from throughcare.evidence.outcomes.measure.schema import BadTables
from throughcare.foundation.kernel.permissions import Permission

from .building import a_return, an_event, an_offence, tables

MAY = {Permission.DRILL_TO_PEOPLE}
ENGINES = ["reference", "duckdb"]
QUICK_TOO = [*ENGINES, "sorted"]


def measured(extract, name, engine="reference", by=()):
    return reoffending(extract, name, by=by, engine=engine, unsuppressed_for=MAY)


def late_entries():
    """Six people followed for the whole time, of whom three reoffend; six entered late, known only by reoffending."""
    early, late = date(2018, 1, 10), date(2019, 11, 1)
    events = [an_event(n, early) for n in range(1, 7)] + [an_event(n, late) for n in range(7, 13)]
    offences = [an_offence(n, early + timedelta(days=100)) for n in (1, 2, 3)]
    offences += [an_offence(n, late + timedelta(days=20)) for n in range(7, 13)]
    return tables(events, offences, known_to=date(2020, 1, 31))


@pytest.mark.parametrize("engine", ENGINES)
def test_people_who_entered_too_late_to_be_followed_are_awaiting_even_when_they_have_reoffended(engine):
    [cell] = measured(late_entries(), "scotland", engine, ()).cells
    assert (cell.entries, cell.awaiting) == (6, 6)
    assert cell.binary.value == 0.5


@pytest.mark.parametrize("engine", QUICK_TOO)
def test_late_entries_await_under_a_wait_for_proof_too(engine):
    [cell] = measured(late_entries(), "england-and-wales-annual", engine).cells
    assert (cell.entries, cell.awaiting, cell.reoffended) == (6, 6, 3)


def test_counting_late_entries_by_what_is_known_of_them_would_have_said_three_quarters():
    asked = measured(late_entries(), "scotland").asked
    from throughcare.evidence.outcomes.measure.reference import entries

    everybody = entries(asked)
    assert sum(e.reoffences > 0 for e in everybody) / len(everybody) == 0.75


@pytest.mark.parametrize("engine", ENGINES)
def test_time_to_first_watches_late_entries_only_to_the_day_that_proof_is_sure_of(engine):
    early, late = date(2018, 1, 10), date(2019, 6, 1)
    offences = [an_offence(2, late + timedelta(days=25)), an_offence(3, late + timedelta(days=40))]
    extract = tables(
        [an_event(1, early), an_event(2, late), an_event(3, late)], offences, known_to=date(2019, 12, 30)
    )
    result = reoffending(
        extract, "england-and-wales-annual", engine=engine, survival=True, unsuppressed_for=MAY
    )
    curve = result.survival()
    assert [(step.day, step.at_risk, step.reoffended) for step in curve.steps] == [(25, 3, 1)]
    assert curve.watched_to == 365


@pytest.mark.parametrize("engine", ENGINES)
def test_one_return_claimed_by_two_releases_goes_to_the_later_one(engine):
    extract = tables(
        [
            an_event(1, date(2019, 1, 10), "custody_release"),
            an_event(1, date(2019, 3, 10), "custody_release"),
        ],
        returns=[a_return(1, date(2019, 5, 1))],
    )
    [cell] = measured(extract, "return-to-prison", engine).cells
    assert (cell.entries, cell.reoffended, cell.reoffences) == (2, 1, 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_return_on_the_day_of_the_second_release_is_the_second_s_too(engine):
    first, second = date(2019, 1, 10), date(2019, 3, 10)
    extract = tables(
        [an_event(1, first, "custody_release", "North"), an_event(1, second, "custody_release", "South")],
        returns=[a_return(1, second)],
    )
    found = {
        cell.labels["area"]: cell.reoffences
        for cell in measured(extract, "return-to-prison", engine, ("area",)).cells
    }
    assert found == {"North": 0, "South": 1}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("name", "counted"), [("england-and-wales-annual", 3), ("peterborough", 2), ("scotland", 2)]
)
def test_several_offences_at_one_court_date_are_one_occasion_and_as_many_offences(engine, name, counted):
    court, later = date(2019, 6, 1), date(2019, 9, 1)
    extract = tables(
        [an_event(1, date(2019, 1, 10), "custody_release")],
        [
            an_offence(1, date(2019, 4, 1), court),
            an_offence(1, date(2019, 4, 2), court),
            an_offence(1, date(2019, 8, 1), later),
        ],
    )
    [cell] = measured(extract, name, engine).cells
    assert (cell.reoffended, cell.reoffences) == (1, counted)


def northern_irish():
    spring = date(2019, 5, 1)
    events = [an_event(1, spring, "caution"), an_event(1, spring + timedelta(days=60), "court_order")]
    return tables([*events, an_event(2, spring, "court_order")], [an_offence(1, spring + timedelta(days=90))])


@pytest.mark.parametrize("engine", QUICK_TOO)
def test_tables_of_first_of_each_kind_do_not_sum_to_the_headline(engine):
    [headline] = measured(northern_irish(), "northern-ireland", engine).cells
    kinds = measured(northern_irish(), "northern-ireland", engine, ("kind",)).cells
    assert headline.entries == 2
    assert {cell.labels["kind"]: cell.entries for cell in kinds} == {"caution": 1, "court_order": 2}


@pytest.mark.parametrize("engine", ENGINES)
def test_where_tables_follow_the_headline_each_person_stands_in_one_kind(engine):
    kinds = measured(northern_irish(), "scotland", engine, ("kind",)).cells
    assert {cell.labels["kind"]: cell.entries for cell in kinds} == {"court_order": 2}


@pytest.mark.parametrize("engine", QUICK_TOO)
def test_a_person_enters_each_quarter_once_and_a_year_up_to_four_times(engine):
    days = [date(2019, 1, 5), date(2019, 2, 5), date(2019, 4, 5), date(2019, 7, 5), date(2019, 12, 5)]
    extract = tables([an_event(1, day) for day in days], [an_offence(1, date(2019, 12, 20))])
    [quarters] = measured(extract, "england-and-wales-three-month", engine, ("year",)).cells
    [year] = measured(extract, "england-and-wales-annual", engine, ("year",)).cells
    assert (quarters.entries, quarters.people, quarters.reoffences) == (4, 1, 4)
    assert (year.entries, year.people, year.reoffences) == (1, 1, 1)


@pytest.mark.parametrize("engine", QUICK_TOO)
def test_breaches_count_only_where_the_definition_lets_them_in(engine):
    extract = tables([an_event(1, date(2019, 1, 5))], [an_offence(1, date(2019, 3, 5), breach=True)])
    assert measured(extract, "england-and-wales-annual", engine).cells[0].reoffences == 0


def test_an_outcome_nobody_could_tell_is_not_a_no():
    from .building import a_look

    day = date(2019, 3, 1)
    extract = tables(
        [an_event(n, date(2019, 1, 5)) for n in (1, 2, 3, 4)],
        looks=[a_look(1, day, True), a_look(2, day, False), a_look(3, day, None)],
    )
    [found] = reoffending(
        extract, definitions()["scotland"], engine="duckdb", milestones=True, unsuppressed_for=MAY
    ).on_the_way
    assert (found.looked_at, found.known, found.achieved.value) == (3, 2, 0.5)


def test_a_table_without_severity_has_none_rather_than_nought():
    extract = tables([an_event(1, date(2019, 1, 5))], [an_offence(1, date(2019, 3, 5))])
    without = extract.read("offences").drop_columns(["severity"])
    from throughcare.evidence.outcomes.measure.tables import from_sources

    bare = from_sources(
        {"index_events": extract.read("index_events"), "offences": without}, known_to=extract.known_to
    )
    for engine in QUICK_TOO:
        [cell] = measured(bare, "england-and-wales-annual", engine).cells
        assert cell.severity_per_person is Unmeasured.NOT_HELD


def test_bad_tables_never_reach_an_engine():
    with pytest.raises(BadTables):
        tables([an_event(1, date(2019, 1, 5))], [an_offence(1, date(2019, 3, 5), proven=date(2019, 3, 4))])
