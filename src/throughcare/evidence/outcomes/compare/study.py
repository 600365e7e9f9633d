"""A whole comparison in one call: two models, always both, each with balance, effects and words.

Short custody against community sentences gave opposite answers with and without what officers knew of
people's circumstances (Eaton and Mews 2019); so no study here may show only one of the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from throughcare.foundation.kernel import Refused

from .arrays import Floats
from .balance import Balance, balance_of
from .design import (
    PERSON,
    Columns,
    Design,
    People,
    alike_beyond_chance,
    columns_of,
    design_of,
    outcome_of,
    refuse_repeated,
    strata_of,
)
from .effect import Effect, Measure, effect_of
from .multiple import Correction, corrected
from .nearest import Distance, MatchRule, match
from .propensity import Propensity, fit_propensity
from .sensitivity import Bounds, EValue, e_value, rosenbaum_bounds
from .standards import Standards, standards_on
from .weighting import entropy_balance, weighted_effect
from .wording import Quality, Verdict, Wording, quality_of, word, word_effect


class Method(StrEnum):
    """How the two groups are made alike."""

    MATCHING = "matching"
    ENTROPY = "entropy"


@dataclass(frozen=True)
class Outcome:
    """A column of outcomes and how it is to be read."""

    column: str
    measure: Measure


@dataclass(frozen=True)
class Study:
    """What to compare: who was treated, on what, by which outcomes and how.

    ``static`` cannot change (age at first conviction, history); ``dynamic`` can (work, housing, drugs).
    ``exactly`` are columns that a pair must share. ``submitted`` is how many people were put forward,
    before any were lost in finding their records; None when all are in the table.
    """

    treated: str
    static: tuple[str, ...]
    dynamic: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    method: Method = Method.MATCHING
    rule: MatchRule = field(default_factory=MatchRule)
    exactly: tuple[str, ...] = ()
    submitted: int | None = None
    correction: Correction = Correction.HOLM

    def __post_init__(self) -> None:
        if not self.static:
            raise Refused(
                "name at least one static covariate: the static model is always shown", field="static"
            )
        if not self.outcomes:
            raise Refused("name at least one outcome", field="outcomes")
        if repeated := set(self.static) & set(self.dynamic):
            raise Refused(f"both static and dynamic: {', '.join(sorted(repeated))}", field="dynamic")


@dataclass(frozen=True)
class OutcomeResult:
    """One outcome under one model: the effect, its p-value corrected for all looked at, and its words."""

    outcome: Outcome
    effect: Effect
    corrected_p: float
    wording: Wording
    e_value: EValue
    bounds: Bounds | None


@dataclass(frozen=True, eq=False)
class ModelResult:
    """One model of who was treated: its covariates, fit, balance and outcomes."""

    name: str
    covariates: tuple[str, ...]
    propensity: Propensity
    balance: Balance
    quality: Quality
    outcomes: tuple[OutcomeResult, ...]
    widest_pair: float | None
    caliper: float | None


@dataclass(frozen=True)
class NotRun:
    """A model that could not be run, and why: shown where its results would stand."""

    name: str
    because: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """Both models side by side, under one named edition of the standards.

    ``doubt`` says, in words, where rows look like the same people again; empty where they do not.
    """

    study: Study
    standards: str
    static: ModelResult
    static_and_dynamic: ModelResult | NotRun
    doubt: str = ""

    @property
    def agree(self) -> bool | None:
        """Whether both models reach the same verdict on every outcome; None when only one was run."""
        if isinstance(self.static_and_dynamic, NotRun):
            return None
        mine = [one.wording.verdict for one in self.static.outcomes]
        return mine == [one.wording.verdict for one in self.static_and_dynamic.outcomes]


def compare_people(table: People, study: Study, *, on: date) -> Comparison:
    """Run a study on a table of people, one row a person, under the standards in force on a day.

    Refused when a column is missing or not coded as its measure says, or when ``person_id`` repeats.
    """
    columns = columns_of(table)
    refuse_repeated(columns, study.treated)
    edition = standards_on(on)
    static = run_model(columns, study, study.static, "static", edition.table)
    both: ModelResult | NotRun = NotRun(
        "static and dynamic",
        "no dynamic covariates were given, so what may change about people is not allowed for",
    )
    if study.dynamic:
        everything = (*study.static, *study.dynamic)
        both = run_model(columns, study, everything, "static and dynamic", edition.table)
    doubt = "" if PERSON in columns else alike_beyond_chance(columns)
    return Comparison(study, edition.name, static, both, doubt)


def run_model(
    columns: Columns, study: Study, covariates: tuple[str, ...], name: str, standards: Standards
) -> ModelResult:
    """One model: fit, match or weight, balance, effects, sensitivity and words."""
    design = design_of(columns, treated=study.treated, covariates=covariates)
    outcomes = {outcome: outcome_of(columns, outcome.column, outcome.measure) for outcome in study.outcomes}
    propensity = fit_propensity(design)
    made = _match(columns, study, (design, propensity), outcomes, standards.level)
    balance = balance_of(design, made.weights, propensity.score)
    submitted = int(design.treated.sum()) if study.submitted is None else study.submitted
    return ModelResult(
        name=name,
        covariates=covariates,
        propensity=propensity,
        balance=balance,
        quality=quality_of(balance, standards),
        outcomes=_worded(made, balance, submitted, standards, study.correction),
        widest_pair=made.widest,
        caliper=made.caliper,
    )


@dataclass(frozen=True, eq=False)
class _Made:
    weights: Floats
    effects: Mapping[Outcome, Effect]
    bounds: Mapping[Outcome, Bounds | None]
    widest: float | None = None
    caliper: float | None = None


def _match(
    columns: Columns,
    study: Study,
    fitted: tuple[Design, Propensity],
    outcomes: Mapping[Outcome, Floats],
    level: float,
) -> _Made:
    design, propensity = fitted
    if study.method is Method.ENTROPY:
        return _weigh(study, design, outcomes, level)
    distance = propensity.logit if study.rule.on is Distance.LOGIT else propensity.score
    matches = match(distance, design.treated, study.rule, strata_of(columns, study.exactly))
    effects = {
        outcome: effect_of(values, matches, distance, outcome.measure, level=level)
        for outcome, values in outcomes.items()
    }
    bounds = {outcome: rosenbaum_bounds(outcomes[outcome], matches, effects[outcome]) for outcome in outcomes}
    one, other = matches.pairs()
    widest = float(np.abs(distance[one] - distance[other]).max()) if len(one) else None
    return _Made(matches.weights(), effects, bounds, widest, matches.caliper)


def _weigh(study: Study, design: Design, outcomes: Mapping[Outcome, Floats], level: float) -> _Made:
    if study.exactly:
        raise Refused(
            "exact strata belong to matching; give them to entropy balancing as covariates", field="exactly"
        )
    found = entropy_balance(design)
    effects = {
        outcome: weighted_effect(values, design, found, outcome.measure, level=level)
        for outcome, values in outcomes.items()
    }
    return _Made(found.weights, effects, dict.fromkeys(outcomes))


def _worded(
    made: _Made, balance: Balance, submitted: int, standards: Standards, correction: Correction
) -> tuple[OutcomeResult, ...]:
    """Words for every outcome; significance is judged after correction for all of them together."""
    adjusted = corrected([effect.p_value for effect in made.effects.values()], correction)
    results = []
    for (outcome, effect), p_value in zip(made.effects.items(), adjusted, strict=True):
        wording = word(effect, balance, submitted, standards)
        if wording.verdict in (Verdict.REDUCTION, Verdict.INCREASE) and p_value > 1 - standards.level:
            wording = word_effect(effect, still_significant=False)
        results.append(
            OutcomeResult(outcome, effect, p_value, wording, e_value(effect), made.bounds[outcome])
        )
    return tuple(results)
