"""Synthetic people with an effect planted in them, so that the truth is known.

Fixed before any result was seen: the seed, 1,000 runs, and that a stated 95% interval must hold the truth
in 93 to 97 of every 100. With 1,000 runs a true 95% strays outside that about four times in a thousand.
"""

from dataclasses import dataclass

import numpy as np

from throughcare.evidence.outcomes.compare.design import Design
from throughcare.evidence.outcomes.compare.effect import Measure, effect_of
from throughcare.evidence.outcomes.compare.nearest import MatchRule, match
from throughcare.evidence.outcomes.compare.propensity import fit_propensity
from throughcare.evidence.outcomes.compare.weighting import entropy_balance, weighted_effect

SEED = 20_261_121
RUNS = 1_000
LEAST, MOST = 0.93, 0.97
PEOPLE = 2_400
FALL = 0.08
RATIO = 0.8

NONE = (-1.9, 0.0, 0.0, 0.0)
SEEN = (-2.3, 0.5, 0.3, 0.4)


@dataclass(frozen=True)
class World:
    """Covariates, who was treated, both outcomes, and each person's own true fall in frequency."""

    covariates: np.ndarray
    treated: np.ndarray
    reoffended: np.ndarray
    reoffences: np.ndarray
    true_fall: np.ndarray


def world(luck, confounding):
    """People whose covariates drive reoffending, and treatment too as far as confounding says."""
    one, two = luck.standard_normal((2, PEOPLE))
    three = (luck.random(PEOPLE) < 0.4).astype(float)
    level, by_one, by_two, by_three = confounding
    logit = level + by_one * one + by_two * two + by_three * three
    treated = luck.random(PEOPLE) < 1 / (1 + np.exp(-logit))
    chance = 0.45 + 0.12 * np.tanh(one) + 0.08 * np.tanh(two) + 0.05 * three - FALL * treated
    mean = np.exp(0.4 + 0.3 * np.tanh(one) + 0.2 * np.tanh(two))
    prone = luck.gamma(0.7, 1 / 0.7, PEOPLE)
    counts = luck.poisson(mean * prone * np.where(treated, RATIO, 1.0))
    reoffended = (luck.random(PEOPLE) < chance).astype(float)
    return World(
        np.column_stack([one, two, three]), treated, reoffended, counts.astype(float), (1 - RATIO) * mean
    )


@dataclass(frozen=True)
class Runs:
    """How often each interval held the truth, and how far off each estimate was on average."""

    binary: float
    frequency: float
    ratio: float
    binary_bias: float
    frequency_bias: float


def matched(world, rule, columns):
    design = design_on(world, columns)
    fit = fit_propensity(design)
    made = match(fit.score, world.treated, rule)
    effects = [
        effect_of(outcome, made, fit.score, measure)
        for outcome, measure in ((world.reoffended, Measure.BINARY), (world.reoffences, Measure.FREQUENCY))
    ]
    return effects, world.true_fall[made.treated[made.matched]].mean()


def weighted(world, _rule, columns):
    design = design_on(world, columns)
    found = entropy_balance(design)
    effects = [
        weighted_effect(outcome, design, found, measure)
        for outcome, measure in ((world.reoffended, Measure.BINARY), (world.reoffences, Measure.FREQUENCY))
    ]
    return effects, world.true_fall[world.treated].mean()


def design_on(world, columns):
    names = tuple(f"x{i}" for i in columns)
    return Design(names, world.covariates[:, columns], tuple(range(len(columns))), world.treated)


def simulate(confounding, estimate, rule=None, columns=(0, 1, 2), runs=RUNS, seed=SEED):
    """Run the same study on so many worlds and count."""
    rule = MatchRule() if rule is None else rule
    luck = np.random.default_rng(seed)
    held = np.zeros(3)
    off = np.zeros(2)
    for _ in range(runs):
        here = world(luck, confounding)
        (binary, frequency), fall = estimate(here, rule, list(columns))
        held += [-FALL in binary.interval, -fall in frequency.interval, RATIO in frequency.ratio_interval]
        off += [binary.difference + FALL, frequency.difference + fall]
    return Runs(*(held / runs), *(off / runs))
