"""Which decisions of somebody paid for delivery are drawn for another to look at."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from uuid import UUID

from .terms import enforcement_terms

_WHOLE = 1 << 64


def is_drawn(step_id: UUID, failed_on: date) -> bool:
    """Whether a decision is drawn, by the share of its day's terms: known to nobody until the decision has its own id."""
    lot = int.from_bytes(sha256(step_id.bytes).digest()[:8], "big")
    return lot < enforcement_terms(failed_on).table.audit_share * _WHOLE
