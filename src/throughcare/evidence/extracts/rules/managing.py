"""How an area's people were managed over a year: how long each was held, how long by nobody, and how often the manager changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.foundation.kernel import Count, disclose

from .figures import BELOW, Figures

DAYS_OF_YEAR = 365.25
Days = tuple[date, date]
"""From a day to a day that is no more of it."""


@dataclass(frozen=True)
class Held:
    """Somebody under supervision in an area, or managed by one member, from a day to a day (None: still)."""

    person: str
    area: str
    from_day: date
    to_day: date | None
    manager: str = ""


@dataclass(frozen=True)
class Managed:
    """What was counted of an area: whom, their days, those days on which nobody managed them, and changes of manager."""

    people: int
    days: int
    days_without: int
    changes: int


def year_to(on: date) -> Days:
    """The twelve months that end with a month's last day, as a span to the day after."""
    after = on + timedelta(days=1)
    return after.replace(year=after.year - 1), after


def managed(cases: Iterable[Held], tenures: Iterable[Held], within: Days) -> dict[str, Managed]:
    """How each area's people were managed within a span of days.

    A change is a manager who begins within it, after another than themselves managed the same person: first allocation is none.
    """
    open_days = _spans(cases, within)
    told = list(tenures)
    held, changes = _spans(told, within), _changes(told, within)
    found: dict[str, list[Managed]] = defaultdict(list)
    for (area, person), spans in open_days.items():
        days = _long(spans)
        with_somebody = _long(_both(spans, held.get((area, person), [])))
        found[area].append(Managed(1, days, days - with_somebody, changes.get((area, person), 0)))
    return {area: _together(each) for area, each in found.items()}


def managed_told(found: Managed) -> Figures:
    """What may be told of it: people and changes withheld where few, the rest only where the people are told; all rounded."""
    people = disclose(Count(found.people), below=BELOW).value
    changes = disclose(Count(found.changes), below=BELOW).value
    hidden = people is None
    return {
        "people": people,
        "person_years": None if hidden else round(found.days / DAYS_OF_YEAR),
        "weeks_without": None if hidden else round(found.days_without / 7),
        "changes": None if hidden else changes,
    }


def is_due(on: date, published: Iterable[date]) -> bool:
    """Whether a year to a month's end may be published beside those that were: no two may share a month."""
    first, after = year_to(on)
    return all(year_to(other)[1] <= first or year_to(other)[0] >= after for other in published)


def _together(each: Sequence[Managed]) -> Managed:
    return Managed(
        sum(one.people for one in each),
        sum(one.days for one in each),
        sum(one.days_without for one in each),
        sum(one.changes for one in each),
    )


def _spans(rows: Iterable[Held], within: Days) -> Mapping[tuple[str, str], list[Days]]:
    """The days of each person in each area within a span, no day twice."""
    found: dict[tuple[str, str], list[Days]] = defaultdict(list)
    first, after = within
    for row in sorted(rows, key=lambda row: row.from_day):
        begins, ends = max(row.from_day, first), min(row.to_day or after, after)
        mine = found[row.area, row.person]
        if mine and begins <= mine[-1][1]:
            mine[-1] = (mine[-1][0], max(mine[-1][1], ends))
        elif begins < ends:
            mine.append((begins, ends))
    return {key: spans for key, spans in found.items() if spans}


def _both(one: Sequence[Days], other: Sequence[Days]) -> list[Days]:
    shared = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return [span for span in shared if span[0] < span[1]]


def _long(spans: Iterable[Days]) -> int:
    return sum((ends - begins).days for begins, ends in spans)


def _changes(rows: Iterable[Held], within: Days) -> dict[tuple[str, str], int]:
    last: dict[str, str] = {}
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: row.from_day):
        before = last.get(row.person)
        if before is not None and before != row.manager and within[0] <= row.from_day < within[1]:
            found[row.area, row.person] += 1
        last[row.person] = row.manager
    return found
