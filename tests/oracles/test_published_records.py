"""Records of processes run from files: what their releases come to, embedded or linked; a changed record is seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.shared import shared_path

from oracles.runner import adapters, run_file

DOCS = Path(__file__).resolve().parents[2] / "docs" / "vectors.md"
RECORDS = "vectors/commissioning/ocds/fictional_1.1/record"


@pytest.mark.parametrize("name", ["ocds-213czf-000-00001.json", "ocds-213czf-000-00001-withversions.json"])
def test_the_standards_own_record_is_what_its_linked_releases_come_to(name):
    report = run_file(shared_path(RECORDS) / name, adapters())
    assert (report.problem, report.failures, report.passed) == (None, (), 1)
    assert all(reason in DOCS.read_text() for reason in report.not_compared)


def laid(tmp_path, change):
    """The standard's record with its releases in it, and one thing changed."""
    folder = shared_path(RECORDS)
    said = json.loads((folder / "ocds-213czf-000-00001.json").read_text())
    record = said["records"][0]
    record["releases"] = [
        json.loads(path.read_text())["releases"][0] for path in sorted(folder.parent.glob("*-0[1-6]-*.json"))
    ]
    change(record)
    path = tmp_path / "unseen.json"
    path.write_text(json.dumps(said))
    return run_file(path, adapters())


def test_an_unseen_record_with_its_releases_in_it_is_run(tmp_path):
    report = laid(tmp_path, lambda record: record["releases"].reverse())
    assert (report.failures, report.passed) == ((), 1)


def test_a_record_that_its_releases_do_not_come_to_is_a_failure(tmp_path):
    report = laid(tmp_path, lambda record: record["compiledRelease"]["tender"].update(title="Another"))
    assert report.failed == 1
    assert laid(tmp_path, lambda record: record["releases"].pop()).failed == 1


def test_a_record_whose_releases_are_elsewhere_or_that_was_not_compiled_is_counted_and_said(tmp_path):
    away = {"url": "https://example.org/away.json#x"}
    report = laid(tmp_path, lambda record: record.update(releases=[away]))
    assert report.skipped == {"a release of the record is linked, and its file is not beside it": 1}
    assert all(reason in DOCS.read_text() for reason in report.skipped)
    report = laid(tmp_path, lambda record: record.pop("compiledRelease"))
    assert report.skipped == {"no compiled release in the record": 1}
    assert all(reason in DOCS.read_text() for reason in report.skipped)
