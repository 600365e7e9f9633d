"""The console says what is wrong with published records, and what in them deserves a second look."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from throughcare.faces.publication.console import app

GOOD = {
    "ocid": "ocds-1-1", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender",
    "tender": {"id": "t", "numberOfTenderers": 1, "procurementMethod": "open"},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.json").write_text(json.dumps(GOOD))
    return tmp_path


def ran(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_good_records_are_counted(folder):
    done = ran("check", folder)
    assert (done.exit_code, done.output) == (0, "Files: 1, of which 0 depart. Releases: 1. Processes: 1.\n")


def test_each_fault_is_said_with_its_file_and_place_and_stops_no_other_file(folder):
    (folder / "bad.json").write_text(json.dumps(GOOD | {"tag": ["tendr"]}))
    (folder / "cut.json").write_text('{"ocid": ')
    (folder / "bytes.json").write_bytes(b"\xff\xfe\x00")
    done = ran("check", folder)
    assert done.exit_code == 1
    assert "bad.json: tag[0]: is “tendr”" in done.output
    assert "cut.json: It is not JSON: at line 1" in done.output
    assert "bytes.json: it is not text in UTF-8" in done.output
    assert done.output.endswith("Files: 4, of which 3 depart. Releases: 2. Processes: 2.\n")


def test_flags_are_said_with_why_and_by_lot(folder):
    done = ran("flags", folder / "good.json")
    assert "R018 OCID ocds-1-1: One bid alone (1). Nobody competed" in done.output
    lots = GOOD | {"tender": {"id": "t", "procurementMethod": "open", "lots": [{"id": "a"}, {"id": "b"}]}}
    lots["bids"] = {
        "details": [{"id": "1", "status": "valid", "tenderers": [{"id": "x"}], "relatedLots": ["a"]}]
    }
    (folder / "lots.json").write_text(json.dumps(lots))
    assert "R018 OCID ocds-1-1 a: One bid alone" in ran("flags", folder / "lots.json", "--by-lot").output


def test_settings_choose_the_flags_and_a_wrong_one_is_refused(folder):
    (folder / "settings.ini").write_text("[R003]\n")
    assert ran("flags", folder / "good.json", "--settings", folder / "settings.ini").output.endswith(
        "Flags: 0.\n"
    )
    (folder / "settings.ini").write_text("[R003]\ntreshold = 3\n")
    done = ran("flags", folder / "good.json", "--settings", folder / "settings.ini")
    assert "did you mean threshold?" in str(done.exception)
