"""What victim contact remembers: sentences whose victims are offered it, the stages they reach, each victim, and what they are sent, in tables that nobody else reads.

Nothing here names a person on probation but the sentence, whose row is there whether or not anybody was referred, and an enquiry about
an address, which knows of nobody's victim: so nothing on the person's side can tell whether somebody was.
"""

from .asked import AskedCondition
from .enquired import Enquiry
from .letters import Letter, LetterStep
from .statements import Statement, StatementStep
from .told import CoveredSentence, StageReached, Victim, VictimHolder, VictimStep

REFERS = {
    "person_id": "people.Person",
    "unit_id": "access.Unit",
    "member_id": "access.Membership",
    "named_by": "access.Membership",
    "taken_on_by": "access.Membership",
    "settled_by": "access.Membership",
    "written_by": "access.Membership",
    "checked_by": "access.Membership",
    "asked_by": "access.Membership",
    "answered_by": "access.Membership",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = [
    "AskedCondition",
    "CoveredSentence",
    "Enquiry",
    "Letter",
    "LetterStep",
    "StageReached",
    "Statement",
    "StatementStep",
    "Victim",
    "VictimHolder",
    "VictimStep",
]
