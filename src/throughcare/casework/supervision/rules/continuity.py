"""How steady a case has been: how many managers a person has had, and why each changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID


@dataclass(frozen=True)
class Change:
    """One tenure: who held it, from when, until when, and why it ended (empty while it runs)."""

    member_id: UUID
    start: datetime
    end: datetime | None
    ended_because: str


@dataclass(frozen=True)
class Continuity:
    """How many different people have held a tenure, how often it changed hands, why, and how long nobody held it."""

    holders: int
    changes: int
    reasons: tuple[tuple[str, int], ...]
    without: timedelta

    @property
    def sentence(self) -> str:
        """The same in words."""
        if self.holders == 0:
            return "No manager yet."
        managers = "1 manager" if self.holders == 1 else f"{self.holders} managers"
        times = (
            "no change of hands"
            if not self.changes
            else f"{self.changes} change{'s' * (self.changes > 1)} of hands"
        )
        why = f" ({', '.join(f'{reason} {n}' for reason, n in self.reasons)})" if self.reasons else ""
        days = self.without.days
        gap = f"; nobody for {days} day{'s' * (days != 1)} in all" if days else ""
        return f"{managers}, {times}{why}{gap}."


def continuity(tenures: Iterable[Change], *, opened: datetime, until: datetime) -> Continuity:
    """Measure one tenure's history over the life of a case; times within a tenure are half-open."""
    held = sorted(tenures, key=lambda tenure: tenure.start)
    ended = [tenure for tenure in held if tenure.end is not None and tenure.ended_because != "case closed"]
    followed = [one for one, two in pairwise(held) if one.member_id != two.member_id]
    reasons = Counter(tenure.ended_because for tenure in ended if tenure.ended_because)
    return Continuity(
        holders=len({tenure.member_id for tenure in held}),
        changes=len(followed),
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        without=_without(held, opened, until),
    )


def _without(held: list[Change], opened: datetime, until: datetime) -> timedelta:
    reached, total = opened, timedelta()
    for tenure in held:
        total += max(timedelta(), min(tenure.start, until) - reached)
        reached = max(reached, min(tenure.end or until, until))
    return total + max(timedelta(), until - reached)
