"""The diary: how an appointment repeats, how long it is held to take, and with what a time clashes before it is booked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.casework.people.rules.distances import km_between
from throughcare.foundation.kernel import (
    Clause,
    Edition,
    Finding,
    Period,
    Refused,
    WorkingCalendar,
    edition_on,
)
from throughcare.foundation.kernel.days import LONDON, day_of

from .commitments import CommitmentKind, Weekly, in_force
from .contacts import OUTSIDE, ContactKind


class Every(StrEnum):
    """How often an appointment is repeated."""

    DAY = "every working day"
    WEEK = "every week"
    FORTNIGHT = "every two weeks"
    FOUR_WEEKS = "every four weeks"


class MovedBy(StrEnum):
    """Whose doing it is that an appointment is moved."""

    SERVICE = "the service"
    PERSON = "the person"


@dataclass(frozen=True)
class DiaryTerms:
    """Minutes that an appointment takes where nobody said, the hours in which offices meet people, travel between, and most repeats.

    ``travel`` is in minutes, for places of which one is not known; ``detour``, ``km_an_hour`` and ``least`` (minutes) make an
    estimate of the others.
    """

    source: str
    basis: str
    minutes: int
    opens: time
    closes: time
    travel: int
    detour: float
    km_an_hour: float
    least: int
    most_repeats: int


@lru_cache(maxsize=1)
def diary_editions() -> tuple[Edition[DiaryTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "diary.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            DiaryTerms(
                one["source"], one["basis"], one["minutes"], time.fromisoformat(one["opens"]),
                time.fromisoformat(one["closes"]), one["travel"], one["way"]["detour"],
                one["way"]["km_an_hour"], one["way"]["least"], one["most_repeats"],
            ),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


_DAYS = {Every.WEEK: 7, Every.FORTNIGHT: 14, Every.FOUR_WEEKS: 28}


def repeated(first: datetime, every: Every, times: int, calendar: WorkingCalendar) -> tuple[datetime, ...]:
    """The instants of a series, at the same time of day in London; on a day that is not worked, the next that is.

    ``first`` counts as one of them. Refused for fewer than two or more than the terms of its day allow.
    """
    most = edition_on(diary_editions(), day_of(first)).table.most_repeats
    if not 2 <= times <= most:
        raise Refused(f"A series has from 2 to {most} appointments.", field="times")
    local = first.astimezone(LONDON)
    return tuple(
        datetime.combine(day, local.time(), LONDON) for day in _days(day_of(first), every, times, calendar)
    )


def _days(first: date, every: Every, times: int, calendar: WorkingCalendar) -> Iterator[date]:
    yield first
    day = first
    for _ in range(times - 1):
        if every is Every.DAY:
            day = calendar.add(day, 1)
            yield day
        else:
            day += timedelta(days=_DAYS[every])
            yield calendar.next_working(day)


@dataclass(frozen=True)
class Busy:
    """A time that is taken: from when, how many minutes (None: nobody said), of what kind, in words, in which district."""

    starts_at: datetime
    minutes: int | None
    kind: ContactKind
    words: str
    district: str = ""


@dataclass(frozen=True)
class Wanted:
    """An appointment that is wanted: when, how many minutes (None: nobody said), of what kind, in which postcode district."""

    starts_at: datetime
    minutes: int | None
    kind: ContactKind
    district: str = ""


@dataclass(frozen=True)
class Taken:
    """What is known of a day: the person's other appointments, the holder's, what they are ordered, and whom they care for.

    ``curfew`` says that one is in force, ``carer`` whom they are recorded as caring for, in words; ``commitments`` are the hours
    of the week that hold the person, ``home`` the postcode district in which they live.
    """

    persons: Sequence[Busy] = ()
    holders: Sequence[Busy] = ()
    curfew: bool = False
    carer: str = ""
    commitments: Sequence[Weekly] = ()
    home: str = ""


def clashes(wanted: Wanted, taken: Taken, calendar: WorkingCalendar) -> tuple[Finding, ...]:
    """What stands in the way of an appointment: shown before it is booked, and never forbidding it."""
    edition = edition_on(diary_editions(), day_of(wanted.starts_at))
    clause = Clause(edition.table.source, edition.name)
    return tuple(
        Finding("clash", clause, because) for because in _clashes(wanted, taken, calendar, edition.table)
    )


def _clashes(wanted: Wanted, taken: Taken, calendar: WorkingCalendar, terms: DiaryTerms) -> Iterator[str]:
    day, starts = day_of(wanted.starts_at), wanted.starts_at.astimezone(LONDON).time()
    ends = _end(wanted.starts_at, wanted.minutes, terms).astimezone(LONDON).time()
    if not calendar.is_working(day):
        yield f"{day:%A %-d %B %Y} is not a working day"
    if wanted.kind is not ContactKind.OTHER and not terms.opens <= starts <= ends <= terms.closes:
        yield f"people are met between {terms.opens:%H:%M} and {terms.closes:%H:%M}"
    for whose, times in (("the person has", taken.persons), ("whoever holds it has", taken.holders)):
        for one in times:
            if (met := _meets(wanted, one, terms)) is not None:
                yield f"{whose} {one.words} at {one.starts_at.astimezone(LONDON):%H:%M}{met}"
    for commitment in taken.commitments:
        if (met := _held(wanted, commitment, taken.home, terms)) is not None:
            yield f"clashes with {commitment.kind} ({commitment.words}){met}"
    if taken.curfew and not in_force(taken.commitments, CommitmentKind.CURFEW, day):
        yield "a curfew is in force, and its hours are not recorded here: ask"
    if taken.carer and not in_force(taken.commitments, CommitmentKind.CARING, day):
        yield f"the person cares for {taken.carer}: ask whether the time suits"


TRAVELLED_TO = OUTSIDE | {ContactKind.GROUP}
"""Kinds for which the person, or whoever holds it, goes somewhere."""


@dataclass(frozen=True)
class Way:
    """How long the way between two places is held to take, and on what that rests."""

    minutes: int
    words: str


def way_between(one: str, other: str, terms: DiaryTerms) -> Way:
    """The way between two postcode districts: an estimate, or what is assumed where one is not known (empty)."""
    km = km_between(one, other)
    if km is None:
        return Way(terms.travel, f"{terms.travel} minutes of travel are assumed")
    exact = km * terms.detour / terms.km_an_hour * 60
    minutes = max(terms.least, 5 * math.ceil(exact / 5))
    return Way(minutes, f"about {minutes} minutes of travel, an estimate from {km:.0f} km in a straight line")


def _meets(wanted: Wanted, other: Busy, terms: DiaryTerms) -> str | None:
    """What to add of two times that overlap, or leave too little to travel between places; None where they do neither."""
    first, second = sorted(
        [
            (wanted.starts_at, _end(wanted.starts_at, wanted.minutes, terms)),
            (other.starts_at, _end(other.starts_at, other.minutes, terms)),
        ]
    )
    if second[0] < first[1]:
        return ""
    if not {wanted.kind, other.kind} & TRAVELLED_TO:
        return None
    way = way_between(wanted.district, other.district, terms)
    return f": {way.words}" if second[0] < first[1] + timedelta(minutes=way.minutes) else None


def _held(wanted: Wanted, commitment: Weekly, home: str, terms: DiaryTerms) -> str | None:
    """What to add of an appointment in hours that hold the person, or too near them to travel; None where it is neither.

    Somebody under a curfew is at home: they can be rung and visited there.
    """
    curfew = commitment.kind is CommitmentKind.CURFEW
    if curfew and (wanted.kind is ContactKind.HOME or wanted.kind not in TRAVELLED_TO | {ContactKind.OTHER}):
        return None
    starts, ends = wanted.starts_at, _end(wanted.starts_at, wanted.minutes, terms)
    if commitment.meets(starts, ends):
        return ""
    if wanted.kind not in TRAVELLED_TO:
        return None
    way = way_between(wanted.district if curfew else "", home if curfew else "", terms)
    apart = timedelta(minutes=way.minutes)
    return f": {way.words}" if commitment.meets(starts - apart, ends + apart) else None


def _end(starts_at: datetime, minutes: int | None, terms: DiaryTerms) -> datetime:
    return starts_at + timedelta(minutes=terms.minutes if minutes is None else minutes)
