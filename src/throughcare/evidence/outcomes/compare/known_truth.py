"""Synthetic people with an effect planted in them, so that what a study finds can be held to the truth.

Fixed before any result was seen: the seed, 1,000 runs, and that a stated 95% interval must hold the truth
in 93 to 97 of every 100. With 1,000 runs a true 95% strays outside that about four times in a thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Floats
from .design import Design
from .effect import Effect, Measure, effect_of
from .nearest import MatchRule, match
from .propensity import fit_propensity
from .weighting import entropy_balance, weighted_effect

SEED = 20_261_121
RUNS = 1_000
LEAST, MOST = 0.93, 0.97
PEOPLE = 2_400
FALL = 0.08
RATIO = 0.8
Confounding = tuple[float, float, float, float]
NO_CONFOUNDING: Confounding = (-1.9, 0.0, 0.0, 0.0)
CONFOUNDING: Confounding = (-2.3, 0.5, 0.3, 0.4)
EVERYTHING = (0, 1, 2)


@dataclass(frozen=True, eq=False)
class World:
    """Covariates, who was treated, both outcomes, and each person's own true fall in frequency."""

    covariates: Floats
    treated: Flags
    reoffended: Floats
    reoffences: Floats
    true_fall: Floats


@dataclass(frozen=True)
class Record:
    """Shares of runs whose interval held the truth, and how far off estimates were on average.

    ``ratio`` is the interval of the ratio of frequencies; biases are in the measure's own unit a person,
    above zero when the study makes the service look worse than it is.
    """

    binary: float
    frequency: float
    ratio: float
    binary_bias: float
    frequency_bias: float

    @property
    def holds(self) -> bool:
        """Whether every interval holds the truth as often as was promised beforehand."""
        return all(LEAST <= share <= MOST for share in (self.binary, self.frequency, self.ratio))


def world(luck: np.random.Generator, confounding: Confounding) -> World:
    """People whose covariates drive reoffending, and treatment too as far as ``confounding`` says.

    Treatment takes ``FALL`` off everybody's chance of reoffending and leaves ``RATIO`` of how often.
    """
    one, two = luck.standard_normal((2, PEOPLE))
    three = (luck.random(PEOPLE) < 0.4).astype(np.float64)
    level, by_one, by_two, by_three = confounding
    logit = level + by_one * one + by_two * two + by_three * three
    treated = luck.random(PEOPLE) < 1 / (1 + np.exp(-logit))
    chance = 0.45 + 0.12 * np.tanh(one) + 0.08 * np.tanh(two) + 0.05 * three - FALL * treated
    mean = np.exp(0.4 + 0.3 * np.tanh(one) + 0.2 * np.tanh(two))
    prone = luck.gamma(0.7, 1 / 0.7, PEOPLE)
    counts = luck.poisson(mean * prone * np.where(treated, RATIO, 1.0))
    reoffended = (luck.random(PEOPLE) < chance).astype(np.float64)
    covariates = np.column_stack([one, two, three])
    return World(covariates, treated, reoffended, counts.astype(np.float64), (1 - RATIO) * mean)


def record_of(
    confounding: Confounding,
    rule: MatchRule | None,
    *,
    seen: Sequence[int] = EVERYTHING,
    runs: int = RUNS,
    seed: int = SEED,
) -> Record:
    """Run one study on so many worlds and count; entropy balancing when no rule of matching is given.

    ``seen`` are the covariates the study may use: leave some out and it cannot see all the confounding.
    """
    luck = np.random.default_rng(seed)
    held, off = np.zeros(3), np.zeros(2)
    for _ in range(runs):
        here = world(luck, confounding)
        binary, frequency, fall = _study(here, rule, list(seen))
        held += [-FALL in binary.interval, -fall in frequency.interval, RATIO in frequency.ratio_interval]
        off += [binary.difference + FALL, frequency.difference + fall]
    return Record(*(held / runs).tolist(), *(off / runs).tolist())


def _study(here: World, rule: MatchRule | None, seen: list[int]) -> tuple[Effect, Effect, float]:
    """Both effects, and the true fall in frequency of the very people they are estimated on."""
    design = Design(
        tuple(f"x{i}" for i in seen), here.covariates[:, seen], tuple(range(len(seen))), here.treated
    )
    if rule is None:
        found = entropy_balance(design)
        binary = weighted_effect(here.reoffended, design, found, Measure.BINARY)
        frequency = weighted_effect(here.reoffences, design, found, Measure.FREQUENCY)
        return binary, frequency, float(here.true_fall[here.treated].mean())
    score = fit_propensity(design).score
    made = match(score, here.treated, rule)
    binary = effect_of(here.reoffended, made, score, Measure.BINARY)
    frequency = effect_of(here.reoffences, made, score, Measure.FREQUENCY)
    return binary, frequency, float(here.true_fall[made.treated[made.matched]].mean())
