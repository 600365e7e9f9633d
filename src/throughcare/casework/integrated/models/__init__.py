"""What integrated offender management remembers: selections with every step, and what is done with whoever is selected."""

from .entries import Disruption, Help
from .giving import IntegratedAction
from .selection import IntegratedStep, Selection

REFERS = {
    "person_id": "people.Person",
    "opened_by": "access.Membership",
    "decided_by": "access.Membership",
    "leaving_by": "access.Membership",
    "lead_id": "access.Membership",
    "member_id": "access.Membership",
    "owner_id": "access.Membership",
    "given_by": "access.Membership",
    "ended_by": "access.Membership",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = ["REFERS", "Disruption", "Help", "IntegratedAction", "IntegratedStep", "Selection"]
