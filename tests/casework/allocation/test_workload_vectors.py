"""Cases that the teams who run workload and assessment today wrote for their own code."""

import copy
import json
import random

import pytest
from support.shared import shared_path

from oracles import needs, workload, workload_tables
from oracles.runner import run_file

ADAPTERS = workload.ADAPTERS + workload_tables.ADAPTERS + needs.ADAPTERS
FILES = {
    "workload/workload_vectors.json": 0,
    "workload/workload_points_config.json": 4,
    "workload/contact_points.csv": 0,
    "workload/reduction_reasons.csv": 0,
    "other/san_to_oasys_item_cases.json": 1,
}


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_shared_case_passes_or_is_named(name):
    report = run_file(shared_path(f"vectors/{name}"), ADAPTERS)
    assert report.problem is None
    assert report.failures == ()
    assert report.passed > 20
    assert report.skipped.total() == FILES[name]
    assert "unknown shape" not in report.skipped


def cases_of(content):
    """Every place in a file that holds an expected value, as a way to reach it."""
    if "cases" in content:
        return [(lambda c, n=n: c["cases"][n], "expect") for n, _ in enumerate(content["cases"])]
    found = []
    for name, section in content.items():
        for n, case in enumerate(section.get("cases", [])):
            key = "out" if isinstance(case, dict) else len(case) - 1
            found.append((lambda c, name=name, n=n: c[name]["cases"][n], key))
    return found


@pytest.mark.shared
@pytest.mark.parametrize("name", ["workload/workload_vectors.json", "other/san_to_oasys_item_cases.json"])
def test_changing_any_expected_value_fails(name, tmp_path):
    content = json.loads(shared_path(f"vectors/{name}").read_text())
    changed = tmp_path / "changed.json"
    before = run_file(shared_path(f"vectors/{name}"), ADAPTERS)
    for reach, key in random.Random(3).sample(cases_of(content), 20):
        altered = copy.deepcopy(content)
        case = reach(altered)
        if isinstance(case[key], str) and "Scenarios(" in case[key]:
            continue
        case[key] = "NOT THIS" if isinstance(case[key], str | None) else [-99]
        changed.write_text(json.dumps(altered))
        after = run_file(changed, ADAPTERS)
        assert (after.failed + after.skipped.total()) > before.skipped.total()
        # A value that another case is worked from takes that one with it.
        assert after.passed <= before.passed - 1


def test_a_section_nobody_knows_is_counted_and_named(tmp_path):
    file = tmp_path / "later.json"
    file.write_text(json.dumps({"wmt_period": {"cases": []}, "something_new": {"cases": [1, 2, 3]}}))
    report = run_file(file, ADAPTERS)
    assert report.skipped == {"unknown shape": 3}


def test_cases_in_the_same_shape_run_wherever_they_come_from(tmp_path):
    file = tmp_path / "ours.json"
    given = {
        "points_for_grade": 2000,
        "contracted_hours_for_grade": 40,
        "current_hours": 20,
        "reduction_hours": 0,
    }
    file.write_text(json.dumps({"available_points": {"cases": [{"in": given, "out": 1000}]}}))
    assert run_file(file, ADAPTERS).passed == 1
