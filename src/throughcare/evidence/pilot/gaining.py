"""Who gains and who loses between two designs: by what was predicted of people, by group, and by the level of harm they were held at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughcare.foundation.operating_model.rules import Cohort

from .coding import COHORTS
from .comparing import Difference, Figure, difference
from .running import Run
from .world.state import (
    DECILE_CONTACTS,
    DECILE_OFFENCES,
    DECILE_SESSIONS,
    DECILE_WEEKS,
    DECILES,
    GROUP_CONTACTS,
    GROUP_NEVER_BEGUN,
    GROUP_OFFENCES,
    GROUP_REFERRED,
    GROUP_SESSIONS,
    GROUP_WAITING,
    GROUP_WEEKS,
    GROUP_WITHOUT,
    GROUPS,
)

Real = NDArray[np.float64]
LEVELS: Final = ("low", "medium", "high", "very high")
WORDS: Final[Mapping[Cohort, str]] = {
    Cohort.IOM: "in integrated offender management",
    Cohort.WOMEN: "women",
    Cohort.MAPPA: "under public protection arrangements",
    Cohort.PUBLIC_INTEREST: "of public interest",
    Cohort.SEXUAL_OR_VIOLENT: "sentenced for a sexual or violent offence",
    Cohort.DEPORTATION: "awaiting deportation",
}


@dataclass(frozen=True)
class Gain:
    """What some people get under two designs: whose it is, and the difference of one figure."""

    whom: str
    by: Difference


@dataclass(frozen=True)
class Gains:
    """Everything that is told of who gains: by tenth of predicted chance (the likeliest last), by group, by level of harm."""

    predicted: tuple[Gain, ...]
    groups: tuple[Gain, ...]
    levels: tuple[Gain, ...]


def gains(one: Run, other: Run) -> Gains:
    """Who gets more or less under the second run than under the first; each with the range that chance gives."""
    return Gains(tuple(_predicted(one, other)), tuple(_groups(one, other)), tuple(_levels(one, other)))


def _differ(whom: str, name: str, unit: str, values: tuple[Real, Real]) -> Gain:
    figure = Figure(name, unit, lambda counts: counts[name])
    return Gain(whom, difference(figure, *values))


def _year(counts: Real, what: int, weeks: int) -> Real:
    """A count for each person and year, by replication."""
    return 52 * counts[:, what] / np.maximum(counts[:, weeks], 1)


def _predicted(one: Run, other: Run) -> Iterator[Gain]:
    asked = (
        ("Contacts held", "for each person and year", DECILE_CONTACTS),
        ("Sessions of a service", "for each person and year", DECILE_SESSIONS),
        ("Offences", "for each person and year", DECILE_OFFENCES),
    )
    for name, unit, what in asked:
        for tenth in range(DECILES):
            found = [_year(run.by_decile.sum(axis=1)[:, tenth], what, DECILE_WEEKS) for run in (one, other)]
            yield _differ(_tenth(tenth), name, unit, (found[0], found[1]))


def _tenth(tenth: int) -> str:
    if tenth in {0, DECILES - 1}:
        return f"the {'least' if tenth == 0 else 'most'} likely tenth"
    return f"tenth {tenth + 1}"


def members(run: Run, cohort: Cohort) -> Real:
    """What is counted of everybody in a group, whatever others they belong to: by replication and measure."""
    bit = COHORTS.index(cohort)
    sets = np.arange(GROUPS) >> bit & 1 == 1
    found: Real = run.by_group.sum(axis=1)[:, sets].sum(axis=1).astype(float)
    return found


def _groups(one: Run, other: Run) -> Iterator[Gain]:
    asked = (
        ("Contacts held", "for each person and year", GROUP_CONTACTS, 52.0),
        ("Weeks without a manager", "for each person and year", GROUP_WITHOUT, 52.0),
        ("Sessions of a service", "for each person and year", GROUP_SESSIONS, 52.0),
        ("Waiting for a service", "in 100 at any time", GROUP_WAITING, 100.0),
        ("Offences", "for each person and year", GROUP_OFFENCES, 52.0),
    )
    for name, unit, what, times in asked:
        for cohort, whom in WORDS.items():
            counts = [members(run, cohort) for run in (one, other)]
            found = [times * each[:, what] / np.maximum(each[:, GROUP_WEEKS], 1) for each in counts]
            yield _differ(whom, name, unit, (found[0], found[1]))
    for cohort, whom in WORDS.items():
        counts = [members(run, cohort) for run in (one, other)]
        found = [100 * each[:, GROUP_NEVER_BEGUN] / np.maximum(each[:, GROUP_REFERRED], 1) for each in counts]
        yield _differ(whom, "Put forward and never begun", "in 100 put forward", (found[0], found[1]))


def _levels(one: Run, other: Run) -> Iterator[Gain]:
    for at, name in ((1, "Of all offences"), (0, "Of all weeks supervised")):
        for level, whom in enumerate(LEVELS):
            counts = [run.by_level.sum(axis=1)[..., at].astype(float) for run in (one, other)]
            found = [100 * each[:, level] / np.maximum(each.sum(axis=1), 1) for each in counts]
            yield _differ(f"held at {whom} risk of harm", name, "in 100", (found[0], found[1]))
