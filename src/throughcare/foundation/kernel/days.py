"""Days are those of London, whatever the season; instants are UTC."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """The day it is in London at an instant that knows its zone; one that does not is refused with ValueError."""
    if at.tzinfo is None:
        raise ValueError("an instant without a zone falls on no day that can be told")
    return at.astimezone(LONDON).date()


def end_of(day: date) -> datetime:
    """The instant at which a day in London is over: midnight there."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def today() -> date:
    """The day it is in London now; an action is told its instant and takes the day from that."""
    return day_of(datetime.now(UTC))
