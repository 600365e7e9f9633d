"""``throughcare assess score``: a file in, a file of scores out, and words for the person who asked."""

import polars as pl
import pytest
from support.assessment_answers import as_text, likely
from typer.testing import CliRunner

from throughcare.casework.assessment.rules.batch import columns_of
from throughcare.faces.assessment.console.scoring import app
from throughcare.foundation.kernel import Refused


@pytest.fixture
def a_file(tmp_path):
    rows = [likely(), likely(sex="female"), likely(offence_code="99999")]
    names = columns_of("vrp")
    pl.DataFrame([{name: as_text(row.get(name)) for name in names} for row in rows]).write_csv(
        tmp_path / "in.csv"
    )
    return tmp_path / "in.csv"


def test_every_row_is_scored_or_refused_with_a_reason(a_file, tmp_path):
    out = tmp_path / "out.csv"
    told = CliRunner().invoke(app, ["score", str(a_file), "--instrument", "vrp", "--out", str(out)])
    assert told.exit_code == 0, told.output
    assert "2 rows scored, 1 refused with reasons" in told.output
    written = pl.read_csv(out).to_dicts()
    assert [row["score"] is None for row in written] == [False, False, True]
    assert "offence mapping" in written[2]["reasons"]


def test_a_named_edition_is_used_and_written(a_file, tmp_path):
    out = tmp_path / "out.csv"
    asked = ["score", str(a_file), "--instrument", "csrp", "--out", str(out), "--edition", "published-4.0"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert set(pl.read_csv(out)["edition"]) == {"published-4.0"}


def test_an_instrument_nobody_knows_is_refused_in_words(a_file, tmp_path):
    told = CliRunner().invoke(
        app, ["score", str(a_file), "--instrument", "tarot", "--out", str(tmp_path / "o.csv")]
    )
    assert isinstance(told.exception, Refused)
    assert "no instrument called tarot" in str(told.exception)


def test_the_columns_of_an_instrument_are_named_with_what_they_expect():
    told = CliRunner().invoke(app, ["columns", "svrp"])
    assert "sex: sex (male or female)" in told.output
    assert "past_offences: kinds of past offence (homicide or wounding" in told.output
