"""How long people wait, by survival estimate: those who still wait are counted, and a mean is never given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Count, disclose

FEWEST = 10
"""Below so many referrals no wait is said (assumed: too few to tell, and to keep from pointing at anybody)."""


@dataclass(frozen=True)
class Waited:
    """One referral's days, and whether the wait ended; one that still runs, or was taken back, is censored."""

    days: int
    ended: bool


@dataclass(frozen=True)
class Waits:
    """The wait at the middle and the 90th percentile in days (None: not reached), and about how many were counted and censored.

    Both are rounded, and None under ``FEWEST``: a queue that is too few to tell would else be what the rest leave of the whole.
    """

    middle: int | None
    ninetieth: int | None
    counted: int | None
    censored: int | None


def about(count: int) -> int | None:
    """A count as it may be told: rounded to the nearest 5, None under ``FEWEST``, none among them."""
    return disclose(Count(count), below=FEWEST).value


def waits(rows: Sequence[Waited]) -> Waits | None:
    """The product-limit estimate of Kaplan and Meier (1958); None for fewer than ``FEWEST`` referrals."""
    if len(rows) < FEWEST:
        return None
    middle = ninetieth = None
    still, at_risk = 1.0, len(rows)
    for day in sorted({row.days for row in rows}):
        here = [row for row in rows if row.days == day]
        still *= 1 - sum(row.ended for row in here) / at_risk
        at_risk -= len(here)
        middle = day if middle is None and still <= 0.5 + 1e-12 else middle
        ninetieth = day if ninetieth is None and still <= 0.1 + 1e-12 else ninetieth
    return Waits(middle, ninetieth, about(len(rows)), about(sum(not row.ended for row in rows)))
