"""Published cases of notice run through the runner; a case not seen before is answered, and a wrong one is red."""

import json

import pytest
from support.shared import shared_path

from oracles.runner import adapters, run_file


def a_file(tmp_path, *cases):
    path = tmp_path / "notice.json"
    path.write_text(json.dumps({"cases": list(cases)}))
    return run_file(path, adapters())


@pytest.mark.shared
def test_every_published_case_of_notice_passes():
    report = run_file(shared_path("vectors/partners/approved_premises_notice.json"), adapters())
    assert (report.adapter, report.passed, report.failed) == ("notice of approved premises", 11, 0)


def test_cases_not_seen_before_are_answered_and_wrong_ones_are_red(tmp_path):
    right = [{"days_to_arrival": 1, "notice": "emergency"}, {"days_to_arrival": 27, "notice": "short"}]
    wrong = [{"days_to_arrival": 28, "notice": "standard"}, {"days_to_arrival": "soon", "notice": "short"}]
    report = a_file(tmp_path, *right, *wrong)
    assert report.passed == 2 and report.failed == 1 and report.skipped["unknown shape"] == 1
