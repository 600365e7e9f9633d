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


def new_id() -> UUID:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80 | chance
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)
