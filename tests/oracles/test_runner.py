"""The runner itself: it counts every case, names what it does not know and cannot be fooled."""

import json
from pathlib import Path

from typer.testing import CliRunner

from oracles.cases import Adapter, Case, Source, skipped, unknown
from oracles.comparing import differences
from oracles.printing import lines_of, total_of
from oracles.runner import adapters, run_case, run_file, run_paths
from oracles.unclaimed import UNCLAIMED
from throughcare.faces.console import vectors
from throughcare.foundation.kernel import Refused


def doubled(source):
    for number, case in enumerate(source.content):
        if "x" in case:
            yield Case(f"{number}", expected=case["y"], run=lambda x=case["x"]: 2 * x)
        elif "why" in case:
            yield skipped(f"{number}", case["why"])
        else:
            yield unknown(f"{number}")


DOUBLES = Adapter("doubles", lambda source: source.name.startswith("doubles"), doubled)


def a_file(tmp_path, content, name="doubles.json"):
    path = tmp_path / name
    path.write_text(json.dumps(content))
    return path


def test_passed_failed_and_skipped_add_up_to_the_cases_in_the_file(tmp_path):
    cases = [
        {"x": 1, "y": 2},
        {"x": 2, "y": 5},
        {"why": "no such rule"},
        {"shape": "new"},
        {"x": "a", "y": 1},
    ]
    report = run_file(a_file(tmp_path, cases), [DOUBLES])
    assert (report.passed, report.failed, dict(report.skipped)) == (
        1,
        2,
        {"no such rule": 1, "unknown shape": 1},
    )
    assert report.cases == len(cases)


def test_a_case_that_raises_fails_and_the_next_case_still_runs(tmp_path):
    report = run_file(a_file(tmp_path, [{"x": None, "y": 1}, {"x": 1, "y": 2}]), [DOUBLES])
    assert report.passed == 1
    assert "TypeError" in report.failures[0].because[0]


def test_a_file_nobody_knows_is_named_and_not_ignored(tmp_path):
    path = a_file(tmp_path, [1], name="mystery.json")
    [report] = run_paths([tmp_path], [DOUBLES])
    assert report.path == path
    assert report.problem.startswith("unknown shape: no adapter claims it")
    assert report.is_broken
    assert "mystery.json: not run: unknown shape" in lines_of(report)[0]


def test_a_file_that_two_adapters_claim_is_an_error(tmp_path):
    other = Adapter("other", lambda source: True, doubled)
    report = run_file(a_file(tmp_path, [{"x": 1, "y": 2}]), [DOUBLES, other])
    assert report.problem == "claimed by doubles and other"
    assert report.is_broken


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    path = tmp_path / "doubles.json"
    path.write_text("{")
    by_shape = Adapter("by shape", lambda source: isinstance(source.content, list), doubled)
    assert run_file(path, [by_shape]).is_broken


def test_notes_are_not_case_files(tmp_path):
    (tmp_path / "README.md").write_text("about")
    assert run_paths([tmp_path], [DOUBLES]) == []


def test_a_csv_file_is_read_with_bare_names(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id   , name \n1, x\n")
    assert Source(path).rows == [{"id": "1", "name": "x"}]


def test_every_value_at_every_depth_is_compared():
    one = {"a": [1, {"b": None}], "c": "d"}
    assert list(differences(one, {"a": [1, {"b": None}], "c": "d"})) == []
    assert list(differences(one, {"a": [1, {"b": 0}], "c": "d"})) == ["a[1].b: expected None, got 0"]
    assert list(differences(one, {"a": [1], "c": "d"})) != []
    assert list(differences(one, {"a": [1, {"b": None}]})) == ["c: expected 'd', got nothing"]
    assert list(differences({}, {"extra": 1})) == ["extra: expected nothing, got 1"]


def test_tolerance_is_for_numbers_only_and_truth_is_not_a_number():
    assert list(differences(1.0, 1.0005, tolerance=0.001)) == []
    assert list(differences(1.0, 1.005, tolerance=0.001)) != []
    assert list(differences(True, 1, tolerance=5)) != []
    assert list(differences("1", 1, tolerance=5)) != []
    assert list(differences(float("nan"), 1.0, tolerance=5)) != []


def test_a_case_shows_where_it_differs():
    case = Case("one", expected={"score": 2}, run=lambda: {"score": 3})
    assert run_case(case) == ("score: expected 2, got 3",)


def test_the_totals_are_printed_last(tmp_path):
    reports = run_paths([a_file(tmp_path, [{"x": 1, "y": 2}, {"x": 1, "y": 3}])], [DOUBLES])
    assert total_of(reports) == "1 files: 1 passed, 1 failed, 0 skipped; 0 not run"


def test_failures_beyond_the_first_ten_are_counted(tmp_path):
    report = run_file(a_file(tmp_path, [{"x": 1, "y": 3}] * 12), [DOUBLES])
    assert lines_of(report, 10)[-1] == "    and 2 more (--every names them)"
    assert len(lines_of(report)) == 13


def test_the_command_names_an_unknown_file_and_a_missing_path(tmp_path):
    a_file(tmp_path, [1], name="mystery.json")
    shown = CliRunner().invoke(vectors.app, [str(tmp_path)])
    assert shown.exit_code == 1
    assert "mystery.json: not run: unknown shape" in shown.output
    assert "1 not run" in shown.output
    assert CliRunner().invoke(vectors.app, [str(tmp_path / "nowhere")]).exit_code == 2


def test_adapters_have_names_of_their_own():
    names = [adapter.name for adapter in adapters()]
    assert len(names) == len(set(names))


def test_outside_a_checkout_the_command_says_in_one_line_that_it_needs_one(tmp_path, monkeypatch):
    monkeypatch.setattr(vectors, "CHECKOUT", tmp_path)
    refused = CliRunner().invoke(vectors.app, [str(tmp_path)]).exception
    assert isinstance(refused, Refused)
    assert "in a checkout" in str(refused)
    assert len(str(refused).splitlines()) == 1


def test_a_file_that_is_listed_as_no_cases_says_why_and_fails_nobody(tmp_path):
    [listed] = run_paths([a_file(tmp_path, [1], name="person_match_splink_weights.csv")], [DOUBLES])
    assert listed.problem == UNCLAIMED["person_match_splink_weights.csv"]
    assert not listed.is_broken


def test_every_file_that_nobody_claims_stands_in_the_docs_with_its_reason():
    told = (Path(__file__).resolve().parents[2] / "docs" / "vectors.md").read_text()
    assert [name for name in UNCLAIMED if f"`{name}`" not in told] == []
    assert [why for why in UNCLAIMED.values() if why not in told] == []
