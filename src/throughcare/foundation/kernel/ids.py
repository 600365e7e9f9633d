"""Identifiers made in the application, ordered by time, that say nothing about anybody."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from random import Random
from typing import NewType
from uuid import UUID

MemberId = NewType("MemberId", UUID)
PersonId = NewType("PersonId", UUID)
UnitId = NewType("UnitId", UUID)
OrganisationId = NewType("OrganisationId", UUID)


_CHANCE = 0xFFF << 64 | (1 << 62) - 1
_MARKS = 0x7 << 76 | 0x2 << 62
"""The version and the variant, where chance is not."""


_drawn: ContextVar[Iterator[UUID] | None] = ContextVar("_drawn", default=None)


def new_id() -> UUID:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    drawn = _drawn.get()
    if drawn is not None:
        return next(drawn)
    return _made(time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10), "big"))


@contextmanager
def ids_made_up_from(seed: str, milliseconds: int) -> Iterator[None]:
    """Within it identifiers come from a seed, one a millisecond, so that what is made up is the same each time; guessable, and for nothing real."""
    chance = Random(seed)
    token = _drawn.set(_made(at, chance.getrandbits(80)) for at in count(milliseconds))
    try:
        yield
    finally:
        _drawn.reset(token)


def _made(milliseconds: int, chance: int) -> UUID:
    return UUID(int=(milliseconds & (1 << 48) - 1) << 80 | chance & _CHANCE | _MARKS)
