"""Reminders: when one is sent, to which number or address, in what words, and why one is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from throughcare.foundation.kernel.days import LONDON, day_of

from .contacts import ContactKind
from .reminder_terms import ReminderTerms


class ReminderState(StrEnum):
    """Where a reminder is: to be sent, taken by whoever sends it on, arrived, never to arrive, or kept back."""

    DUE = "due"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    NOT_SENT = "not sent"


class WhyNot(StrEnum):
    """Why a reminder is kept back."""

    CALLED_OFF = "the appointment was called off or moved"
    CLOSED = "the case is closed"
    DIED = "the person's death is recorded"
    MERGED = "the record was merged into another"
    CUSTODY = "the person is in custody"
    NOT_SAFE = "no number or address is confirmed as safe to use"
    CONDITION = "what is safe to use is so on terms that somebody must read first"
    TOO_LATE = "too little time was left before the appointment"


MENDABLE = frozenset({WhyNot.DIED, WhyNot.CUSTODY, WhyNot.NOT_SAFE, WhyNot.CONDITION, WhyNot.MERGED})
"""Reasons that may fall away in time: until it is too late, they are looked at again."""
_MOBILE = re.compile(r"(?:\+44|0044|0)(7\d{9})")


@dataclass(frozen=True)
class Way:
    """One number or address: by text or email, whether it is said to be safe (yes, no, not_asked), and on what terms."""

    by: str
    to: str = field(repr=False)
    safe: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class ToRemind:
    """What is known of an appointment and its person when a reminder is about to go."""

    starts_at: datetime
    kind: ContactKind
    ways: Sequence[Way] = ()
    language: str = ""
    called_off: bool = False
    closed: bool = False
    died: bool = False
    merged: bool = False
    in_custody: bool = False


@dataclass(frozen=True)
class Ready:
    """What is to be sent now: by what, to whom, and in which words."""

    by: str
    to: str = field(repr=False)
    language: str
    subject: str
    text: str = field(repr=False)


def sends_at(starts_at: datetime, hours: int, terms: ReminderTerms) -> datetime:
    """When a reminder goes that is wanted so many hours before, by the clock of London.

    In the quiet hours it waits for the morning, or goes the evening before where the morning would be too late.
    """
    wanted = starts_at.astimezone(LONDON) - timedelta(hours=hours)
    if not is_quiet(wanted, terms):
        return wanted
    day = day_of(wanted) if wanted.time() < terms.opens else day_of(wanted) + timedelta(days=1)
    morning = datetime.combine(day, terms.opens, LONDON)
    if morning <= starts_at - terms.latest:
        return morning
    return datetime.combine(day - timedelta(days=1), _last_minute(terms.closes), LONDON)


def _last_minute(closes: time) -> time:
    return (datetime.combine(date(2000, 1, 1), closes) - timedelta(minutes=1)).time()


def is_quiet(at: datetime, terms: ReminderTerms) -> bool:
    """Whether it is an hour in London at which nothing is sent."""
    return not terms.opens <= at.astimezone(LONDON).time() < terms.closes


def is_due(starts_at: datetime, hours: int, at: datetime, terms: ReminderTerms) -> bool:
    """Whether a reminder's time has come: it goes now, or is noted as kept back because it is too late."""
    if at > starts_at - terms.latest:
        return True
    return sends_at(starts_at, hours, terms) <= at and not is_quiet(at, terms)


def decide(known: ToRemind, at: datetime, terms: ReminderTerms) -> Ready | WhyNot:
    """What is sent now, or why nothing is; asked when a reminder is due, and again before any second try."""
    barred = {
        WhyNot.CALLED_OFF: known.called_off,
        WhyNot.DIED: known.died,
        WhyNot.MERGED: known.merged,
        WhyNot.CLOSED: known.closed,
        WhyNot.CUSTODY: known.in_custody,
        WhyNot.TOO_LATE: at > known.starts_at - terms.latest,
    }
    why = next((why for why, so in barred.items() if so), None)
    if why is not None:
        return why
    way = way_of(known.ways, terms)
    if isinstance(way, WhyNot):
        return way
    language = terms.language(known.language)
    subject = language.subject if way.by == "email" else ""
    return Ready(way.by, way.to, language.name, subject, language.said(known.kind, known.starts_at))


def way_of(ways: Sequence[Way], terms: ReminderTerms) -> Way | WhyNot:
    """The number or address that a reminder goes to: by the first channel that has one said to be safe.

    One that anybody said is unsafe is never used, whatever another row says of it; a text goes to a mobile number alone.
    """
    unsafe = {_same(way) for way in ways if way.safe == "no"}
    safe = [way for way in ways if way.safe == "yes" and _same(way) not in unsafe and _reaches(way)]
    free = [way for way in safe if terms.under_a_condition or not way.note.strip()]
    for channel in terms.channels:
        for way in free:
            if way.by == channel:
                return way
    return WhyNot.CONDITION if safe else WhyNot.NOT_SAFE


def _same(way: Way) -> str:
    """A number or address as it is however it is written."""
    found = _MOBILE.fullmatch(way.to)
    return found[1] if found else way.to.lower()


def _reaches(way: Way) -> bool:
    return way.by != "text" or _MOBILE.fullmatch(way.to) is not None
