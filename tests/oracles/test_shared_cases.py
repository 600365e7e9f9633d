"""Every shared case passes or is named with its reason in docs/vectors.md, and nothing can be fooled."""

import csv
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from support.shared import shared_path

from oracles.cases import Source
from oracles.runner import adapters, run_case, run_file

OURS = ("predictors", "tier")
FOLDERS = (*OURS, "workload", "outcomes", "other")
DOCS = Path(__file__).resolve().parents[2] / "docs" / "vectors.md"


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return sum(1 for line in csv.reader(opened) if any(cell.strip() for cell in line)) - 1


def counted(path):
    """The cases in a file, counted here by hand and not by any adapter."""
    if path.suffix == ".csv":
        return rows(path)
    content = json.loads(path.read_text())
    if path.name == "ogrs4_coefficients.json":
        return sum(len(t["features"]) + len(t["offence_category"]) for t in content.values())
    if path.name == "legacy_unit_vectors.json":
        return sum(len(group["cases"]) for group in content)
    return len(content["cases"]) if isinstance(content, dict) else len(content)


def files(folders=OURS):
    return [path for folder in folders for path in sorted(shared_path(f"vectors/{folder}").iterdir())]


@pytest.fixture(scope="module")
def reports():
    known = adapters()
    return {path: run_file(path, known) for path in files(FOLDERS)}


def test_every_file_is_known_or_named_in_the_docs(reports):
    told = DOCS.read_text()
    unknown = [report.path for report in reports.values() if report.problem]
    assert [path.name for path in unknown if path.parent.name in OURS] == []
    assert [path.name for path in unknown if path.name not in told] == []


def test_no_case_fails(reports):
    failures = [(r.path.name, f.case, f.because) for r in reports.values() for f in r.failures]
    assert failures == []


def test_passed_failed_and_skipped_add_up_to_the_cases_of_each_file(reports):
    assert {path.name: reports[path].cases for path in files()} == {
        path.name: counted(path) for path in files()
    }


def test_each_reason_for_a_skip_or_for_a_value_left_out_is_in_the_docs(reports):
    told = DOCS.read_text()
    reasons = {reason for r in reports.values() for reason in (*r.skipped, *r.not_compared)}
    assert [reason for reason in reasons if reason not in told] == []


def leaves(value, at=()):
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, (*at, key))]
    if isinstance(value, list):
        return [leaf for key, each in enumerate(value) for leaf in leaves(each, (*at, key))]
    return [at]


def another(value):
    """A value that is not this one, and of the same kind where it can be."""
    if value is None:
        return "something"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1 if abs(value) >= 1 else value * 1.01 + 0.001
    return f"{value}x"


def altered(value, at):
    if not at:
        return another(value)
    key, *rest = at
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[key] = altered(copy[key], tuple(rest))
    return copy


@pytest.mark.parametrize("draw", range(20))
def test_changing_any_expected_value_fails(draw):
    chance = random.Random(20261121 + draw)
    known = adapters()
    path = chance.choice(files())
    [adapter] = [one for one in known if one.claims(Source(path))]
    cases = [case for case in adapter.cases(Source(path)) if case.skip is None]
    case = chance.choice(cases)
    at = chance.choice(leaves(case.expected))
    assert run_case(case) == ()
    assert run_case(replace(case, expected=altered(case.expected, at))) != ()


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("predictors/ogrs4_fixtures.json", lambda c: c[1]["case"]["response"]["lds"].update(ldsScore=1)),
        ("predictors/legacy_unit_vectors.json", lambda c: c[0]["cases"][0]["out"].update(two_year=17)),
        ("tier/tier_v3_cases.json", lambda c: c["cases"][0]["out"].update(tier="A")),
        ("tier/tier_v2_scenarios.json", lambda c: c[0].update(then=["3 change points are scored"])),
        (
            "predictors/ogrs4_coefficients.json",
            lambda c: c["AllReoffendingPredictorStatic"]["features"]["FEMALE"].update(coefficient="-2"),
        ),
    ],
)
def test_a_changed_value_in_a_copy_of_the_file_fails_exactly_there(tmp_path, file, change):
    source = shared_path(f"vectors/{file}")
    content = json.loads(source.read_text())
    change(content)
    copy = tmp_path / source.name
    copy.write_text(json.dumps(content))
    assert run_file(copy, adapters()).failed == 1


def test_fewer_cases_run_without_change(tmp_path):
    source = shared_path("vectors/tier/tier_v3_cases.json")
    content = json.loads(source.read_text())
    content["cases"] = content["cases"][:3]
    copy = tmp_path / "other_name.json"
    copy.write_text(json.dumps(content))
    report = run_file(copy, adapters())
    assert (report.passed, report.cases) == (3, 3)


def test_a_case_of_a_shape_not_known_is_named_and_not_dropped(tmp_path):
    path = tmp_path / "units.json"
    path.write_text(json.dumps([{"algorithm": "OGRS9", "cases": [{"in": 1, "out": 2}]}]))
    report = run_file(path, adapters())
    assert dict(report.skipped) == {"unknown shape": 1}
