"""Cases of referrals, scores, contracts and directories pass; others in the same shapes run; a changed expectation is seen."""

import csv
import json

import pytest
from support.directory_samples import a_listing, joined
from support.shared import shared_path

from oracles.runner import adapters, run_file

KNOWN = [one for one in adapters() if one.name != ""]
FILES = {
    "vectors/commissioning/rm/referral_conclusion.csv": 15,
    "vectors/commissioning/rm/eosr_achievement_score.csv": 6,
    "vectors/commissioning/rm/crs_contracts.csv": 196,
    "vectors/commissioning/hsds/examples_3.0/service_full.json": 1,
    "vectors/commissioning/hsds/examples_3.0/service_list.json": 1,
    "vectors/commissioning/hsds/examples_3.0/organization_full.json": 1,
    "vectors/commissioning/hsds/examples_3.0/service_at_location_full.json": 1,
    "vectors/commissioning/hsds/examples_3.0/tabular.json": 1,
    "data/service_directory_oruk/examples/service_full.json": 1,
}


@pytest.mark.parametrize(("name", "cases"), FILES.items())
def test_every_case_of_the_shared_files_passes(name, cases):
    report = run_file(shared_path(name), KNOWN)
    assert (report.problem, report.failures, report.passed) == (None, (), cases)


def written(path, rows):
    with path.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return run_file(path, KNOWN)


CONCLUSION = {
    "scenario": "x", "attended": 3, "not_attended": 1, "without_outcome": 2, "end_requested": "True",
    "eosr_submitted": "False", "can_start_eosr": "True", "ending_with": "PREMATURELY_ENDED", "concludes_with": "",
}  # fmt: skip
SCORE = {"achieved": 3, "partially": 6, "not_achieved": 1, "submitted": "True", "correct_score": "6.0"}


@pytest.mark.parametrize(
    ("row", "column", "wrong"),
    [
        (CONCLUSION, "ending_with", "COMPLETED"), (CONCLUSION, "can_start_eosr", "False"),
        (CONCLUSION, "concludes_with", "CANCELLED"), (SCORE, "correct_score", "3.0"),
    ],
)  # fmt: skip
def test_unseen_rows_run_and_a_changed_expectation_fails(tmp_path, row, column, wrong):
    assert written(tmp_path / "seen.csv", [row, row]).passed == 2
    report = written(tmp_path / "changed.csv", [row, row | {column: wrong}])
    assert (report.passed, report.failed) == (1, 1)


def test_unseen_documents_run(tmp_path):
    path = tmp_path / "page.json"
    path.write_text(json.dumps({"contents": [a_listing(), a_listing(status="defunct")]}))
    report = run_file(path, KNOWN)
    assert (report.problem, report.failures, report.passed) == (None, (), 2)


@pytest.mark.parametrize("dangling", [True, False])
def test_unseen_tables_run(tmp_path, dangling):
    package = joined()
    if dangling:
        package["service_areas.csv"][0]["service_id"] = "nothing"
    path = tmp_path / "tables.json"
    path.write_text(json.dumps(package))
    report = run_file(path, KNOWN)
    assert (report.problem, report.failures, report.passed) == (None, (), 1)
