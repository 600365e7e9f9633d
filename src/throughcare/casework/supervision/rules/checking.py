"""What a context above may have asked before anybody is appointed, so that it holds at every door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member

from .words import TenureKind


@dataclass(frozen=True)
class Proposed:
    """An appointment about to be made, as a check of another context reads it."""

    case_id: UUID
    person_id: UUID
    kind: TenureKind
    member: Member


Check = Callable[[Sequence[Proposed], datetime], None]
CHECKS: list[Check] = []


def checks_appointments(check: Check) -> Check:
    """Have a check asked before every appointment, at whatever door it is made; it refuses in its own words."""
    CHECKS.append(check)
    return check
