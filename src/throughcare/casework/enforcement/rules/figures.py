"""How long notices and decisions take, apart: by provider, team and kind; what is too few to tell of nobody is withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

FEWEST = 10
"""Fewer failures than these are told of nobody (this project's own, as elsewhere in its figures)."""


@dataclass(frozen=True)
class Timed:
    """One failure without whom it is about: who recorded it and who decides, of what kind, and what each side took in working days."""

    notifier: str
    notifier_team: str
    decider: str
    decider_team: str
    kind: str
    notice: int | None
    notice_late: int | None
    decision: int | None
    decision_late: int | None


@dataclass(frozen=True)
class Took:
    """Of how many failures one side's part was measured, the median working days, and how many were late; None: withheld."""

    name: str
    of: int | None
    median: float | None
    late: int | None


def notices_by(rows: Iterable[Timed], by: Callable[[Timed], str]) -> list[Took]:
    """What notices took, by provider, team or kind; only those that crossed a line and were given."""
    return _grouped((by(one), one.notice, one.notice_late) for one in rows)


def decisions_by(rows: Iterable[Timed], by: Callable[[Timed], str]) -> list[Took]:
    """What decisions took, by provider, team or kind; only those that were taken."""
    return _grouped((by(one), one.decision, one.decision_late) for one in rows)


def _grouped(told: Iterable[tuple[str, int | None, int | None]]) -> list[Took]:
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, took, late in told:
        if took is not None and late is not None:
            found[name].append((took, late))
    return [_took(name, each) for name, each in sorted(found.items())]


def _took(name: str, each: list[tuple[int, int]]) -> Took:
    if len(each) < FEWEST:
        return Took(name, None, None, None)
    return Took(name, len(each), median(took for took, _ in each), sum(late > 0 for _, late in each))
