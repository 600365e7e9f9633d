"""Cases of red flags run from files of releases and of what is expected; a changed expectation is seen."""

from __future__ import annotations

import json
from configparser import ConfigParser

import pytest
from support.shared import shared_path

from oracles.runner import adapters, run_file

# What the description of each flag shows for its own example.
SHOWN = {
    "003": {"OCID": {"F": {"R003": 1.0}}},
    "018": {"OCID": {"F": {"R018": 1.0}}},
    "024": {"OCID": {"F": {"R024": 1.0}}, "Tenderer": {"W": {"R024": 0.0}, "L": {"R024": 0.0}}},
    "025": {"Tenderer": {"F": {"R025": 0.16666666666666666}}},
    "028": {"OCID": {"F": {"R028": 1.0}}, "Tenderer": {"D": {"R028": 1.0}, "V": {"R028": 1.0}}},
    "030": {"OCID": {"F": {"R030": 1.0}}},
    "035": {"OCID": {"F": {"R035": 1.0}}, "Tenderer": {"V": {"R035": 0.0}}},
    "036": {"OCID": {"F": {"R036": 1.0}}},
    "038": {"Buyer": {"B": {"R038": 0.5}}},
    "048": {"Tenderer": {"F": {"R048": 2.0}}},
    "058": {"OCID": {"F": {"R058": 99.0}}, "Tenderer": {"W": {"R058": 0.0}}},
}


def laid(tmp_path, code, expected):
    """The example of a flag with what is expected beside it, and its settings."""
    folder = shared_path("vectors/commissioning/cardinal/R")
    name = f"R{code}" if code != "038" else "R038-minimum_contracting_processes-1"
    (tmp_path / f"{name}.jsonl").write_text((folder / f"{code}.jsonl").read_text())
    settings = folder / f"{code}.ini"
    parser = ConfigParser()
    if settings.exists() and parser.read(settings):
        (tmp_path / f"{name}.ini").write_text(settings.read_text())
    path = tmp_path / f"{name}.expected"
    path.write_text(json.dumps(expected))
    return path


@pytest.mark.parametrize("code", SHOWN)
def test_each_example_raises_what_its_description_shows_and_nothing_else(tmp_path, code):
    report = run_file(laid(tmp_path, code, SHOWN[code]), adapters())
    assert (report.problem, report.failures, report.passed) == (None, (), 4)


@pytest.mark.parametrize("code", SHOWN)
def test_a_flag_too_few_or_too_many_is_a_failure(tmp_path, code):
    assert run_file(laid(tmp_path, code, {}), adapters()).failed >= 1
    more = SHOWN[code] | {"ProcuringEntity": {"P": {f"R{code}": 1.0}}}
    assert run_file(laid(tmp_path, code, more), adapters()).failed == 1


def test_quartiles_and_fences_are_compared_and_what_is_not_known_is_said(tmp_path):
    meta = {"Meta": {"R024": {"q1": 66.3333, "q3": 99.0, "lower_fence": 17.3333, "mean": 1}}}
    report = run_file(laid(tmp_path, "024", SHOWN["024"] | meta), adapters())
    assert (report.failures, report.passed, report.skipped) == ((), 7, {"unknown shape": 1})
    wrong = {"Meta": {"R024": {"q1": 66.4}}}
    assert run_file(laid(tmp_path, "024", SHOWN["024"] | wrong), adapters()).failed == 1


def test_releases_without_what_is_expected_are_counted_and_said(tmp_path):
    path = laid(tmp_path, "018", {})
    path.unlink()
    report = run_file(path.with_suffix(".jsonl"), adapters())
    assert (report.is_broken, report.skipped) == (False, {"no file beside it says what is expected": 1})


def test_each_line_is_a_process_and_one_that_is_none_is_passed_over(tmp_path):
    line = json.dumps({"ocid": "F", "tender": {"numberOfTenderers": 1, "procurementMethod": "open"}})
    other = json.dumps({"ocid": "F", "tender": {"numberOfTenderers": 2}})
    (tmp_path / "R018.jsonl").write_text(f"not json\n{line}\n\n{other}\n5\n")
    (tmp_path / "R018.expected").write_text(json.dumps({"OCID": {"F": {"R018": 1.0}}}))
    report = run_file(tmp_path / "R018.expected", adapters())
    assert (report.failures, report.passed) == ((), 4)
