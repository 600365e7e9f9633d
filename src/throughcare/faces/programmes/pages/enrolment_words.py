"""A referral to a programme in words: where it stands, how far it has come, and what is owed on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from throughcare.casework.programmes.queries import EnrolmentLine, EnrolmentSeen
from throughcare.casework.programmes.rules import EnrolmentState
from throughcare.casework.supervision.queries import ContactSeen
from throughcare.faces.web.look.parts import Clock, Colour, Lines, Tag
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import LONDON

_COLOURS: Mapping[str, Colour] = {
    EnrolmentState.COMPLETE: "green", EnrolmentState.ON_PROGRAMME: "green", EnrolmentState.SCHEDULED: "blue",
    EnrolmentState.AWAITING_GROUP: "blue", EnrolmentState.WITHDRAWN: "grey", EnrolmentState.BREACH: "orange",
    EnrolmentState.RECALL: "orange", EnrolmentState.RETURN_TO_COURT: "orange", EnrolmentState.DESELECTED: "orange",
}  # fmt: skip


def state_words(state: str) -> Tag:
    """A state as a tag."""
    return Tag(first_capital(state), _COLOURS.get(state, "yellow"))


def day_words(at: datetime) -> str:
    """The day of an instant in London."""
    return f"{at.astimezone(LONDON):%-d %B %Y}"


def when_words(at: datetime) -> str:
    """The day of the week, the day and the time of an instant in London."""
    return f"{at.astimezone(LONDON):%A %-d %B %Y, %H:%M}"


def come_words(one: EnrolmentSeen) -> object:
    """How far somebody has come, with their group and its next session."""
    done, left = len(one.progress.done), len(one.progress.left)
    more = [f"group {one.group_code}"] if one.group_code else []
    if one.next_at:
        more.append(f"next {day_words(one.next_at)}")
    return Lines(f"{done} of {done + left} sessions", more)


def owed_words(line: EnrolmentLine) -> object:
    """What is owed, by which side and by when; its sessions while it is under way."""
    if not line.due:
        return (
            "Its sessions"
            if line.state in {EnrolmentState.SCHEDULED, EnrolmentState.ON_PROGRAMME}
            else "Nothing"
        )
    side = "by the team that delivers it" if line.due_by_deliverer else "by the team that referred"
    return Lines(line.due, [side, *left_words(line)])


def left_words(line: EnrolmentLine) -> list[object]:
    """The working days left, or by how many it is late; nothing where no day is set."""
    left = line.working_days_left
    if left is None:
        return []
    return [Clock(-left, 0, "late by") if left < 0 else Clock(left, None, "due in") if left else Clock(0, 0)]


def outcome_words(contacts: tuple[ContactSeen, ...]) -> object:
    """What came of a session each time it was to be held, the latest first; empty where nothing did yet."""
    said = [f"{first_capital(one.outcome.value)}, {day_words(one.happened_at)}" for one in reversed(contacts)]
    return Lines(said[0], said[1:]) if said else ""
