"""What payment by results was followed by, asked of the pilot: effort that follows the rule, and a cohort counted by quarters instead of years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from .design import of_preset
from .effort import Effort, Follows
from .running import WARM_WEEKS, Prepared, Run, Spec, prepared, run_design, run_world
from .world.state import LOGGED, OCCASION, YEAR

if TYPE_CHECKING:
    from .design import Design

MODEL, RULE = "transforming-rehabilitation-2014", "transforming-rehabilitation"
SPEC: Final = Spec(weeks=156, replications=8)
AREA: Final = "one area"
YEAR_WEEKS, QUARTER = 52, 13
Following = list[tuple[int, int]]
"""Index events as the week of each and the offences of the year after it."""


@dataclass(frozen=True)
class Followed:
    """What came out: points that effort moves the binary share, and in 100 what effort and what the way of counting move reoffences for each."""

    binary: float
    by_effort: float
    by_counting: float

    @property
    def together(self) -> float:
        """Reoffences for each reoffender, in 100 more: the frequency was never adjusted for who is counted."""
        return 100 * ((1 + self.by_effort / 100) * (1 + self.by_counting / 100) - 1)


@lru_cache(maxsize=1)
def followed() -> Followed:
    """The pilot's answer: one model on the same people, effort even and then where its rule pays, and the even one counted both ways."""
    even = replace(of_preset(MODEL), before=of_preset(MODEL).after)
    paid = replace(even, effort=Effort(Follows.PAYMENT, RULE))
    one, other = (_rates(run_design(design, SPEC)) for design in (even, paid))
    by_year, by_quarter = _each(even)
    return Followed(
        100 * (other[0] - one[0]), 100 * (other[1] / one[1] - 1), 100 * (by_quarter / by_year - 1)
    )


def _rates(run: Run) -> tuple[float, float]:
    """The share who reoffend within a year, and reoffences for each of them."""
    again, followed, many = (float(run.total(of).sum()) for of in ("reoffended", "followed", "reoffences"))
    return again / followed, many / again


def _each(design: Design) -> tuple[float, float]:
    """Reoffences for each reoffender of one year's cohort, in which somebody is counted once, and once for each quarter."""
    ready, spans = prepared(design, SPEC), (YEAR_WEEKS, QUARTER)
    found: tuple[list[int], list[int]] = ([], [])
    for replication in range(SPEC.replications):
        events = _events(ready, replication)
        for many, span in zip(found, spans, strict=True):
            many += [after for after in counted(events, span) if after]
    return float(np.mean(found[0])), float(np.mean(found[1]))


def counted(events: dict[int, Following], span: int) -> list[int]:
    """The offences that follow each person's first event of each span of weeks, in the year after the warming up."""
    found: list[int] = []
    for of_one in events.values():
        firsts: dict[int, int] = {}
        for week, many in sorted(of_one):
            if WARM_WEEKS <= week < WARM_WEEKS + YEAR_WEEKS:
                firsts.setdefault((week - WARM_WEEKS) // span, many)
        found += firsts.values()
    return found


def _events(ready: Prepared, replication: int) -> dict[int, Following]:
    """Each person's index events: where supervision began, and each sentence that followed an offence."""
    world, _ = run_world(ready, AREA, replication, rows=8 * ready.design.areas[AREA])
    log = world.log[: int(world.hub["at"][LOGGED])]
    lag = max(1, int(ready.rules[AREA]["lag_weeks"]))
    begun: dict[int, list[int]] = defaultdict(list)
    offended: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in log[log["what"] == YEAR]:
        begun[int(row["number"])].append(int(row["week"]))
    for row in log[log["what"] == OCCASION]:
        offended[int(row["number"])].append((int(row["week"]), int(row["many"])))
    return {number: list(_of_one(weeks, offended[number], lag)) for number, weeks in begun.items()}


def _of_one(begun: list[int], offended: list[tuple[int, int]], lag: int) -> Iterator[tuple[int, int]]:
    weeks, pending = list(begun), -1
    for week, _ in sorted(offended):
        if week > pending:
            pending = week + lag
            weeks.append(pending)
    at, many = (np.array([one[place] for one in offended], int) for place in (0, 1))
    for week in weeks:
        if week < WARM_WEEKS + YEAR_WEEKS:
            yield week, int(many[(at >= week) & (at < week + YEAR_WEEKS)].sum())
