"""On real, de-identified releases from prison in Georgia and the lalonde set: nothing breaks, nothing is hidden."""

import subprocess
import sys
from datetime import date

import numpy as np
import pandas as pd
import pytest
from support.shared import shared_path

from throughcare.evidence.outcomes.compare.design import design_of
from throughcare.evidence.outcomes.compare.effect import Measure
from throughcare.evidence.outcomes.compare.nearest import MatchRule
from throughcare.evidence.outcomes.compare.study import Method, Outcome, Study, compare_people
from throughcare.evidence.outcomes.compare.weighting import entropy_balance
from throughcare.evidence.outcomes.compare.wording import Quality

STATIC = (
    "gender_male",
    "age_at_release",
    "gang_affiliated",
    "prison_years",
    "prior_arrest_episodes_felony",
    "prior_arrest_episodes_property",
)
DYNAMIC = ("supervision_risk_score_first", "education_level", "residence_changes")


def georgia():
    table = pd.read_csv(shared_path("data/nij-georgia/ga_parole_25k_cleaned.csv"))
    table["programme"] = (table["program_attendances"].astype(float) >= 10).astype(int)
    return table


@pytest.mark.shared
@pytest.mark.parametrize("method", list(Method))
def test_released_people_who_attended_programmes_are_compared_with_people_like_them(method):
    study = Study(
        "programme",
        STATIC,
        DYNAMIC,
        (Outcome("recidivism_within_3years", Measure.BINARY),),
        method=method,
        rule=MatchRule(ratio=2),
    )
    result = compare_people(georgia(), study, on=date(2026, 1, 1))
    for model in (result.static, result.static_and_dynamic):
        before = max(abs(c.standardised_before) for c in model.balance.covariates)
        assert abs(model.balance.worst.standardised_after) < before
        assert model.quality is not Quality.POOR
        assert model.widest_pair is None or model.widest_pair <= model.caliper
        [found] = model.outcomes
        assert found.effect.interval.low < found.effect.difference < found.effect.interval.high
        assert found.wording.may_not_say


@pytest.mark.shared
def test_entropy_balancing_reaches_the_treated_means_of_the_lalonde_set_exactly():
    table = pd.read_csv(shared_path("data/recid-textbook/lalonde.csv"))
    names = ["age", "educ", "race", "married", "nodegree", "re74", "re75"]
    design = design_of(table, treated="treat", covariates=names)
    weights = entropy_balance(design).weights[~design.treated]
    reached = np.average(design.matrix[~design.treated], axis=0, weights=weights)
    assert reached == pytest.approx(design.matrix[design.treated].mean(axis=0), rel=1e-8)
    gap = table.re78[design.treated].mean() - np.average(table.re78[~design.treated], weights=weights)
    assert gap == pytest.approx(1273.26, abs=0.01)


DOOR = """
import sys
from throughcare.evidence import outcomes
for name in outcomes.__dir__():
    getattr(outcomes, name, None)
from throughcare.evidence.outcomes.compare import study
from throughcare.evidence.outcomes.laboratory import helping, flat_zone, power
from throughcare.evidence.outcomes import attribution, value
from throughcare.commissioning.contracts.rules import schemes, settling, tracing, at_risk
print(sorted(name for name in sys.modules if name.split(".")[0] == "django"))
"""


def test_the_library_and_the_payment_rules_load_no_web_framework():
    done = subprocess.run([sys.executable, "-c", DOOR], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
