"""Nearest-neighbour matching on one number, with every choice that MatchIt's users know.

Greedy and exact: each treated person in turn takes the nearest comparison person still free; with a
ratio above one, everybody takes a first before anybody takes a second. Free neighbours are found by
following, and shortening, chains of "next free to the left" and "to the right", so a national file is
matched in about a second of plain Python. Ties go to the left in sorted order, then to the nearer row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from throughcare.foundation.kernel import Refused

from .arrays import Flags, Floats, Whole
from .greedy import nearest_first, one_after_another

NOBODY = -1


class Order(StrEnum):
    """Who chooses first."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    CLOSEST = "closest"
    FARTHEST = "farthest"
    RANDOM = "random"
    AS_GIVEN = "data"


class Distance(StrEnum):
    """What nearness is measured on."""

    SCORE = "score"
    LOGIT = "logit"


@dataclass(frozen=True)
class MatchRule:
    """How to match: ratio 1 to k, caliper in standard deviations of the distance (None: no limit)."""

    ratio: int = 1
    caliper: float | None = 0.2
    replace: bool = False
    order: Order = Order.LARGEST
    on: Distance = Distance.SCORE
    seed: int = 0

    def __post_init__(self) -> None:
        if self.ratio < 1:
            raise Refused("the ratio must be one comparison person or more", field="ratio")
        if self.caliper is not None and self.caliper < 0:
            raise Refused("a caliper cannot be below zero", field="caliper")


class CaliperExceededError(RuntimeError):
    """A pair lies further apart than the caliper allows: a fault of ours, so no result is given."""


@dataclass(frozen=True, eq=False)
class Matches:
    """Who was compared with whom, by row of the table.

    ``treated`` is one row number a treated person, in the table's order; ``controls`` has a line for
    each of them and ``ratio`` places, filled from the left, the rest ``NOBODY``. ``caliper`` is in the
    distance's own units.
    """

    treated: Whole
    controls: Whole
    caliper: float | None
    replaced: bool
    people: int

    @property
    def sizes(self) -> Whole:
        """How many comparison people each treated person has."""
        sizes: Whole = (self.controls != NOBODY).sum(axis=1)
        return sizes

    @property
    def matched(self) -> Flags:
        """Which treated people have anybody to be compared with."""
        matched: Flags = self.controls[:, 0] != NOBODY
        return matched

    def pairs(self) -> tuple[Whole, Whole]:
        """Row numbers of each pair: the treated person and the comparison person."""
        filled = self.controls != NOBODY
        return np.repeat(self.treated, self.sizes), self.controls[filled]

    def weights(self) -> Floats:
        """One for a matched treated person; a comparison person's shares of those they stand for."""
        weights = np.zeros(self.people)
        weights[self.treated[self.matched]] = 1.0
        _, controls = self.pairs()
        sizes = self.sizes
        share = 1.0 / np.repeat(sizes, sizes)
        weights += np.bincount(controls, share, minlength=self.people)
        return weights


def match(distance: Floats, treated: Flags, rule: MatchRule, strata: Whole | None = None) -> Matches:
    """Match each treated person to the nearest others; no pair crosses strata or exceeds the caliper."""
    caliper = None if rule.caliper is None else float(rule.caliper * distance.std(ddof=1))
    rows = np.flatnonzero(treated)
    controls = np.full((len(rows), rule.ratio), NOBODY, dtype=np.int64)
    line = np.cumsum(treated) - 1
    for members in _groups(strata, len(distance)):
        group = treated if members is None else treated[members]
        if group.all() or not group.any():
            continue
        here = distance if members is None else distance[members]
        found = _match_group(here, group, rule, caliper)
        if members is not None:
            found = np.where(found == NOBODY, NOBODY, members[found])
            controls[line[members[group]]] = found
        else:
            controls = found
    made = Matches(rows, controls, caliper, rule.replace, len(distance))
    check_caliper(made, distance)
    return made


def check_caliper(matches: Matches, distance: Floats) -> None:
    """Raise unless every pair lies within the caliper; run on every matching, never switched off."""
    if matches.caliper is None:
        return
    one, other = matches.pairs()
    if len(one) and (widest := float(np.abs(distance[one] - distance[other]).max())) > matches.caliper:
        raise CaliperExceededError(f"a pair lies {widest} apart and the caliper is {matches.caliper}")


def _groups(strata: Whole | None, people: int) -> list[NDArray[np.int64] | None]:
    if strata is None:
        return [None]
    if len(strata) != people:
        raise Refused(f"strata are given for {len(strata):,} people of {people:,}", field="strata")
    order = np.argsort(strata, kind="stable")
    edges = np.flatnonzero(np.diff(strata[order])) + 1
    return list(np.split(order, edges))


def _match_group(distance: Floats, group: Flags, rule: MatchRule, caliper: float | None) -> Whole:
    """Comparison rows for each treated row of one group, in the group's own numbering."""
    ranked = np.argsort(distance, kind="stable")
    is_treated = group[ranked]
    control_rows = ranked[~is_treated]
    before = np.empty(len(group), dtype=np.int64)
    before[ranked] = np.cumsum(~is_treated)
    own, others, places = distance[group], distance[control_rows], before[group]
    limit = np.inf if caliper is None else caliper
    if rule.replace:
        found = _with_replacement(own, others, places, rule.ratio, limit)
    elif rule.order in (Order.CLOSEST, Order.FARTHEST):
        found = nearest_first(
            own, others, places, rule.ratio, limit=limit, farthest=rule.order is Order.FARTHEST
        )
    else:
        found = one_after_another(own, others, places, rule.ratio, limit=limit, turns=_turns(own, rule))
    return np.where(found == NOBODY, NOBODY, control_rows[found])


def _turns(own: Floats, rule: MatchRule) -> Whole:
    if rule.order is Order.LARGEST:
        return np.argsort(-own, kind="stable")
    if rule.order is Order.SMALLEST:
        return np.argsort(own, kind="stable")
    if rule.order is Order.RANDOM:
        return np.random.default_rng(rule.seed).permutation(len(own))
    return np.arange(len(own))


def _with_replacement(own: Floats, others: Floats, places: Whole, ratio: int, limit: float) -> Whole:
    """The nearest ``ratio`` of the ``ratio`` on each side, in blocks so that memory stays small."""
    found = np.full((len(own), ratio), NOBODY, dtype=np.int64)
    steps = np.arange(ratio)
    reach = np.stack([-1 - steps, steps], axis=1).ravel()  # nearest left, nearest right, next left, …
    for start in range(0, len(own), 65_536):
        stop = min(start + 65_536, len(own))
        candidates = places[start:stop, None] + reach
        inside = (candidates >= 0) & (candidates < len(others))
        gap = np.abs(others[candidates.clip(0, len(others) - 1)] - own[start:stop, None])
        gap[~inside | (gap > limit)] = np.inf
        best = np.argsort(gap, axis=1, kind="stable")[:, :ratio]
        chosen = np.take_along_axis(candidates, best, axis=1)
        far = np.isinf(np.take_along_axis(gap, best, axis=1))
        found[start:stop] = np.where(far, NOBODY, chosen)
    return found
