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
FOLDERS = (*OURS, "workload", "outcomes", "other", "partners", "commissioning/cas")
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
    found = (path for folder in folders for path in sorted(shared_path(f"vectors/{folder}").iterdir()))
    return [path for path in found if path.suffix != ".md"]


@pytest.fixture(scope="module")
def reports():
    known = adapters()
    return {path: run_file(path, known) for path in files(FOLDERS)}


def test_every_file_is_known_or_named_in_the_docs(reports):
    told = DOCS.read_text()
    unknown = [report.path for report in reports.values() if report.problem]
    assert [path.name for path in unknown if path.parent.name in OURS] == []
    assert [path.name for path in unknown if path.name not in told] == []
    assert [report.path for report in reports.values() if report.is_broken] == []


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


FAST = ("predictors", "tier", "workload", "other", "partners", "commissioning/cas")


def cases_of(path):
    claiming = [one for one in adapters() if one.claims(Source(path))]
    return [case for one in claiming for case in one.cases(Source(path)) if case.skip is None]


def test_twenty_random_alterations_of_what_each_file_expects_are_all_detected():
    for path in files(FAST):
        chance, cases = random.Random(f"20261129 {path.name}"), cases_of(path)
        for _ in range(20 if cases else 0):
            case = chance.choice(cases)
            at = chance.choice(leaves(case.expected))
            assert run_case(case) == (), (path.name, case.name)
            changed = replace(case, expected=altered(case.expected, at))
            assert run_case(changed) != (), (path.name, case.name, at)


def test_twenty_random_alterations_of_scotlands_series_are_all_detected():
    path = shared_path("vectors/outcomes/scotland_reconviction.json")
    chance, cases = random.Random(20261129), cases_of(path)
    for _ in range(20):
        case = chance.choice(cases)
        assert case.tolerance == 0
        at = chance.choice(leaves(case.expected))
        assert run_case(replace(case, expected=altered(case.expected, at))) != (), (case.name, at)


SLOW = {"lalonde_ps.csv", "frequency_binary_scale.json", "scotland_reconviction.json"}


def test_ten_random_alterations_of_what_each_outcomes_file_expects_are_all_detected():
    for path in files(("outcomes",)):
        chance, cases = random.Random(f"20261129 {path.name}"), cases_of(path)
        for _ in range(10 if cases and path.name not in SLOW else 0):
            case = chance.choice(cases)
            at = chance.choice(leaves(case.expected))
            changed = replace(case, expected=further(altered(case.expected, at), at, case.tolerance))
            assert run_case(changed) != (), (path.name, case.name, at)


def further(value, at, tolerance):
    """The altered value, moved beyond what its printing explains."""
    if not at:
        moves = isinstance(value, int | float) and not isinstance(value, bool)
        return value + 3 * tolerance if moves else value
    key, *rest = at
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[key] = further(copy[key], tuple(rest), tolerance)
    return copy


def test_an_expectation_written_as_a_formula_is_read_with_the_numbers_of_the_file_beside_it(tmp_path):
    folder = shared_path("vectors/workload")
    for name in ("workload_vectors.json", "workload_points_config.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    vectors = tmp_path / "workload_vectors.json"
    assert run_file(vectors, adapters()).failed == 0
    config = json.loads((tmp_path / "workload_points_config.json").read_text())
    config["t2a"]["community"]["B2"] += 1
    (tmp_path / "workload_points_config.json").write_text(json.dumps(config))
    assert run_file(vectors, adapters()).failed == 1
    (tmp_path / "workload_points_config.json").unlink()
    assert sum(run_file(vectors, adapters()).skipped.values()) == 1


def test_what_the_screening_expects_beside_its_pathway_is_compared_or_named():
    [case, *_] = cases_of(shared_path("vectors/predictors/pni_test_data_small.csv"))
    assert set(case.expected) == {"expectedPni", "expectedOutcome"}
    assert len(case.not_compared) == 6


def screening_of(response):
    """The personality screening of a response, whether it is the whole of it or one part."""
    return response if "opdResult" in response else response.get("opd", {})


def test_an_override_of_the_screening_is_compared_and_not_written_by_the_adapter(tmp_path):
    source = shared_path("vectors/predictors/ogrs4_fixtures.json")
    held = json.loads(source.read_text())
    found = [(one, screening_of(one["case"]["response"])) for one in held]
    out = [(one, screening) for one, screening in found if screening.get("opdResult") == "SCREEN_OUT"]
    assert out
    for one, screening in out:
        one["case"]["request"]["applyOPDOverride"] = True
        screening["opdOverride"] = True
    path = tmp_path / "fixtures.json"
    path.write_text(json.dumps([one for one, _ in out]))
    assert run_file(path, adapters()).failed == 0
    for _, screening in out:
        screening["opdResult"] = "SCREEN_IN"
    path.write_text(json.dumps([one for one, _ in out]))
    assert run_file(path, adapters()).failed == len(out)


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
