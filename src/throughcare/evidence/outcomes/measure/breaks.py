"""Two figures made by different rules are not a trend: say so, and name the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from .definition import COUNTING_RULES, Definition


class Counted(Protocol):
    """Anything that was counted by a definition, such as a result."""

    @property
    def definition(self) -> Definition:
        """What it was counted by."""
        ...


R = TypeVar("R", bound=Counted)


@dataclass(frozen=True)
class Break:
    """Where a series changes its rules: from which definition to which, and what differs."""

    before: str
    after: str
    differing: tuple[str, ...]

    def __str__(self) -> str:
        return f"not comparable: {self.before} and {self.after} differ in {', '.join(self.differing)}"


def break_between(before: Definition, after: Definition) -> Break | None:
    """The break between two definitions, or None when they count alike, whatever their names."""
    differing = tuple(rule for rule in COUNTING_RULES if getattr(before, rule) != getattr(after, rule))
    return Break(before.name, after.name, differing) if differing else None


def joined(results: Sequence[R]) -> list[tuple[R, Break | None]]:
    """Results in the order given, each with the break from the one before it; none is ever hidden."""
    if not results:
        return []
    pairs = pairwise(results)
    return [(results[0], None), *((b, break_between(a.definition, b.definition)) for a, b in pairs)]
