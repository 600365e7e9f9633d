"""Textbook regressions come out as their books print them."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from support.shared import shared_path

from throughcare.evidence.outcomes.measure.censored import peak
from throughcare.evidence.outcomes.measure.models import (
    censored_times,
    frequencies,
    hazards,
    hazards_breslow,
    log_rank,
    straight_lines,
)

pytestmark = pytest.mark.shared


def vector(name):
    return json.loads(shared_path(f"vectors/outcomes/{name}.json").read_text())


def people(name):
    return pd.read_csv(shared_path(f"data/recid-textbook/{name}.csv"))


def rossi():
    frame = people("rossi")
    for column, one in {
        "fin": "yes",
        "race": "black",
        "wexp": "yes",
        "mar": "married",
        "paro": "yes",
    }.items():
        frame[column] = (frame[column] == one).astype(int)
    return frame


def test_released_men_s_hazards_are_rossi_s():
    expected = vector("rossi_cox")
    found = hazards(rossi(), days="week", happened="arrest", on=list(expected["coef"]))
    for name, (coefficient, error) in expected["coef"].items():
        assert found.coefficients[name] == pytest.approx(coefficient, abs=5e-5)
        assert found.errors[name] == pytest.approx(error, abs=5e-5)
    assert [found.besides["null_log_likelihood"], found.log_likelihood] == pytest.approx(
        expected["loglik"], abs=1e-3
    )
    assert found.besides["likelihood_ratio"] == pytest.approx(expected["lr"], abs=1e-4)
    assert found.besides["concordance"] == pytest.approx(expected["concordance"], abs=1e-6)


def test_and_by_breslow_s_ties_as_older_papers_print_them():
    expected = vector("rossi_cox")["breslow"]
    found = hazards_breslow(rossi(), days="week", happened="arrest", on=list(expected))
    assert found.coefficients == pytest.approx(expected, abs=5e-5)


def test_financial_aid_s_log_rank_is_the_published_one():
    found = log_rank(rossi(), days="week", happened="arrest", groups="fin")
    assert found == pytest.approx(vector("rossi_cox")["logrank_chisq"], abs=5e-3)


def test_censored_durations_are_wooldridge_s_table_17_4():
    expected, frame = vector("wooldridge_recid_censored"), people("recid")
    frame["happened"] = 1 - frame["cens"]
    on = [name for name in expected["coef"] if name != "const"]
    found = censored_times(frame, time="durat", happened="happened", on=on)
    for name, (coefficient, error) in expected["coef"].items():
        assert round(found.coefficients[name], _places(coefficient)) == coefficient
        assert round(found.errors[name], _places(error)) == error
    assert round(found.besides["sigma"], 5) == expected["sigma"]
    assert round(found.log_likelihood, 3) == expected["loglik_durations_scale"]
    assert round(found.besides["log_scale_log_likelihood"], 2) == expected["loglik_logscale_published"]


def _places(printed: float) -> int:
    return len(str(printed).partition(".")[2])


@pytest.mark.parametrize("seed", range(6))
def test_the_peak_of_a_censored_regression_is_one_and_moves_with_the_unit_of_time(seed):
    drawn = np.random.default_rng(seed)
    design = np.column_stack([np.ones(80), drawn.normal(size=80)])
    logs, seen = design @ [2.0, 0.5] + drawn.normal(size=80), drawn.random(80) < 0.6
    found, later = peak(logs, seen, design), peak(logs + np.log(30), seen, design)
    assert later.coefficients == pytest.approx(found.coefficients + np.array([np.log(30), 0]), abs=1e-7)
    assert later.sigma == pytest.approx(found.sigma, abs=1e-7)
    assert _height(found.coefficients, found.sigma, logs, seen, design) == pytest.approx(found.log_likelihood)
    for nudge in np.vstack([np.eye(2), -np.eye(2)]) * 1e-3:
        moved = found.coefficients + nudge
        assert _height(moved, found.sigma, logs, seen, design) < found.log_likelihood


def _height(at, sigma, logs, seen, design):
    z = (logs - design @ at) / sigma
    return float(np.where(seen, norm.logpdf(z) - np.log(sigma), norm.logsf(z)).sum())


def test_where_nothing_was_seen_there_is_no_peak_and_that_is_said():
    with pytest.raises(ArithmeticError):
        peak(np.log([1.0, 2.0, 3.0]), np.array([False] * 3), np.ones((3, 1)))


def test_arrest_counts_are_wooldridge_s_example_17_3():
    expected, frame = vector("wooldridge_crime1_frequency"), people("crime1")
    wanted = {k: v for k, v in expected["poisson"].items() if k not in {"loglik", "pearson_sigma"}}
    found = frequencies(frame, counted="narr86", on=[name for name in wanted if name != "const"])
    assert found.coefficients == pytest.approx(wanted, abs=5e-6)
    assert found.log_likelihood == pytest.approx(expected["poisson"]["loglik"], abs=1e-3)
    assert found.besides["spread"] == pytest.approx(expected["poisson"]["pearson_sigma"], abs=1e-5)
    line = straight_lines(frame, counted="narr86", on=["pcnv", "ptime86", "qemp86"])
    assert line.coefficients["const"] == pytest.approx(expected["ols"]["const"], abs=1e-6)
    assert line.besides["r_squared"] == pytest.approx(expected["ols"]["r2"], abs=5e-5)
