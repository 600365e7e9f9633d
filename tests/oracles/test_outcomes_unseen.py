"""Cases nobody has seen, in the formats of the files: reckoned here by other means, and each shown able to fail."""

import copy
import csv
import json
import shutil

import numpy as np
import pytest
from scipy import optimize, special, stats
from support.shared import shared_path

from oracles import outcomes_measure, outcomes_published, outcomes_textbook
from oracles.runner import run_file

ADAPTERS = [*outcomes_measure.ADAPTERS, *outcomes_textbook.ADAPTERS, *outcomes_published.ADAPTERS]
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """A folder in which case files find their data."""
    folder = tmp_path_factory.mktemp("unseen")
    shutil.copytree(shared_path("data/recid-textbook"), folder / "data" / "recid-textbook")
    (folder / "vectors").mkdir()
    return folder


@pytest.fixture
def run(beside):
    def report(content):
        path = beside / "vectors" / "unseen.json"
        path.write_text(json.dumps(content))
        return run_file(path, ADAPTERS)

    return report


def rows(name):
    with shared_path(f"data/recid-textbook/{name}.csv").open() as file:
        return list(csv.DictReader(file))


def column(table, name):
    return np.array([float(row[name]) for row in table])


def design(table, names):
    return np.column_stack([np.ones(len(table)), *(column(table, name) for name in names)])


def assert_holds_and_can_fail(run, content, changed):
    """Every case holds as written; with one number changed, one fails."""
    right = run(content)
    assert (right.failed, right.problem) == (0, None), right.failures
    assert right.passed == right.cases - right.skipped.total() > 0
    wrong = copy.deepcopy(content)
    inner = wrong
    *way, last = changed
    for step in way:
        inner = inner[step]
    inner[last] = (
        inner[last] + 0.1 if not isinstance(inner[last], list) else [inner[last][0] + 0.1, inner[last][1]]
    )
    assert run(wrong).failed >= 1


def test_frequencies_on_other_covariates(run):
    table, on = rows("crime1"), ("pcnv", "qemp86", "durat")
    counts = column(table, "narr86")
    x = design(table, on)
    straight, *_ = np.linalg.lstsq(x, counts, rcond=None)

    def against(b):
        return np.sum(np.exp(x @ b) - counts * (x @ b)) / len(counts)

    def slope(b):
        return x.T @ (np.exp(x @ b) - counts) / len(counts)

    curved = optimize.minimize(against, np.zeros(4), jac=slope, method="BFGS", options={"gtol": 1e-9}).x
    likelihood = np.sum(counts * (x @ curved) - np.exp(x @ curved) - special.gammaln(counts + 1))
    names = ("const", *on)
    content = {
        "data": "recid-textbook/crime1.csv",
        "n": len(table),
        "ols": {name: round(float(value), 5) for name, value in zip(names, straight, strict=True)},
        "poisson": {
            **{name: round(float(value), 5) for name, value in zip(names, curved, strict=True)},
            "loglik": round(float(likelihood), 3),
        },
        "freq_per_offender": round(float(counts.mean()), 6),
        "freq_per_reoffender": round(float(counts.sum() / (counts > 0).sum()), 6),
    }  # fmt: skip
    assert_holds_and_can_fail(run, content, ("poisson", "durat"))
    assert_holds_and_can_fail(run, content, ("ols", "qemp86"))


