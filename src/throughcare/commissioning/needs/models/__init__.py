"""What needs remembers: need as it was published, gaps that were reported, intentions, and pooled budgets with their ledger."""

from .intentions import (
    GapReported,
    Intention,
    IntentionAnswered,
    IntentionSaid,
    IntentionStep,
    NeedPublished,
)
from .outcomes import IntentionOutcome
from .pools import Pool, PoolEntry, PoolJoined, PoolPartner, PoolSpending, PoolVote, PoolYear

REFERS = {
    "member_id": "access.Membership",
    "approved_by": "access.Membership",
    "unit_id": "access.Unit",
    "organisation_id": "access.Organisation",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = [
    "REFERS",
    "GapReported",
    "Intention",
    "IntentionAnswered",
    "IntentionOutcome",
    "IntentionSaid",
    "IntentionStep",
    "NeedPublished",
    "Pool",
    "PoolEntry",
    "PoolJoined",
    "PoolPartner",
    "PoolSpending",
    "PoolVote",
    "PoolYear",
]
