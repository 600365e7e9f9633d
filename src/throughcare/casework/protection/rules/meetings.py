"""A meeting: by when it is called, whom it invites, what it has to decide before it is closed, and what of it is owed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from throughcare.foundation.kernel import Finding, Refused, WorkingCalendar

from .moves import CHAIRED
from .terms import protection_terms
from .words import Came, MeetingDecides, MeetingState, PersonTold, ProtectionLevel, ProtectionState

_STATES = MeetingState
MEETING_MOVES: Mapping[MeetingState, frozenset[MeetingState]] = {
    _STATES.CALLED: frozenset({_STATES.HELD, _STATES.PUT_OFF}),
    _STATES.HELD: frozenset({_STATES.CLOSED}),
    _STATES.CLOSED: frozenset(),
    _STATES.PUT_OFF: frozenset(),
}
"""Where a meeting may go from where it stands."""
OPEN_MEETING = frozenset({_STATES.CALLED, _STATES.HELD})
"""A meeting that is not over."""
DISCLOSING = frozenset({MeetingDecides.DISCLOSURE, MeetingDecides.NO_DISCLOSURE})
"""The decisions of which every meeting owes one."""


@dataclass(frozen=True)
class MeetingStands:
    """A meeting that is not over, as the clocks ask about it: at which level it was called, and for which day."""

    state: MeetingState
    level: ProtectionLevel
    meets_on: date


@dataclass(frozen=True)
class MeetingOwed:
    """What of the meetings is owed, by when, and by which rule."""

    what: str
    by: date
    finding: Finding


def meeting_due(
    level: ProtectionLevel, since: date, *, first: bool, on: date, calendar: WorkingCalendar
) -> MeetingOwed:
    """The day by which the next meeting is held: soon after the level was set, then by the review's clock."""
    terms = protection_terms(on).table
    if first:
        why = terms.found(f"meeting {level}", f"level {level} was set on {since:%-d %B %Y}")
        by = calendar.add(since, terms.clocks.first_meeting_working[level])
        return MeetingOwed(f"Call the first meeting at level {level}", by, why)
    why = terms.found(f"review {level}", f"reviewed on {since:%-d %B %Y}")
    by = since + timedelta(weeks=terms.clocks.review_weeks[level])
    return MeetingOwed(f"Call the meeting that reviews level {level}", by, why)


def meeting_step_owed(one: MeetingStands, *, on: date, calendar: WorkingCalendar) -> MeetingOwed:
    """What is owed of a meeting that is not over: that it is held on its day, and then closed with its minutes."""
    terms = protection_terms(on).table
    if one.state is _STATES.CALLED:
        why = terms.found("meeting", f"called for {one.meets_on:%-d %B %Y}")
        return MeetingOwed(f"Hold the meeting at level {one.level}", one.meets_on, why)
    why = terms.found(f"minutes {one.level}", f"held on {one.meets_on:%-d %B %Y}")
    by = calendar.add(one.meets_on, terms.clocks.minutes_working[one.level])
    return MeetingOwed("Close the meeting with its minutes", by, why)


def check_calls(state: ProtectionState, level: ProtectionLevel, *, meets: bool) -> None:
    """Refuse a meeting where the level is none that meetings are held at, or one is not over."""
    if state is not ProtectionState.CONFIRMED or level not in CHAIRED:
        raise Refused("Meetings are held at level 2 and level 3.")
    if meets:
        raise Refused("A meeting is called already. Hold it, or put it off with a reason.")


def check_meeting_day(meets_on: date, today: date, due: date, late_because: str) -> None:
    """Refuse a day that is past, and one after the day it is due with no reason."""
    if meets_on < today:
        raise Refused("A meeting is called for today or a day to come.", field="meets_on")
    if meets_on > due and not late_because.strip():
        raise Refused(f"It is due by {due:%-d %B %Y}. Say why it meets later.", field="late_because")


def check_bodies(bodies: Collection[str], on: date) -> None:
    """Refuse a meeting of the service alone, and a body that nobody can invite."""
    known = protection_terms(on).table.bodies
    if unknown := sorted(set(bodies) - set(known)):
        raise Refused(
            f"“{unknown[0][:40]}” is no body that is invited. There are: {', '.join(known)}.", field="bodies"
        )
    if not bodies:
        raise Refused("A meeting is of several agencies. Invite at least one body.", field="bodies")


def check_held(meets_on: date, today: date, invited: Collection[UUID], said: Mapping[UUID, Came]) -> None:
    """Refuse a meeting held before its day, or without a word of everybody who was invited."""
    if today < meets_on:
        raise Refused(f"It meets on {meets_on:%-d %B %Y}. Put it off, and call one for the day it is held.")
    if said.keys() - set(invited):
        raise Refused("Somebody named here was not invited.", field="came")
    if any(said.get(one, Came.NOT_SAID) is Came.NOT_SAID for one in invited):
        raise Refused("Say of everybody invited whether they came.", field="came")
    if Came.ATTENDED not in said.values():
        raise Refused("Nobody came, so no meeting was held. Put it off.", field="came")


def check_disclosure(kind: MeetingDecides, to_whom: str, told: PersonTold | None, told_because: str) -> None:
    """Refuse a disclosure that does not say to whom and whether the person is told, or why they are not."""
    if kind not in DISCLOSING:
        raise Refused("Say whether something is disclosed or nothing is.", field="kind")
    if kind is MeetingDecides.NO_DISCLOSURE:
        if to_whom.strip() or told is not None:
            raise Refused("Where nothing is disclosed, nobody is told.", field="to_whom")
        return
    if not to_whom.strip():
        raise Refused("Say to whom it is disclosed.", field="to_whom")
    if told is None:
        raise Refused("Say whether the person is told.", field="told")
    if told is PersonTold.NOT and not told_because.strip():
        raise Refused("Say why the person is not told.", field="told_because")


def check_decides(state: MeetingState) -> None:
    """Refuse a decision or an action of a meeting that was not held, or is closed."""
    if state is not _STATES.HELD:
        raise Refused(f"The meeting is {state}. It decides once it was held and until it is closed.")


def check_closes(state: MeetingState, level: ProtectionLevel, decided: Collection[MeetingDecides]) -> None:
    """Refuse to close a meeting that was not held, or that decided nothing on disclosure or on the level it was held at."""
    if state is not _STATES.HELD:
        raise Refused(f"The meeting is {state}: only one that was held is closed.")
    if not DISCLOSING & set(decided):
        raise Refused(
            "Every meeting decides on disclosure. Record what is disclosed, or that nothing is and why."
        )
    if level in CHAIRED and MeetingDecides.LEVEL not in decided:
        raise Refused("Every meeting reviews the level. Record which level it is from now on.")


def person_may_read(told: PersonTold, state: MeetingState) -> bool:
    """Whether the person may read of a disclosure: told first at once, told after it was made once the meeting is closed, and else never."""
    return told is PersonTold.FIRST or (told is PersonTold.AFTER and state is _STATES.CLOSED)
