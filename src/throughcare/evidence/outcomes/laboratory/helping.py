"""Who becomes worth helping under a rule, and who does not: pounds for helping one more person, by risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from throughcare.commissioning.contracts.rules.at_risk import AtRisk
from throughcare.commissioning.contracts.rules.terms import PaymentRule
from throughcare.evidence.population.bands import NO_HELP, Help, Plan

from .trying import Trial, payments


@dataclass(frozen=True)
class Worth:
    """What a rule pays, on average, for helping one person of a band, with its standard error, in pounds."""

    band: str
    chance: float
    pounds: float
    error: float


@dataclass(frozen=True)
class HurdleEffect:
    """The same band with the rule's hurdle and without it."""

    band: str
    chance: float
    with_hurdle: Worth
    without_hurdle: Worth


def worth_of_helping(
    trial: Trial, given: Help, *, people: int = 25, already: Help = NO_HELP
) -> tuple[Worth, ...]:
    """For each band, what helping so many of its people adds to payment, a person.

    Everybody has ``already`` had some help, which settles how near the rule's threshold the provider
    stands; then the first ``people`` of one band are helped further. The same luck is used with and
    without, so the difference is the help's and not chance's.
    """
    before = payments(trial, Plan(already))
    sizes = trial.population.sizes(trial.people)
    found = []
    for band, size in zip(trial.population.bands, sizes, strict=True):
        helped = min(people, size)
        if helped == 0:
            continue
        added = (payments(trial, Plan(already, band.name, helped, given)) - before) / helped
        error = float(added.std(ddof=1) / np.sqrt(len(added)))
        found.append(Worth(band.name, band.chance, float(added.mean()), error))
    return tuple(found)


def with_and_without_hurdle(
    trial: Trial, given: Help, *, people: int = 25, already: Help = NO_HELP
) -> tuple[HurdleEffect, ...]:
    """Worth of helping under the rule as it is, and with every hurdle taken away."""
    free = trial.with_rule(without_hurdles(trial.rule))
    kept = worth_of_helping(trial, given, people=people, already=already)
    freed = worth_of_helping(free, given, people=people, already=already)
    return tuple(
        HurdleEffect(one.band, one.chance, one, other) for one, other in zip(kept, freed, strict=True)
    )


def without_hurdles(rule: PaymentRule) -> PaymentRule:
    """The rule with no measure waiting on another."""
    return replace(rule, measures=tuple(replace(paying, hurdle=None) for paying in rule.measures))


def at_risk_by_area(areas: Sequence[AtRisk]) -> tuple[AtRisk, ...]:
    """Areas in order of the share of their money that hangs on results, largest first."""
    return tuple(sorted(areas, key=lambda area: (-area.share, area.area)))
