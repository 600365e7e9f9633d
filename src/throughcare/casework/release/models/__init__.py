"""What release remembers: what its days are worked out from, the prison's own days, needs, licences, steps to parole, and conditions asked for.

What is said last stands, and what was said before can be read: every row is added and none is changed, but for the answer to what was asked for.
"""

from .proposed import ProposedCondition, Proposer
from .said import (
    MOST_DAYS,
    DaysSaid,
    Figure,
    InsideSaid,
    Licence,
    LicenceCondition,
    LicenceStep,
    Looked,
    NeedSaid,
    ParoleDone,
    ParoleStep,
    Said,
    TermSaid,
)

REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "owner_id": "access.Membership",
    "goal_id": "planning.Goal",
    "decided_by": "access.Membership",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = [
    "MOST_DAYS",
    "DaysSaid",
    "Figure",
    "InsideSaid",
    "Licence",
    "LicenceCondition",
    "LicenceStep",
    "Looked",
    "NeedSaid",
    "ParoleDone",
    "ParoleStep",
    "ProposedCondition",
    "Proposer",
    "Said",
    "TermSaid",
]
