"""The quick engine reads row groups of people apart, and is as right on any other layout."""

from dataclasses import asdict
from datetime import date, timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest

from throughcare.evidence.outcomes.measure import merging, synth
from throughcare.evidence.outcomes.measure.definition import definitions
from throughcare.evidence.outcomes.measure.question import Question
from throughcare.evidence.outcomes.measure.reference import moments
from throughcare.evidence.outcomes.measure.spans import ends_of, spans
from throughcare.evidence.outcomes.measure.tables import from_sources

from .building import an_event, an_offence, tables

E_AND_W = definitions()["england-and-wales-three-month"]
MAIN = ("index_events", "offences", "people")


@pytest.fixture(scope="module")
def invented():
    chunk = synth.chunk_tables(5, 0, 250, 1)
    return {name: chunk[name] for name in MAIN}


def written(folder, invented, size, changed=None):
    """The tables in Parquet, ``size`` rows to a group, each first changed by name."""
    for name, table in {**invented, **(changed or {})}.items():
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=size)
    files = {name: (folder / f"{name}.parquet",) for name in invented}
    return from_sources(files, known_to=synth.KNOWN_TO, by_person=True)


def counted(extract, by, weights=True):
    found = merging.moments(Question(extract, E_AND_W, by, weights))
    return {labels: asdict(counts) for labels, counts in found.items()}


def assert_right(extract, by):
    expected = moments(Question(extract, E_AND_W, by))
    found = merging.moments(Question(extract, E_AND_W, by))
    assert found.keys() == expected.keys()
    for labels, counts in expected.items():
        assert asdict(found[labels]) == pytest.approx(asdict(counts), rel=1e-12)


def in_groups_by_person(table, people, folder, name):
    """A file whose row groups each hold ``people`` people, nobody in two."""
    numbers = table["person_id"].to_numpy()
    with pq.ParquetWriter(folder / f"{name}.parquet", table.schema) as writer:
        for first in range(0, 250, people):
            low, high = np.searchsorted(numbers, [first, first + people])
            writer.write_table(table.slice(low, high - low), row_group_size=1 << 20)
    return (folder / f"{name}.parquet",)


@pytest.mark.parametrize("by", [(), ("area", "window"), ("sex",), ("year", "kind")])
def test_row_groups_by_person_are_counted_apart_and_add_up(tmp_path, invented, by):
    files = {name: in_groups_by_person(table, 60, tmp_path, name) for name, table in invented.items()}
    extract = from_sources(files, known_to=synth.KNOWN_TO, by_person=True)
    assert len(spans(extract)) == 5
    assert_right(extract, by)


def test_offences_grouped_otherwise_than_events_are_each_read_where_they_belong(tmp_path, invented):
    files = {
        "index_events": in_groups_by_person(invented["index_events"], 60, tmp_path, "index_events"),
        "offences": in_groups_by_person(invented["offences"], 95, tmp_path, "offences"),
    }
    extract = from_sources(files, known_to=synth.KNOWN_TO, by_person=True)
    assert [len(span.offences) for span in spans(extract)] == [1, 2, 1, 2, 1]
    assert_right(extract, ("area",))


def test_a_person_across_two_row_groups_is_not_counted_twice(tmp_path, invented):
    extract = written(tmp_path, invented, size=97)
    assert len(spans(extract)) == 1
    assert_right(extract, ("area", "window"))


def test_rows_in_no_order_are_slower_and_not_wrong(tmp_path, invented):
    chance = np.random.default_rng(0)
    shuffled = {name: table.take(chance.permutation(table.num_rows)) for name, table in invented.items()}
    assert_right(written(tmp_path, invented, 200, shuffled), ("area",))


def test_a_file_without_statistics_is_read_whole(tmp_path, invented):
    for name, table in invented.items():
        pq.write_table(table, tmp_path / f"{name}.parquet", row_group_size=100, write_statistics=False)
    extract = from_sources({n: (tmp_path / f"{n}.parquet",) for n in invented}, known_to=synth.KNOWN_TO)
    assert len(spans(extract)) == 1
    first, last = ends_of(extract, "index_events", "event_date")
    days = invented["index_events"]["event_date"].to_pylist()
    assert (first, last) == (min(days), max(days))
    assert_right(extract, ("kind",))


def test_words_coded_differently_in_each_row_group_are_the_same_words(tmp_path):
    day = date(2019, 1, 5)
    parts = [
        [an_event(1, day, area="North"), an_event(2, day, area="South")],
        [an_event(3, day, area="South")],
    ]
    extract = tables([e for part in parts for e in part], [an_offence(3, day + timedelta(days=9))])
    events = extract.read("index_events")
    with pq.ParquetWriter(tmp_path / "index_events.parquet", events.schema) as writer:
        writer.write_table(events.slice(0, 2))
        writer.write_table(events.slice(2))
    pq.write_table(extract.read("offences"), tmp_path / "offences.parquet")
    files = {name: (tmp_path / f"{name}.parquet",) for name in ("index_events", "offences")}
    found = counted(from_sources(files, known_to=extract.known_to), ("area",))
    assert {labels: c["entries"] for labels, c in found.items()} == {("North",): 1, ("South",): 2}
    assert found[("South",)]["reoffended"] == 1


def test_without_weights_the_counts_are_the_same_and_severity_is_not_measured(tmp_path, invented):
    extract = written(tmp_path, invented, 1000)
    full, bare = counted(extract, ("area",)), counted(extract, ("area",), weights=False)
    for labels, counts in bare.items():
        assert counts["severity"] is None and counts["predicted_known"] == 0
        assert {k: counts[k] for k in ("entries", "reoffended", "reoffences", "ff")} == {
            k: full[labels][k] for k in ("entries", "reoffended", "reoffences", "ff")
        }


def test_no_events_are_no_cells():
    assert merging.moments(Question(tables(), E_AND_W)) == {}


def test_people_the_table_does_not_know_are_not_recorded():
    extract = tables([an_event(1, date(2019, 1, 5))], people=[])
    assert list(counted(extract, ("sex",))) == [(None,)]


def test_whole_numbers_beyond_a_float_s_reach_are_still_added_exactly():
    from throughcare.evidence.outcomes.measure.tallies import _summed

    large = np.array([2**53, 1, 2**53, 1], np.int64)
    assert list(_summed(np.array([0, 0, 1, 1]), large, 2)) == [2**53 + 1, 2**53 + 1]