def test_censored_times_on_other_covariates(run):
    table, on = rows("recid"), ("priors", "alcohol", "age")
    x, logged, censored = design(table, on), np.log(column(table, "durat")), column(table, "cens") == 1

    def against(b):
        z = (logged - x @ b[:-1]) / np.exp(b[-1])
        return -np.sum(np.where(censored, stats.norm.logsf(z), stats.norm.logpdf(z) - b[-1])) / len(logged)

    start = np.append(np.linalg.lstsq(x, logged, rcond=None)[0], 0.0)
    scale = np.array([1, 1, 1, 100, 1])  # age is in months
    found = (
        optimize.minimize(
            lambda b: against(b / scale), start * scale, method="BFGS", options={"gtol": 1e-8}
        ).x
        / scale
    )
    curvature = np.linalg.inv(_hessian(against, found) * len(logged))
    errors = np.sqrt(np.diag(curvature))
    content = {
        "data": "recid-textbook/recid.csv", "n": len(table), "censored": int(censored.sum()),
        "coef": {
            name: [round(float(found[i]), 4), round(float(errors[i]), 4)] for i, name in enumerate(("const", *on))
        },
        "sigma": round(float(np.exp(found[-1])), 4),
        "loglik_logscale_published": round(float(-against(found) * len(logged)), 2),
    }  # fmt: skip
    assert_holds_and_can_fail(run, content, ("coef", "priors"))
    assert_holds_and_can_fail(run, content, ("sigma",))


def _hessian(of, at, step=1e-4):
    steps = np.eye(len(at)) * step
    return np.array(
        [
            [
                (of(at + one + two) - of(at + one - two) - of(at - one + two) + of(at - one - two))
                / (4 * step**2)
                for two in steps
            ]
            for one in steps
        ]
    )


def test_hazards_on_other_covariates_and_survival_in_other_groups(run):
    table, on = rows("rossi"), ("age", "prio")
    week, arrest = column(table, "week"), column(table, "arrest")
    x = np.column_stack([column(table, name) for name in on])

    def breslow(b):
        risk = np.exp(x @ b)
        return -sum((x[i] @ b) - np.log(risk[week >= week[i]].sum()) for i in np.flatnonzero(arrest))

    found = optimize.minimize(breslow, np.zeros(2), method="BFGS").x
    black = np.array([row["race"] == "black" for row in table])
    content = {
        "data": "recid-textbook/rossi.csv", "n": len(table), "coef": {},
        "breslow": {name: round(float(value), 4) for name, value in zip(on, found, strict=True)},
        # Nobody is censored before the last week, so what is free is what has not been arrested.
        "km": {
            f"race{int(group)}": {
                str(w): round(1 - float(((week <= w) & (arrest == 1))[black == group].mean()), 3) for w in (10, 40)
            }
            for group in (False, True)
        },
    }  # fmt: skip
    assert_holds_and_can_fail(run, content, ("breslow", "prio"))
    assert_holds_and_can_fail(run, content, ("km", "race1", "40"))


def test_other_quotients_of_published_points(run):
    content = {
        "proven_reoffending": {},
        "crc": {},
        "arithmetic_checks": {"300/400-1": -0.25, "510000/180000": 2.8333},
    }
    assert_holds_and_can_fail(run, content, ("arithmetic_checks", "300/400-1"))


@pytest.mark.parametrize(
    ("rule", "passed", "failed", "named"),
    [
        ("offence_date in (index, index+730], proven_date <= index+913, breach=0", 1, 0, 3),
        ("offence_date in (index, index+91], proven_date <= index+182, breach=0", 1, 0, 3),
        ("offence_date in (index, index+730], proven_date <= index+913, breach=1", 0, 1, 3),
        ("offence_date within two years", 0, 0, 4),
    ],
)
def test_another_length_of_follow_up_in_the_national_rule(run, rule, passed, failed, named):
    """What is said in brackets is compared; what is said in words alone is named as not compared."""
    report = run({"index_events": 10, "offences": 20, "expect": {"offenders": 10}, "rule": rule})
    assert (report.passed, report.failed, report.skipped.total()) == (passed, failed, named)


def test_a_shape_nobody_knows_is_named_and_never_passed(run):
    report = run({"data": "recid-textbook/rossi.csv", "coef": {}, "breslow": {}, "km": {}, "entropy": 0.3})
    assert (report.passed, report.failed) == (0, 0)
    assert report.skipped.total() == 1
