"""Contacts in words short enough for a test."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.supervision.actions import Meeting
from throughcare.casework.supervision.rules.contacts import ContactKind, Outcome, Told


def met(
    case: UUID, at: datetime, kind: str = "phone call", *, by: UUID | None = None, **told: Any
) -> Meeting:
    """A contact at an instant that went as planned, unless something else is told of it."""
    kept = {name: told.pop(name) for name in ("note", "requirement_id", "appointment_id") if name in told}
    said = {"outcome": Outcome.ATTENDED, "what": "Spoke about the week."} | told
    return Meeting(case, Told(at, ContactKind(kind), **said), member_id=by, **kept)
