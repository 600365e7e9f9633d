"""Cases of measurement: all hold or are skipped for a stated reason, and a changed expectation fails."""

import copy
import json
import random
import shutil

import pytest
from support.shared import shared_path

from oracles import outcomes_measure, outcomes_textbook
from oracles.runner import run_file

ADAPTERS = [*outcomes_measure.ADAPTERS, *outcomes_textbook.ADAPTERS]
FILES = [
    "scotland_reconviction",
    "england_wales_published_points",
    "frequency_binary_scale",
    "rossi_cox",
    "wooldridge_crime1_frequency",
    "wooldridge_recid_censored",
]
RECKONED = {
    "scotland_reconviction": 41,
    "england_wales_published_points": 11,
    "frequency_binary_scale": 1,
    "rossi_cox": 26,
    "wooldridge_crime1_frequency": 21,
    "wooldridge_recid_censored": 27,
}
pytestmark = pytest.mark.shared


def vector(name):
    return shared_path(f"vectors/outcomes/{name}.json")


def written(folder, name, content):
    """A copy of a case file with the data it names where it looks for it."""
    for data in ("recid-textbook", "scotland-ni-reconvictions"):
        if not (folder / "data" / data).exists():
            shutil.copytree(shared_path(f"data/{data}"), folder / "data" / data)
    path = folder / "vectors" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content))
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_case_holds_or_is_skipped_for_a_reason(name):
    report = run_file(vector(name), ADAPTERS)
    assert report.problem is None
    assert report.failures == ()
    assert report.passed == RECKONED[name]
    assert "unknown shape" not in report.skipped


CHANGES = [
    ("scotland_reconviction", ("table1_published_offenders_rate_freq", "2007", 1), 31.3),
    ("scotland_reconviction", ("table1_published_offenders_rate_freq", "2007", 2), 0.6),
    ("scotland_reconviction", ("table1_published_offenders_rate_freq", "1999", 1), 31.5),
    ("scotland_reconviction", ("counts_2004_2016", "2005", "reconvicted"), 16334),
    ("rossi_cox", ("coef", "prio", 0), 0.0917),
    ("rossi_cox", ("breslow", "fin"), -0.37942),
    ("rossi_cox", ("km", "fin0", "52"), 0.695),
    ("rossi_cox", ("logrank_chisq",), 3.85),
    ("rossi_cox", ("concordance",), 0.65),
    ("wooldridge_crime1_frequency", ("poisson", "inc86"), -0.0081807),
    ("wooldridge_crime1_frequency", ("ols", "r2"), 0.0415),
    ("wooldridge_crime1_frequency", ("freq_per_reoffender",), 1.459703),
    ("wooldridge_recid_censored", ("coef", "age", 1), 0.00065),
    ("wooldridge_recid_censored", ("sigma",), 1.8106),
    ("wooldridge_recid_censored", ("loglik_logscale_published",), -1597.08),
    ("wooldridge_recid_censored", ("censored",), 894),
    ("england_wales_published_points", ("arithmetic_checks", "24218/25375-1"), -0.0458),
    ("england_wales_published_points", ("crc", "Oct 2015-Mar 2016", "freq"), 4.7),
    ("england_wales_published_points", ("interim_curve", "months_pct", "17"), 60),
    ("frequency_binary_scale", ("rule",), "offence_date in (index, index+365], proven_date <= index+548"),
]


@pytest.mark.parametrize(("name", "place", "value"), random.Random(8).sample(CHANGES, len(CHANGES)))
def test_a_changed_expectation_fails(tmp_path, name, place, value):
    content = copy.deepcopy(json.loads(vector(name).read_text()))
    inner = content
    for step in place[:-1]:
        inner = inner[step]
    assert inner[place[-1]] != value
    inner[place[-1]] = value
    assert run_file(written(tmp_path, name, content), ADAPTERS).failed >= 1


def test_years_not_seen_before_are_measured_too(tmp_path):
    published = {"2011": [43819, 29.6, 0.55]}
    content = {
        "data": "scotland-ni-reconvictions/",
        "table1_published_offenders_rate_freq": published,
        "counts_2004_2016": {"2011": {"offenders": 43819, "reconvicted": 12970, "reconvictions": 24100}},
    }
    report = run_file(written(tmp_path, "unseen", content), ADAPTERS)
    assert report.cases == 4
    assert {failure.case for failure in report.failures} <= {"2011.counts"}


@pytest.mark.parametrize(
    ("unit", "values"),
    [
        ("per cent of the change", (57.23, 41.31, 1.46)),
        ("points", (-2.975, -2.147, -0.076)),
        ("shares", (-0.02975, -0.02147, -0.00076)),
    ],
)
def test_the_parts_of_scotland_s_fall_hold_in_whichever_unit_they_are_written(tmp_path, unit, values):
    names = ("rate_effect", "age_composition", "sex_composition")
    content = json.loads(vector("scotland_reconviction").read_text())
    content["standardisation_2004_vs_2016"] = dict(zip(names, values, strict=True))
    right = run_file(written(tmp_path, "standardised", content), ADAPTERS)
    assert (right.failed, right.passed) == (0, RECKONED["scotland_reconviction"] + 3)
    content["standardisation_2004_vs_2016"]["age_composition"] = values[1] * 1.02
    assert run_file(written(tmp_path, "standardised", content), ADAPTERS).failed >= 1


def test_a_file_without_its_data_is_skipped_case_by_case_and_not_passed(tmp_path):
    path = tmp_path / "rossi.json"
    path.write_text(vector("rossi_cox").read_text())
    report = run_file(path, ADAPTERS)
    assert report.passed == 0 and report.skipped.total() > 5
