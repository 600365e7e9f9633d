"""A reminder of an appointment as pages say it: a tag for how it stands, and a line that says by what, to whom and why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import ReminderAhead, ReminderSeen
from throughcare.casework.supervision.rules.reminders import ReminderState
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.parts import Colour, Lines, Tag
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.gathered import Gathered

Reading = tuple[people.PersonPage | None, Gathered | None]
"""The person as a page has read them, and what else it read with them."""

_COLOURS: dict[ReminderState, Colour] = {
    ReminderState.DUE: "yellow",
    ReminderState.SENT: "blue",
    ReminderState.DELIVERED: "green",
    ReminderState.FAILED: "red",
    ReminderState.NOT_SENT: "grey",
}
_BY = {"text": "text", "email": "e-mail"}


def reminder_tag(reminders: Sequence[ReminderSeen]) -> object:
    """How the reminder nearest to an appointment stands; nothing where none was noted."""
    if not reminders:
        return ""
    state = reminders[0].state
    return Tag(f"Reminder {state.value}", _COLOURS[state])


def reminder_line(one: ReminderSeen) -> str:
    """A reminder in a line: what was sent to where and when, or why it was not."""
    if one.state is ReminderState.NOT_SENT:
        return f"No reminder was sent: {one.because}"
    to = f"{_BY[one.channel]} to {ending(one.sent_to)}"
    if one.state is ReminderState.FAILED:
        return f"The reminder by {to} failed: {one.because}"
    if one.state is ReminderState.DUE:
        return f"A reminder is being sent by {to}" + (f": {one.because}" if one.because else "")
    arrived = f", delivered {moment(one.settled_at)}" if one.settled_at else ""
    when = moment(one.sent_at) if one.sent_at else ""
    return f"Reminder sent by {to} on {when}{arrived}"


def ahead_line(one: ReminderAhead | None) -> str:
    """What the next reminder will be as things stand; empty where none is to come."""
    if one is None:
        return ""
    if one.because:
        return first_capital(f"no reminder will be sent as things stand: {one.because}")
    return f"A reminder goes by {_BY[one.channel]} on {moment(one.goes_at)}"


def ending(sent_to: str) -> str:
    """Enough of a number or an address to know it by: its last three digits, or its first letter and where it is kept."""
    name, at, place = sent_to.partition("@")
    return f"{name[:1]}…@{place}" if at else f"the number ending {sent_to[-3:]}"


def reminded(
    at: datetime, case: supervision.CaseSeen, stands: supervision.Contacting, reading: Reading
) -> object:
    """What was sent of the next appointment, or will be as things stand; nothing where no reminder is wanted."""
    person, read = reading
    if not stands.ahead or person is None:
        return ""
    soonest = stands.ahead[0]
    noted = supervision.reminders_of([soonest.id]) if read is None else supervision.reminders_read(read)
    known = noted.get(soonest.id, ())
    if known:
        return Lines(reminder_line(known[0]), [f"“{known[0].text}”"] if known[0].text else [])
    inside = case.case.place != "community"
    return ahead_line(
        supervision.reminder_ahead(person, soonest.kind, soonest.starts_at, in_custody=inside, at=at)
    )
