"""What every change of a plan asks first: an open case that the member sees, and words that say something."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from throughcare.casework.assessment.rules.needs.sections import sections
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.written_words import must_say

from ..rules import Whose
from ..store import GoalSeen, goal_of, writes_plan

LONGEST = 300
NO_PART = "Only whoever holds a role in this case, or the team that answers for it, writes its plan."


def open_case(case_id: UUID, by: Member) -> supervision.OpenCase:
    """An open case whose plan the member writes; refused where there is none to be seen, or where they have no part in it."""
    found = supervision.open_case(case_id)
    if found is None:
        raise Refused("There is no such open case, or it is not yours to see.")
    concerns(found.person_id)
    add_to_line(case=case_id)
    if not writes_plan(found, by):
        raise Refused(NO_PART)
    return found


def open_goal(goal_id: UUID, by: Member) -> GoalSeen:
    """A goal of an open case, as it now stands; refused where there is none to be seen.

    Of two who write at once the numbers of marks and the places of steps let one through.
    """
    found = goal_of(goal_id)
    if found is None:
        raise Refused("There is no such goal, or it is not yours to see.")
    open_case(found.case_id, by)
    add_to_line(goal=goal_id)
    return found


def check_seen(goal: GoalSeen, seen: int) -> None:
    """Refuse a change to a goal of which something was recorded since it was read."""
    if goal.seen != seen:
        raise Refused("Somebody else recorded something of this goal while you had it open. Look again.")


def said(words: str, field: str, otherwise: str, most: int = LONGEST) -> str:
    """Words that must be given, without the spaces around them; refused when there are none or too many."""
    return must_say(" ".join(words.split()), field, otherwise, most)


def need_said(need: str) -> str:
    """A section of need, or nothing; refused when the assessment has none of that code."""
    if need and need not in sections():
        raise Refused(
            f"“{need[:20]}” is not a section of need. Choose one of the list, or none.", field="need"
        )
    return need


def whose_said(whose: str) -> Whose:
    """Who does a step; refused when it is nobody of the list."""
    try:
        return Whose(whose)
    except ValueError:
        known = ", ".join(f"“{one}”" for one in Whose)
        raise Refused(f"A step is done by one of: {known}.", field="whose") from None


def ahead(day: date | None, today: date, field: str) -> date | None:
    """A day that lies ahead, or none; refused when it is past."""
    if day is not None and day < today:
        raise Refused(f"{day:%-d %B %Y} is past. Expected today or a later day.", field=field)
    return day
