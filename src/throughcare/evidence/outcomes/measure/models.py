"""Regressions that go with the measures: hazards, counts that vary more than chance, censored times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Fit:
    """A fitted model: coefficient and standard error by name, log-likelihood, and what else it reports."""

    coefficients: Mapping[str, float]
    errors: Mapping[str, float]
    log_likelihood: float
    besides: Mapping[str, float]


def hazards(people: pd.DataFrame, *, days: str, happened: str, on: Sequence[str]) -> Fit:
    """Cox's proportional hazards with Efron's treatment of ties, unpenalised.

    Besides: the log-likelihood with no covariates, the likelihood ratio, and concordance.
    """
    from lifelines import CoxPHFitter

    model = CoxPHFitter()
    model.fit(people[[days, happened, *on]], duration_col=days, event_col=happened)
    ratio = float(model.log_likelihood_ratio_test().test_statistic)
    fitted = float(model.log_likelihood_)
    return Fit(
        _named(model.params_, on),
        _named(model.standard_errors_, on),
        fitted,
        {
            "null_log_likelihood": fitted - ratio / 2,
            "likelihood_ratio": ratio,
            "concordance": float(model.concordance_index_),
        },
    )


def hazards_breslow(people: pd.DataFrame, *, days: str, happened: str, on: Sequence[str]) -> Fit:
    """Cox's proportional hazards with Breslow's treatment of ties, which older papers print."""
    from statsmodels.duration.hazard_regression import PHReg

    design = people[list(on)].astype(float).to_numpy()
    model = PHReg(people[days].to_numpy(), design, status=people[happened].to_numpy(), ties="breslow").fit()
    return Fit(
        dict(zip(on, map(float, model.params), strict=True)),
        dict(zip(on, map(float, model.bse), strict=True)),
        float(model.llf),
        {},
    )


def log_rank(people: pd.DataFrame, *, days: str, happened: str, groups: str) -> float:
    """The log-rank chi-squared of whether groups reoffend alike over time."""
    from lifelines.statistics import multivariate_logrank_test

    return float(multivariate_logrank_test(people[days], people[groups], people[happened]).test_statistic)


def frequencies(people: pd.DataFrame, *, counted: str, on: Sequence[str]) -> Fit:
    """Poisson regression of counts, its errors widened by how much more than chance the counts vary.

    Besides: ``spread``, the square root of Pearson's chi-squared by degree of freedom, which the
    errors carry; counts of reoffences are never taken for Poisson's own.
    """
    import statsmodels.api as sm

    design = sm.add_constant(people[list(on)].astype(float))
    model = sm.GLM(people[counted], design, family=sm.families.Poisson()).fit(scale="X2")
    names = ["const", *on]
    return Fit(
        _named(model.params, names),
        _named(model.bse, names),
        float(model.family.loglike(model._endog, model.mu, scale=1.0)),
        {"spread": float(model.scale) ** 0.5},
    )


def straight_lines(people: pd.DataFrame, *, counted: str, on: Sequence[str]) -> Fit:
    """Ordinary least squares; besides: R squared."""
    import statsmodels.api as sm

    model = sm.OLS(people[counted], sm.add_constant(people[list(on)].astype(float))).fit()
    names = ["const", *on]
    return Fit(
        _named(model.params, names),
        _named(model.bse, names),
        float(model.llf),
        {"r_squared": float(model.rsquared)},
    )


def censored_times(people: pd.DataFrame, *, time: str, happened: str, on: Sequence[str]) -> Fit:
    """Censored regression of the logarithm of time, errors normal.

    The log-likelihood is on the scale of durations; besides: ``sigma`` and the log-likelihood on
    the logarithms' own scale, which textbooks print.
    """
    import numpy as np

    from .censored import peak

    logs = np.log(people[time].to_numpy(dtype=float))
    seen = people[happened].to_numpy(dtype=float) == 1
    design = np.column_stack([np.ones(len(people)), people[list(on)].to_numpy(dtype=float)])
    found, names = peak(logs, seen, design), ("const", *on)
    return Fit(
        dict(zip(names, map(float, found.coefficients), strict=True)),
        dict(zip(names, map(float, found.errors), strict=True)),
        found.log_likelihood - float(logs[seen].sum()),
        {"sigma": found.sigma, "log_scale_log_likelihood": found.log_likelihood},
    )


def _named(values: Any, names: Sequence[str]) -> dict[str, float]:
    return {name: float(values[name]) for name in names}
