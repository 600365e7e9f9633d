"""Invented people are the same for the same seed, pass every check, and look like a cohort."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.evidence.outcomes.measure import synth
from throughcare.evidence.outcomes.measure.results import reoffending
from throughcare.evidence.outcomes.measure.schema import SCHEMAS
from throughcare.evidence.outcomes.measure.tables import load
from throughcare.foundation.kernel.permissions import Permission


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("synth")
    synth.synthesise(made, events=6000, seed=1)
    return made


def test_every_table_is_there_and_passes_its_own_checks(folder):
    tables = load(folder)
    assert set(tables.sources) == set(SCHEMAS)
    assert tables.by_person


def test_the_same_seed_gives_the_same_rows_and_another_does_not(folder, tmp_path):
    for seed, alike in ((1, True), (2, False)):
        synth.synthesise(tmp_path / str(seed), events=6000, seed=seed)
        other = pq.read_table(tmp_path / str(seed) / "offences.parquet")
        assert other.equals(pq.read_table(folder / "offences.parquet")) is alike


def test_a_chunk_does_not_depend_on_the_chunks_before_it(monkeypatch, tmp_path):
    monkeypatch.setattr(synth, "PEOPLE_A_CHUNK", 700)
    heard = []
    rows = synth.synthesise(tmp_path, events=6000, seed=1, told=lambda done, of: heard.append((done, of)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    alone = synth.chunk_tables(1, 1400, 2000, 1)["offences"]
    whole = pq.read_table(tmp_path / "offences.parquet")
    assert (
        whole.slice(rows["offences"] - alone.num_rows)
        .combine_chunks()
        .equals(pa.table(alone).combine_chunks().cast(whole.schema))
    )


def test_rows_lie_by_person_and_day_as_the_folder_says(folder):
    for name, day in (("index_events", "event_date"), ("offences", "offence_date")):
        table = pq.read_table(folder / f"{name}.parquet", columns=["person_id", day])
        assert table.equals(table.sort_by([("person_id", "ascending"), (day, "ascending")]))


def test_about_two_in_five_reoffend_and_a_few_of_them_very_often(folder):
    may = {Permission.DRILL_TO_PEOPLE}
    [cell] = reoffending(load(folder), "england-and-wales-three-month", unsuppressed_for=may).cells
    assert 0.35 < cell.binary.value < 0.43
    assert 1.8 < cell.per_reoffending_person.value < 2.8
    assert cell.binary.value * cell.per_reoffending_person.value == pytest.approx(cell.per_person.value)
