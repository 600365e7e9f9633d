"""Tells: somebody's public protection whole, what is owed on many, what waits for a chair, its meetings, and what other rules read of it."""

from ..store import Protected, known_of
from .alerts import ON_PROTECTION, category_in_bar
from .meetings import (
    Disclosed,
    InvitedSeen,
    MeetingActionSeen,
    MeetingSeen,
    actions_left,
    actions_owed_by,
    disclosures_of,
    meetings_of,
    meetings_to_come,
    one_meeting,
    one_meeting_action,
    to_invite,
)
from .seen import (
    PersonProtected,
    ProtectionLine,
    ReferralSeen,
    StepOfProtection,
    one_protection,
    proposals_owed,
    protection_of,
    protections_among,
    protections_of_teams,
)

__all__ = [
    "ON_PROTECTION",
    "Disclosed",
    "InvitedSeen",
    "MeetingActionSeen",
    "MeetingSeen",
    "PersonProtected",
    "Protected",
    "ProtectionLine",
    "ReferralSeen",
    "StepOfProtection",
    "actions_left",
    "actions_owed_by",
    "category_in_bar",
    "disclosures_of",
    "known_of",
    "meetings_of",
    "meetings_to_come",
    "one_meeting",
    "one_meeting_action",
    "one_protection",
    "proposals_owed",
    "protection_of",
    "protections_among",
    "protections_of_teams",
    "to_invite",
]
