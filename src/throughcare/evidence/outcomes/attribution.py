"""Whose doing it was, when several providers and services touched one person.

Shares of a person's outcome add up to exactly one. Parts that were never seen apart cannot be told
apart by any arithmetic, so they are named together as not identified rather than split by guesswork.
By dose and by order are conventions; Shapley's is the one split that treats every order alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import factorial

from throughcare.foundation.kernel import Refused

Part = str
Worth = Callable[[frozenset[Part]], Fraction]
_MOST = 12


class Split(StrEnum):
    """How a person's outcome is shared out."""

    EQUALLY = "equally"
    BY_DOSE = "by_dose"
    IN_ORDER = "in_order"
    SHAPLEY = "shapley"


@dataclass(frozen=True)
class Received:
    """What one person received, in the order they met it: parts and how much of each (hours, sessions)."""

    person: str
    doses: tuple[tuple[Part, Fraction], ...]

    def __post_init__(self) -> None:
        if len(dict(self.doses)) != len(self.doses):
            raise Refused("one part is named twice for a person: add its doses up first", field="doses")
        if any(dose <= 0 for _, dose in self.doses):
            raise Refused("a part that was received has a dose above zero", field="doses")

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was received, in order."""
        return tuple(part for part, _ in self.doses)


@dataclass(frozen=True)
class Shares:
    """One person's outcome shared out: by part, adding up to exactly one."""

    person: str
    by_part: Mapping[Part, Fraction]


@dataclass(frozen=True)
class NotIdentified:
    """Parts that the people seen cannot tell apart, and why; nothing is shared between them."""

    person: str
    together: tuple[Part, ...]
    because: str


def attribute(
    people: Sequence[Received], *, split: Split, worth: Worth | None = None
) -> tuple[Shares | NotIdentified, ...]:
    """Share each person's outcome among the parts they received.

    In order and Shapley need ``worth``: what a set of parts achieves together, nothing for none. Parts
    that everybody received together, or not at all, are not identified by either.
    """
    if split in (Split.IN_ORDER, Split.SHAPLEY) and worth is None:
        raise Refused("sharing by what parts achieve needs what each set of them is worth", field="worth")
    inseparable = never_apart(people)
    return tuple(_share(received, split, worth, inseparable) for received in people)


def never_apart(people: Sequence[Received]) -> tuple[tuple[Part, ...], ...]:
    """Groups of two or more parts that every person received together or not at all."""
    seen: dict[frozenset[int], list[Part]] = {}
    for part in sorted({part for received in people for part in received.parts}):
        who = frozenset(i for i, received in enumerate(people) if part in received.parts)
        seen.setdefault(who, []).append(part)
    return tuple(tuple(parts) for parts in seen.values() if len(parts) > 1)


def shapley(parts: Sequence[Part], worth: Worth) -> dict[Part, Fraction]:
    """Each part's addition averaged over every order in which they might have come: exact, order-free."""
    if len(parts) > _MOST:
        raise Refused(f"{len(parts)} parts have too many orders to average: group them to {_MOST} or fewer")
    total = factorial(len(parts))
    found = {}
    for part in parts:
        others = [other for other in parts if other != part]
        found[part] = sum(
            (
                Fraction(factorial(size) * factorial(len(others) - size), total)
                * _addition(part, before, worth)
                for size in range(len(parts))
                for before in combinations(others, size)
            ),
            Fraction(0),
        )
    return found


def in_order(parts: Sequence[Part], worth: Worth) -> dict[Part, Fraction]:
    """What each part added to those that came before it: depends on the order, and says so by its name."""
    return {part: _addition(part, tuple(parts[:place]), worth) for place, part in enumerate(parts)}


@dataclass(frozen=True)
class Observed:
    """A person's outcome beside what was expected of them: below zero when they did worse than expected."""

    received: Received
    better_by: Fraction


def observed_worth(people: Sequence[Observed]) -> Worth:
    """What each set of parts achieved for those who received exactly it, less what none achieved.

    Asking about a set that nobody received alone is refused: no arithmetic can see what nobody did.
    """
    sums: dict[frozenset[Part], list[Fraction]] = {}
    for one in people:
        sums.setdefault(frozenset(one.received.parts), []).append(one.better_by)
    means = {parts: sum(values, Fraction(0)) / len(values) for parts, values in sums.items()}
    none = means.get(frozenset(), Fraction(0))

    def worth(parts: frozenset[Part]) -> Fraction:
        if not parts:
            return Fraction(0)
        if parts not in means:
            raise NeverSeen(parts)
        return means[parts] - none

    return worth


def additive_worth(people: Sequence[Observed]) -> Worth:
    """What each part adds on its own, by least squares over everybody, taken to add up without interplay.

    A lighter demand than :func:`observed_worth`: parts need only vary apart, not be seen in every
    combination. Asking about a part whose comings and goings others repeat is refused.
    """
    import numpy as np

    parts = sorted({part for one in people for part in one.received.parts})
    rows = [[1.0, *(float(part in one.received.parts) for part in parts)] for one in people]
    design, better = np.array(rows), np.array([float(one.better_by) for one in people])
    added = np.linalg.lstsq(design, better, rcond=None)[0]
    # Of the triangle, which has the same directions as the whole: a row for each person would be a table of all by all.
    _, sizes, directions = np.linalg.svd(np.linalg.qr(design, mode="r"), full_matrices=True)
    blind = directions[int((sizes > sizes[0] * 1e-10).sum()) :]
    hidden = {part for place, part in enumerate(parts, start=1) if (abs(blind[:, place]) > 1e-8).any()}
    found = {part: Fraction(float(added[place])) for place, part in enumerate(parts, start=1)}

    def worth(asked: frozenset[Part]) -> Fraction:
        if asked & hidden:
            raise NeverSeen(frozenset(hidden))
        return sum((found[part] for part in asked), Fraction(0))

    return worth


class NeverSeen(Refused):
    """Nobody received exactly this set of parts, so what it achieves is unknown."""

    def __init__(self, parts: frozenset[Part]) -> None:
        super().__init__(f"the people seen do not show what {' and '.join(sorted(parts))} does by itself")
        self.parts = parts


def _addition(part: Part, before: Sequence[Part], worth: Worth) -> Fraction:
    without = frozenset(before)
    return worth(without | {part}) - worth(without)


def _share(
    received: Received, split: Split, worth: Worth | None, inseparable: tuple[tuple[Part, ...], ...]
) -> Shares | NotIdentified:
    if not received.doses:
        return NotIdentified(received.person, (), "received nothing, so there is nobody to share it among")
    if split is Split.EQUALLY:
        return Shares(received.person, dict.fromkeys(received.parts, Fraction(1, len(received.parts))))
    if split is Split.BY_DOSE:
        whole = sum((dose for _, dose in received.doses), Fraction(0))
        return Shares(received.person, {part: dose / whole for part, dose in received.doses})
    for together in inseparable:
        if set(together) <= set(received.parts):
            return NotIdentified(received.person, together, f"{' and '.join(together)} were never seen apart")
    assert worth is not None
    return _by_worth(received, split, worth)


def _by_worth(received: Received, split: Split, worth: Worth) -> Shares | NotIdentified:
    reckon = shapley if split is Split.SHAPLEY else in_order
    try:
        added = reckon(received.parts, worth)
    except NeverSeen as gap:
        return NotIdentified(received.person, tuple(sorted(gap.parts)), gap.because)
    whole = sum(added.values(), Fraction(0))
    if whole == 0:
        return NotIdentified(received.person, received.parts, "together they achieved nothing to share")
    return Shares(received.person, {part: amount / whole for part, amount in added.items()})
