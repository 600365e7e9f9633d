"""Appointments as iCalendar (RFC 5545): initials and a link in place of a name, for a calendar is kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.casework.people.queries import Found
from throughcare.casework.supervision.queries import InDiary
from throughcare.casework.supervision.rules.diary import diary_editions
from throughcare.foundation.kernel import edition_on
from throughcare.foundation.kernel.days import day_of


def as_calendar(rows: Iterable[InDiary], names: Mapping[UUID, Found], *, home: str, at: datetime) -> bytes:
    """A calendar with one event an appointment; ``home`` is the address of this service."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Throughcare//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Appointments")
    for row in rows:
        event = Event()
        event.add("uid", f"{row.id}@throughcare")
        event.add("dtstamp", at)
        event.add("dtstart", row.starts_at)
        event.add("dtend", row.starts_at + timedelta(minutes=_minutes(row)))
        event.add("summary", f"{row.kind.words}, {_initials(names.get(row.person_id))}")
        event.add("location", row.place)
        event.add("url", f"{home}people/{row.person_id}")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _minutes(row: InDiary) -> int:
    terms = edition_on(diary_editions(), day_of(row.starts_at)).table
    return terms.minutes if row.minutes is None else row.minutes


def _initials(found: Found | None) -> str:
    return "".join(part[0] for part in found.name.split() if part) if found else "?"
