"""What protection remembers: categories, referrals to a level, every step, and meetings with all they decide; levels stand in the register."""

from .meetings import Meeting, MeetingAction, MeetingDecision, MeetingInvited
from .standing import LevelReferred, Protection, ProtectionStep

REFERS = {
    "person_id": "people.Person",
    "opened_by": "access.Membership",
    "confirmed_by": "access.Membership",
    "sent_by": "access.Membership",
    "decided_by": "access.Membership",
    "member_id": "access.Membership",
    "called_by": "access.Membership",
    "ended_by": "access.Membership",
    "invited_by": "access.Membership",
    "said_by": "access.Membership",
    "owner_id": "access.Membership",
    "given_by": "access.Membership",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = [
    "REFERS",
    "LevelReferred",
    "Meeting",
    "MeetingAction",
    "MeetingDecision",
    "MeetingInvited",
    "Protection",
    "ProtectionStep",
]
