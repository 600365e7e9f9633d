"""The logistic fit: the same as two other programs', and refused where it could not be one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.outcomes.compare.design import Design
from throughcare.evidence.outcomes.compare.propensity import fit_propensity
from throughcare.foundation.kernel import Refused


def a_design(seed, people=400, columns=3, strength=0.6):
    luck = np.random.default_rng(seed)
    matrix = luck.standard_normal((people, columns)) * np.array([1.0, 100.0, 0.01])[:columns] + 7
    scaled = (matrix - matrix.mean(axis=0)) / matrix.std(axis=0)
    treated = luck.random(people) < 1 / (1 + np.exp(1 - strength * scaled.sum(axis=1)))
    return Design(tuple(f"x{i}" for i in range(columns)), matrix, tuple(range(columns)), treated)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_fit_is_that_of_statsmodels(seed):
    import statsmodels.api as sm

    design = a_design(seed)
    ours = fit_propensity(design)
    theirs = sm.Logit(design.treated.astype(float), sm.add_constant(design.matrix)).fit(disp=0, tol=1e-10)
    assert ours.coefficients == pytest.approx(theirs.params[1:], rel=1e-6)
    assert ours.intercept == pytest.approx(theirs.params[0], rel=1e-6)
    assert ours.score == pytest.approx(theirs.predict(), abs=1e-9)


def test_started_from_one_in_twenty_the_answer_is_the_same():
    design = a_design(3, people=120_000)
    few = Design(design.names, design.matrix[:60_000], design.fitted, design.treated[:60_000])
    twice = Design(
        design.names,
        np.concatenate([few.matrix, few.matrix]),
        design.fitted,
        np.concatenate([few.treated, few.treated]),
    )
    assert fit_propensity(twice).coefficients == pytest.approx(fit_propensity(few).coefficients, rel=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_scores_add_up_to_the_people_treated(seed):
    design = a_design(seed)
    assert fit_propensity(design).score.sum() == pytest.approx(design.treated.sum(), rel=1e-9)


def test_a_covariate_that_settles_treatment_is_refused_by_name():
    design = a_design(1)
    matrix = design.matrix.copy()
    matrix[:, 2] = design.treated * 2.0 - 1 + np.linspace(0, 0.1, len(matrix))
    with pytest.raises(Refused, match="x2"):
        fit_propensity(Design(design.names, matrix, design.fitted, design.treated))


def test_covariates_that_repeat_each_other_are_refused_by_name():
    design = a_design(1)
    matrix = design.matrix.copy()
    matrix[:, 2] = 3 * matrix[:, 0] - 5
    with pytest.raises(Refused, match=r"repeat each other.*x0, x2"):
        fit_propensity(Design(design.names, matrix, design.fitted, design.treated))


def test_a_covariate_that_is_the_same_for_everybody_is_refused_by_name():
    design = a_design(1)
    matrix = design.matrix.copy()
    matrix[:, 1] = 4.0
    with pytest.raises(Refused, match="same value of x1"):
        fit_propensity(Design(design.names, matrix, design.fitted, design.treated))
