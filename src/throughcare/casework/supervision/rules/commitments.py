"""What holds a person at certain hours of the week: work, caring, learning, faith, and a curfew's own hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import LONDON, day_of


class CommitmentKind(StrEnum):
    """What holds a person."""

    WORK = "work"
    CARING = "caring"
    EDUCATION = "education or training"
    FAITH = "religious observance"
    CURFEW = "curfew"
    OTHER = "something else"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Weekly:
    """Hours of the week, by the clock of London, that recur from one day to another (None: no end is known).

    ``weekdays`` are 1 for Monday to 7; hours that end before they begin, or as they begin, go on into the next day.
    """

    kind: CommitmentKind
    weekdays: tuple[int, ...]
    starts: time
    ends: time
    since: date
    until: date | None = None

    @property
    def words(self) -> str:
        """The hours as a page says them."""
        days = ", ".join(WEEKDAYS[day - 1] for day in self.weekdays)
        over = " the next day" if self.ends <= self.starts else ""
        return f"{days}, {self.starts:%H:%M} to {self.ends:%H:%M}{over}"

    def times(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """When it holds the person, of what begins from a day to another, the earliest first."""
        day = max(first, self.since)
        last = last if self.until is None else min(last, self.until)
        while day <= last:
            if day.isoweekday() in self.weekdays:
                ends_on = day + timedelta(days=1) if self.ends <= self.starts else day
                yield datetime.combine(day, self.starts, LONDON), datetime.combine(ends_on, self.ends, LONDON)
            day += timedelta(days=1)

    def meets(self, starts: datetime, ends: datetime) -> bool:
        """Whether it holds the person at some moment between two instants."""
        first = day_of(starts) - timedelta(days=1)
        times = self.times(first, day_of(ends))
        return any(begins < ends and starts < over for begins, over in times)


def check_commitment(one: Weekly, *, note: str, today: date) -> None:
    """Refused when the hours are no hours of a week, end before they begin to count, or are said at too great length."""
    if not one.weekdays or set(one.weekdays) - set(range(1, 8)):
        raise Refused("Select at least one day of the week.", field="weekdays")
    if len(set(one.weekdays)) < len(one.weekdays):
        raise Refused("Name each day of the week once.", field="weekdays")
    if one.until is not None and one.until < one.since:
        raise Refused("It ends before it begins.", field="until")
    if one.until is not None and one.until < today:
        raise Refused("It is over already. Record what holds the person now or later.", field="until")
    if len(note.strip()) > 200:
        raise Refused("Say more about it in at most 200 characters.", field="note")


def in_force(commitments: Sequence[Weekly], kind: CommitmentKind, on: date) -> bool:
    """Whether hours of a kind are recorded that count on a day."""
    return any(
        one.kind is kind and one.since <= on and (one.until is None or on <= one.until) for one in commitments
    )
