"""What every act on somebody's release asks first: an open case that is theirs to act in, and words that say something."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.written_words import at_most as kept_to
from throughcare.foundation.kernel.written_words import must_say

from ..store import Stands, stands_of

LONGEST = 300
NO_PART = "Only whoever holds a role in this case, or the team that answers for it, can do this."


def stands_open(case_id: UUID, by: Member, at: datetime) -> Stands:
    """How a release stands that the member may act on; refused where there is no such case, no part in it, or no custody."""
    case = supervision.open_case(case_id)
    if case is None:
        raise Refused("There is no such open case, or it is not yours to see.")
    concerns(case.person_id)
    add_to_line(case=case_id)
    if case.unit_id not in units_below(by.unit_id) and case.person_id not in supervision.held_people(by.id):
        raise Refused(NO_PART)
    found = stands_of([case.person_id], at=at).get(case.person_id)
    if found is None:
        raise Refused("No sentence of custody runs for this person, so there is no release to work towards.")
    return found


def said(words: str, field: str, otherwise: str, most: int = LONGEST) -> str:
    """Words that must be given, without the spaces around them; refused when there are none or too many."""
    return must_say(" ".join(words.split()), field, otherwise, most)


def at_most(words: str, field: str, most: int = LONGEST) -> str:
    """Words that may be left out; refused when there are too many."""
    return kept_to(" ".join(words.split()), field, most)


def check_number(seen: int | None, now: int) -> None:
    """Refuse what was written over something that was said since it was read; None: whoever writes says nothing of it."""
    if seen is not None and seen != now:
        raise Refused("Somebody else recorded something here while you had it open. Look again.")
