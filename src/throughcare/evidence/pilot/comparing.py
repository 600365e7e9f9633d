"""What two designs differ by: the same people under each, paired replication by replication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from throughcare.foundation.kernel import Refused

from .design import Design
from .running import Run, Spec, run_design
from .world.state import MEASURES

if TYPE_CHECKING:
    from .keeping import Kept

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """One figure of a run: its name, unit and how it is made from the counts of a replication."""

    name: str
    unit: str
    of: Callable[[Mapping[str, Real]], Real]


def _over(above: str, below: str, times: float = 1.0) -> Callable[[Mapping[str, Real]], Real]:
    def made(counts: Mapping[str, Real]) -> Real:
        return times * counts[above] / np.maximum(counts[below], 1)

    return made


def _handovers(counts: Mapping[str, Real]) -> Real:
    kinds = ("handovers_risk", "handovers_change", "handovers_staff", "handovers_place")
    return np.asarray(sum(counts[kind] for kind in kinds) / np.maximum(counts["person_years"], 1e-9))


FIGURES: Final = (
    Figure("People reoffending within a year", "in 100", _over("reoffended", "followed", 100)),
    Figure("Offences for each who reoffended", "offences", _over("reoffences", "reoffended")),
    Figure("Changes of manager", "for each person and year", _handovers),
    Figure("Weeks without a manager", "for each person and year", _over("weeks_without", "person_years")),
    Figure("Contacts held", "for each person and year", _over("contacts", "person_years")),
    Figure("Contacts put off for want of time", "in 100 due", lambda c: 100 * c["put_off"] / np.maximum(c["put_off"] + c["contacts"], 1)),
    Figure("Failures that one body must tell another", "in 100 failures", _over("crossed", "failures", 100)),
    Figure("From absence to the notice", "working days", _over("notice_days", "failures")),
    Figure("From notice to decision", "working days", _over("decision_days", "failures")),
    Figure("Weeks waited for a service", "weeks", _over("waited_weeks", "admitted")),
    Figure("Put forward for a service that never began", "in 100 put forward", _over("never_begun", "referred", 100)),
    Figure("Kilometres travelled", "for each person and year", _over("kilometres", "person_years")),
    Figure("Victims told in time of going in or out", "in 100 to tell", _over("told", "to_tell", 100)),
    Figure("People recalled or revoked to custody", "for each 1,000 and year", lambda c: 1000 * (c["recalls"] + c["revoked"]) / np.maximum(c["person_years"], 1e-9)),
    Figure("Points each practitioner carries", "points", _over("points", "officers")),
)  # fmt: skip
"""What is told of a design, in order."""


def counts_of(run: Run, area: int | None = None) -> dict[str, Real]:
    """Every measure of a run by replication, and the years that people were held by some body; of one area, by its place, or of all."""
    out = run.out if area is None else run.out[:, area : area + 1]
    found = {name: out[..., at].sum(axis=(1, 2, 3)).astype(float) for at, name in enumerate(MEASURES)}
    held = out[..., :-1, MEASURES.index("people")].sum(axis=(1, 2, 3)).astype(float)
    return found | {"person_years": held * 13 / 52}


def figures_of(run: Run) -> dict[str, Real]:
    """Every figure of a run, by replication."""
    counts = counts_of(run)
    return {figure.name: figure.of(counts) for figure in FIGURES}


@dataclass(frozen=True)
class Difference:
    """One figure under two designs and what they differ by: means over replications, and the 90% range that chance gives.

    The range is one "if every assumption here were true": it says nothing of what is not known.
    """

    figure: Figure
    one: float
    other: float
    by: float
    low: float
    high: float

    @property
    def is_seen(self) -> bool:
        """Whether chance alone would seldom give as much: the range lies on one side of nought."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, eq=False)
class Compared:
    """Two runs and what they differ by."""

    one: Run
    other: Run
    differences: tuple[Difference, ...]


def check_alike(one: Design, other: Design) -> None:
    """Refuse two designs of other areas or days: they would not meet the same people."""
    if dict(one.areas) != dict(other.areas) or one.starts != other.starts:
        raise Refused(
            "The two designs speak of other areas or begin on other days, so they cannot be compared."
        )


def compare(
    one: Design,
    other: Design,
    spec: Spec,
    *,
    threads: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
    stop: Callable[[], bool] = lambda: False,
    kept: Kept | None = None,
) -> Compared:
    """Run two designs on the same people and say what they differ by; refuses designs of other areas or days."""
    check_alike(one, other)
    many = spec.replications * len(one.areas)

    def ran(design: Design, before: int) -> Run:
        def heard(done: int, _: int) -> None:
            told(before + done, 2 * many)

        return run_design(design, spec, threads=threads, told=heard, stop=stop, kept=kept)

    return compared(ran(one, 0), ran(other, many))


def compared(one: Run, other: Run) -> Compared:
    """What two runs differ by."""
    first, second = figures_of(one), figures_of(other)
    return Compared(one, other, tuple(difference(f, first[f.name], second[f.name]) for f in FIGURES))


def difference(figure: Figure, one: Real, other: Real) -> Difference:
    """The difference of one figure over paired replications, with a 90% interval by Student's law."""
    from scipy.stats import t

    by = other - one
    mean = float(by.mean())
    half = 0.0
    if len(by) > 1:
        half = float(t.ppf(0.95, len(by) - 1) * by.std(ddof=1) / np.sqrt(len(by)))
    return Difference(figure, float(one.mean()), float(other.mean()), mean, mean - half, mean + half)
