"""The commands ``throughcare outcomes compare`` and ``throughcare outcomes pay``, and the files they read."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv
from typer.testing import CliRunner

from throughcare.evidence.outcomes.compare.files import study_from
from throughcare.evidence.outcomes.compare.nearest import Order
from throughcare.evidence.outcomes.compare.study import Method
from throughcare.evidence.outcomes.laboratory.files import assumed_caseload, scenario_from
from throughcare.faces.outcomes.console.measuring import app
from throughcare.foundation.kernel import Refused

STUDY = """
treated: served
static: [age, previous]
dynamic: [work]
outcomes: {reoffended: binary, reoffences: frequency}
match: {ratio: 2, caliper: 0.1, order: smallest}
"""

SCENARIO = """
population: [{name: everybody, share: 1, chance: 0.47, each: 4.2, achieving: {housing: 0.5, employment: 0.2, treatment: 0.1}}]
people: 400
pool: "1000000"
cohorts: 20
seed: 1
help: {chance: 0.9, further: 0.9}
more_help: {chance: 0.8, further: 0.7, people: 10}
cost_of_a_point: 50000
assumed: {population: "made up for a test"}
"""


@pytest.fixture
def people():
    luck = np.random.default_rng(2)
    number = 1500
    work = luck.random(number) < 0.4
    served = luck.random(number) < 1 / (1 + np.exp(1.5 - 0.8 * work))
    reoffended = luck.random(number) < 0.5 - 0.2 * work - 0.15 * served
    return pa.table(
        {
            "served": served.astype(int),
            "age": luck.normal(35, 9, number),
            "previous": luck.poisson(4, number),
            "work": work,
            "reoffended": reoffended.astype(int),
            "reoffences": reoffended * (1 + luck.poisson(1.0, number)),
        }
    )


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_study_in_a_file_prints_both_models_and_what_may_not_be_said(tmp_path, people, kind):
    table, study = tmp_path / f"people.{kind}", tmp_path / "study.yaml"
    pq.write_table(people, table) if kind == "parquet" else csv.write_csv(people, table)
    study.write_text(STUDY)
    done = CliRunner().invoke(app, ["compare", str(table), str(study)])
    assert done.exit_code == 0, done.output
    assert "static and dynamic" in done.output
    assert "cluster-robust on matched sets" in done.output
    assert done.output.count("You may not say") >= 8


def test_people_in_any_other_kind_of_file_are_refused(tmp_path):
    (tmp_path / "people.xlsx").write_text("")
    (tmp_path / "study.yaml").write_text(STUDY)
    done = CliRunner().invoke(app, ["compare", str(tmp_path / "people.xlsx"), str(tmp_path / "study.yaml")])
    assert done.exit_code != 0
    assert ".parquet or a .csv" in done.output


def test_rules_are_tried_side_by_side_and_one_of_them_closely(tmp_path):
    path = tmp_path / "trial.yaml"
    path.write_text(SCENARIO)
    done = CliRunner().invoke(app, ["pay", str(path)], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    assert "a better result earns no more" in done.output
    assert "Linear, with no threshold" in done.output
    assert done.output.count("everybody") == 3  # once for each edition of the scheme looked into
    assert "Assumed: measures.binary.threshold.alpha" in done.output


def test_a_study_is_read_as_written():
    study = study_from(STUDY)
    assert (study.rule.ratio, study.rule.caliper, study.rule.order) == (2, 0.1, Order.SMALLEST)
    assert study.method is Method.MATCHING
    assert [o.column for o in study.outcomes] == ["reoffended", "reoffences"]


@pytest.mark.parametrize(
    ("was", "becomes", "because"),
    [
        ("dynamic: [work]\n", "", "does not say dynamic"),
        ("static:", "fixed: x\nstatic:", "no such word: fixed"),
        ("reoffended: binary", "reoffended: often", "binary, frequency, amount, and not often"),
        ("order: smallest", "order: tallest", "not tallest"),
        ("ratio: 2", "ration: 2", "no such word: ration"),
        ("treated: served", "treated: served\nmethod: magic", "matching, entropy, and not magic"),
    ],
)
def test_a_study_that_cannot_be_read_is_refused_in_words(was, becomes, because):
    with pytest.raises(Refused, match=because):
        study_from(STUDY.replace(was, becomes))


def test_a_study_that_is_not_one_is_refused():
    with pytest.raises(Refused, match="a list of named choices"):
        study_from("just words")


def test_the_caseload_in_the_package_meets_published_points_and_owns_up_to_its_bands():
    """47% of a company's people reoffended in 2011, and the mean quarter was 1,285 people."""
    caseload = assumed_caseload()
    assert caseload.population.chance == pytest.approx(0.47, abs=0.001)
    each = sum(band.share * band.chance * band.each for band in caseload.population.bands)
    assert each / caseload.population.chance == pytest.approx(4.2, abs=0.15)
    assert caseload.people == round(25_375 / 0.47 / 42)
    assert "population" in caseload.assumed


@pytest.mark.parametrize("missing", ["pool", "help", "assumed"])
def test_a_trial_that_leaves_something_out_is_refused(missing):
    lines = [line for line in SCENARIO.splitlines() if not line.startswith(f"{missing}:")]
    with pytest.raises(Refused, match=f"missing: {missing}"):
        scenario_from("\n".join(lines))
