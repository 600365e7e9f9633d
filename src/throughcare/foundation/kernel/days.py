"""Days are those of London, whatever the season; instants are UTC."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from .finding import Refused

LONDON: Final = ZoneInfo("Europe/London")
FIRST_DAY: Final = date(1850, 1, 1)
LAST_DAY: Final = date(2299, 12, 31)
"""The days this service knows: nobody it meets was born before the first, and no sum with a day after the last is done.
What has no end has none; it does not end on a day that never comes."""


def day_of(at: datetime) -> date:
    """The day it is in London at an instant that knows its zone; one that does not is refused with ValueError."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone falls on no day that can be told")
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The instant at which a day in London is over: midnight there."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def now() -> datetime:
    """The instant it is: the one place that reads the clock, beside Django's own; an action is told its instant."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in London now; an action is told its instant and takes the day from that."""
    return day_of(now())


def check_day(day: date, what: str = "") -> date:
    """The day itself, between ``FIRST_DAY`` and ``LAST_DAY``; Refused, naming the field ``what``, when it is beyond them."""
    if isinstance(day, datetime):
        day = day_of(day) if day.tzinfo and FIRST_DAY.year < day.year < LAST_DAY.year else day.date()
    if not FIRST_DAY <= day <= LAST_DAY:
        spoken = what.replace("_", " ") or "day"
        raise Refused(
            f"The {spoken} is {day:%-d %B %Y}: a day is from {FIRST_DAY:%-d %B %Y} to {LAST_DAY:%-d %B %Y}. "
            "Leave out the end of what has none.",
            field=what or None,
        )
    return day


_HOLD_NO_DAY = frozenset({str, int, bool, float, bytes, Decimal, UUID, type(None)})


def check_days(given: object, what: str = "") -> None:
    """Refuse when a day anywhere in what was given, however deep, is beyond the days this service knows."""
    if type(given) in _HOLD_NO_DAY:
        return
    if isinstance(given, date):
        check_day(given, what)
    elif isinstance(given, Mapping):
        for name, value in given.items():
            check_days(value, str(name))
    elif isinstance(given, (list, tuple)):
        for value in given:
            check_days(value, what)
    elif is_dataclass(given) and not isinstance(given, type):
        for name in _names(type(given)):
            check_days(getattr(given, name), name)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
