"""Identifiers made in the application, ordered by time, that say nothing about anybody."""

from __future__ import annotations

import os
import time
from typing import NewType
from uuid import UUID

MemberId = NewType("MemberId", UUID)
PersonId = NewType("PersonId", UUID)
UnitId = NewType("UnitId", UUID)
OrganisationId = NewType("OrganisationId", UUID)


_CHANCE = 0xFFF << 64 | (1 << 62) - 1
_MARKS = 0x7 << 76 | 0x2 << 62
"""The version and the variant, where chance is not."""


def new_id() -> UUID:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    milliseconds = time.time_ns() // 1_000_000 & (1 << 48) - 1
    chance = int.from_bytes(os.urandom(10), "big") & _CHANCE
    return UUID(int=milliseconds << 80 | chance | _MARKS)
