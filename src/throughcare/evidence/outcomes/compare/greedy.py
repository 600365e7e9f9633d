"""The two loops of greedy matching, kept plain and apart because they are what takes the time.

Comparison people stand in a row, numbered from 1 in order of distance, between two walls infinitely
far off. ``left[i]`` is ``i`` while person ``i`` is free, and otherwise points towards the nearest free
person on the left; ``right`` likewise. Each walk halves the chain it follows.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import inf

import numpy as np

from .arrays import Floats, Whole


def one_after_another(
    own: Floats, others: Floats, places: Whole, ratio: int, *, limit: float, turns: Whole
) -> Whole:
    """In turn, each takes the nearest still free within the limit; ``ratio`` rounds of that."""
    left, right, where = _row(others)
    distances = own.tolist()
    lows = places.tolist()
    highs = (places + 1).tolist()
    found = np.full((len(own), ratio), -1, dtype=np.int64)
    waiting = turns.tolist()
    for turn in range(ratio):
        taken = [0] * len(distances)
        served = []
        for i in waiting:
            here = distances[i]
            low = lows[i]
            while left[low] != low:
                left[low] = low = left[left[low]]
            high = highs[i]
            while right[high] != high:
                right[high] = high = right[right[high]]
            down, up = here - where[low], where[high] - here
            one, gap = (low, down) if down <= up else (high, up)
            lows[i], highs[i] = low, high
            if gap > limit or gap == inf:
                continue
            taken[i] = one
            left[one] = one - 1
            right[one] = one + 1
            served.append(i)
        found[:, turn] = np.asarray(taken, dtype=np.int64) - 1
        waiting = served
    return found


def nearest_first(
    own: Floats, others: Floats, places: Whole, ratio: int, *, limit: float, farthest: bool
) -> Whole:
    """Whoever's nearest free person is closest (or farthest off) chooses first; ``ratio`` rounds.

    As MatchIt does it: how far off somebody's nearest is, is reckoned when they are put in the queue, and
    again only when that person turns out to be taken. So with ``farthest`` somebody whose nearest has become
    farther since may wait behind others.
    """
    row = _Row(own, others, places)
    found = np.full((len(own), ratio), -1, dtype=np.int64)
    waiting = list(range(len(own)))
    sign = -1.0 if farthest else 1.0
    for turn in range(ratio):
        heap = [(sign * gap, i, one) for i in waiting for one, gap in row.nearest(i, limit)]
        heapify(heap)
        served = []
        while heap:
            _, i, one = heappop(heap)
            if row.is_free(one):
                found[i, turn] = one - 1
                row.take(one)
                served.append(i)
                continue
            for other, gap in row.nearest(i, limit):
                heappush(heap, (sign * gap, i, other))
        waiting = sorted(served)
    return found


def _row(others: Floats) -> tuple[list[int], list[int], list[float]]:
    free = list(range(len(others) + 2))
    return free, free.copy(), [-inf, *others.tolist(), inf]


class _Row:
    """The same row of free people, behind three questions: slower to ask, easier to read."""

    def __init__(self, own: Floats, others: Floats, places: Whole) -> None:
        self._left, self._right, self._where = _row(others)
        self._own, self._places = own.tolist(), places.tolist()

    def is_free(self, one: int) -> bool:
        """Whether nobody has taken this person."""
        return self._left[one] == one

    def take(self, one: int) -> None:
        """Nobody else may have this person."""
        self._left[one], self._right[one] = one - 1, one + 1

    def nearest(self, i: int, limit: float) -> list[tuple[int, float]]:
        """The nearest free person within the limit and how far off they are; empty when there is none."""
        left, right = self._left, self._right
        low, high = self._places[i], self._places[i] + 1
        while left[low] != low:
            left[low] = low = left[left[low]]
        while right[high] != high:
            right[high] = high = right[right[high]]
        down, up = self._own[i] - self._where[low], self._where[high] - self._own[i]
        one, gap = (low, down) if down <= up else (high, up)
        return [(one, gap)] if gap <= limit and gap < inf else []
