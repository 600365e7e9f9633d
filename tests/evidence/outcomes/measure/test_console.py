"""``throughcare outcomes`` invents, checks and measures, and says what it cannot tell."""

import csv

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from throughcare.faces.outcomes.console.measuring import app

from .building import an_offence, arrow


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("console")
    assert run("synth", made, "--events", "3000", "--seed", "2").exit_code == 0
    return made


def test_synth_says_how_many_rows_it_wrote(folder):
    done = run("synth", folder, "--events", "3000", "--seed", "2")
    rows = pq.read_metadata(folder / "offences.parquet").num_rows
    assert f"offences: {rows:,} rows" in done.stdout


def test_check_passes_a_good_folder_and_remembers_it(folder):
    done = run("check", folder)
    assert done.exit_code == 0 and "every row passes" in done.stdout
    assert (folder / "checked.json").exists()


def test_check_names_the_fault_of_a_bad_one_and_forgets_that_it_ever_passed(folder, tmp_path):
    import shutil
    from datetime import date

    shutil.copytree(folder, tmp_path / "bad")
    bad = an_offence(1, date(2019, 1, 5), proven=date(2018, 1, 5))
    pq.write_table(arrow("offences", [bad]), tmp_path / "bad" / "offences.parquet")
    done = run("check", tmp_path / "bad")
    assert done.exit_code == 1
    assert "offences.proven_date, 1 row: is before the offence was committed" in done.stderr
    assert not (tmp_path / "bad" / "checked.json").exists()


def test_a_file_changed_since_it_passed_is_checked_again(folder, tmp_path):
    import shutil
    from datetime import date

    shutil.copytree(folder, tmp_path / "copy")
    assert run("check", tmp_path / "copy").exit_code == 0
    bad = an_offence(1, date(2019, 1, 5), severity="-2")
    pq.write_table(arrow("offences", [bad]), tmp_path / "copy" / "offences.parquet")
    done = run("measure", tmp_path / "copy", "-d", "scotland")
    assert done.exit_code != 0
    assert "severity" in str(done.exception)


def test_measure_prints_rates_with_intervals_and_what_they_cannot_tell(folder):
    done = run("measure", folder, "-d", "england-and-wales-three-month", "--by", "kind", "--milestones")
    assert done.exit_code == 0
    assert "court_order" in done.stdout and "% to " in done.stdout
    assert "Cannot tell you: Offences never detected" in done.stdout
    assert "employed" in done.stdout


def test_every_engine_prints_the_same_table(folder):
    printed = {
        run("measure", folder, "-d", "england-and-wales-annual", "--by", "area", "--engine", engine).stdout
        for engine in ("auto", "duckdb", "sorted", "reference")
    }
    assert len(printed) == 1


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_table_is_written_with_small_cells_empty(folder, tmp_path, suffix):
    out = tmp_path / f"table{suffix}"
    done = run("measure", folder, "-d", "scotland", "--by", "area", "--by", "year", "--out", out)
    assert done.exit_code == 0
    rows = list(csv.DictReader(out.open())) if suffix == ".csv" else pq.read_table(out).to_pylist()
    shown = [row for row in rows if row["entries"] not in ("", None)]
    assert all(int(row["entries"]) >= 30 for row in shown if int(row["entries"]))
    assert any("suppressed" in (row["because"] or "") for row in rows)


def test_definitions_are_listed_and_shown_rule_by_rule_with_their_labels():
    listed = run("definitions")
    assert "peterborough" in listed.stdout and "court occasion" in listed.stdout
    shown = run("definitions", "northern-ireland").stdout
    assert "tables = first_of_kind  [verified]" in shown
    assert "It cannot tell you" in shown


def test_another_kind_of_file_is_refused(folder, tmp_path):
    done = run("measure", folder, "-d", "scotland", "--out", tmp_path / "table.doc")
    assert done.exit_code == 2
