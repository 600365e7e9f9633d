"""What came of work, as figures fit to be shown: by team, kind of work and point, of nobody in particular."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from throughcare.foundation.kernel import Published
from throughcare.foundation.kernel.suppression import comes_to

from .jobs import outcomes_at
from .words import JobKind, JobOutcome, JobPoint


@dataclass(frozen=True)
class WorkFigures:
    """What came of one team's work of a kind at a point, each figure after disclosure control; None is that nothing was told."""

    team: UUID
    kind: JobKind
    point: JobPoint
    came: Mapping[JobOutcome | None, Published]

    @property
    def asked(self) -> Published:
        """What the figures shown come to: of so many at least it was asked."""
        return comes_to(self.came.values())


def work_tabulated(rows: Iterable[tuple[UUID, str, str, str, int]]) -> list[WorkFigures]:
    """Disclosed figures of (team, kind, point, outcome or nothing, jobs) as lines; what is not among them is suppressed.

    A line holds what can be told at its point alone: that work did not start is told at its start.
    """
    shown: dict[tuple[UUID, JobKind, JobPoint], dict[JobOutcome | None, int]] = {}
    for team, kind, point, outcome, jobs in rows:
        line = shown.setdefault((team, JobKind(kind), JobPoint(point)), {})
        line[JobOutcome(outcome) if outcome else None] = jobs
    order = {point: place for place, point in enumerate(JobPoint)}
    return [
        WorkFigures(*key, {came: Published(figures.get(came)) for came in (*_at(key[2]), None)})
        for key, figures in sorted(
            shown.items(), key=lambda one: (one[0][0].hex, one[0][1], order[one[0][2]])
        )
    ]


def _at(point: JobPoint) -> list[JobOutcome]:
    return [one for one in JobOutcome if one in outcomes_at(point)]
