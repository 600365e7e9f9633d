"""Luck as a pure function of a key, a person, a week and a purpose: what is drawn or not drawn moves no other draw.

Mixed twice, by the finishing steps of SplitMix64: once for the person and the purpose, once for the week.
"""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from .compiled import compiled

# What luck is for. A new purpose is appended, never inserted: each number is part of what a seed means.
(ARRIVE, KIND, MONTHS, RISK, RSR, WOMAN, IOM, MAPPA, PUBLIC, VIOLENT, DEPORT, BAND, DISTANCE, NEED, ATTEND, EXCUSE,
 HELD, NOTICE, LATE, DECIDE, COURT, THRESHOLD, SEVERAL, SENTENCE, TERM, MOVE, BACK, LEAVE, POST, SECOND, SESSION,
 RECALL, ASSESSED, START, TELL) = range(35)  # fmt: skip

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_OTHER: Final = np.uint64(0xD1B54A32D192ED03)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_A, _B, _C, _D = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def key_of(seed: int, replication: int) -> np.uint64:
    """The key of one replication of a seed."""
    said = f"pilot|{seed}|{replication}".encode()
    return np.uint64(int.from_bytes(hashlib.sha256(said).digest()[:8], "little"))


@compiled
def mixed(word: np.uint64) -> np.uint64:
    """The finishing steps of SplitMix64."""
    word ^= word >> _A
    word *= _FIRST
    word ^= word >> _B
    word *= _SECOND
    return word ^ (word >> _C)


@compiled
def luck(key: np.uint64, who: int, when: int, purpose: int) -> float:
    """A number from 0 up to 1 for somebody, at a week or a turn, for a purpose."""
    word = mixed(key + np.uint64(who) * _STEP + np.uint64(purpose) * _OTHER)
    word = mixed(word + np.uint64(when) * _STEP)
    return float(word >> _D) * 2.0**-53


@compiled
def waiting(key: np.uint64, who: int, when: int, purpose: int) -> float:
    """How long until what comes at any time alike, in units of its mean."""
    return float(-np.log1p(-luck(key, who, when, purpose)))


@compiled
def among(sums: np.ndarray, at: float) -> int:
    """The place in a table of running sums that a piece of luck falls on."""
    place = 0
    while place < len(sums) - 1 and at >= sums[place]:
        place += 1
    return place


@compiled
def poisson(key: np.uint64, who: int, when: int, purpose: int, mean: float) -> int:
    """How many come in a week, from one piece of luck for each two hundred expected."""
    found, part = 0, 0
    while mean > 0:
        some = min(mean, 200.0)
        at = luck(key, who, when * 64 + part, purpose)
        term = np.exp(-some)
        upto, count = term, 0
        while at >= upto and count < 2000:
            count += 1
            term *= some / count
            upto += term
        found += count
        mean -= some
        part += 1
    return found
