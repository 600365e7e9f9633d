"""Days are those of London, whatever the season; instants are UTC."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def end_of(day: date) -> datetime:
    """The instant at which a day in London is over: midnight there."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)
