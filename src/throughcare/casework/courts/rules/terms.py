"""Lengths of sentences as courts give them, and the days they reach. The day of sentence is the first day served."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .read_once import read_once
from .written_terms import one_way, said_with_words, two_parts

_PARTS: Final = ("years", "months", "weeks", "days")
_ONE = r"(\d{1,5})\s*(years?|months?|weeks?|days?)"
_WHOLE = re.compile(rf"{_ONE}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+){_ONE})*", re.IGNORECASE)
_EACH = re.compile(_ONE, re.IGNORECASE)
_LICENCE_ALONE = re.compile(r"\b(?:licence|extension)\b", re.IGNORECASE)
_INSIDE = re.compile(r"\b(?:custod|imprisonment|detention)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
# No court has passed a fixed term of a hundred years; a longer one is a slip. Assumed, not law.
LONGEST_YEARS: Final = 100


class NoTerm(ValueError):
    """What was written is no length of a sentence; the words say why, fit to follow a field's name."""


@dataclass(frozen=True)
class Term:
    """Years, months, weeks and days together, as the court said them; twelve months are not made a year."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __str__(self) -> str:
        said = [(getattr(self, part), part) for part in _PARTS if getattr(self, part)]
        return " ".join(f"{n} {part[:-1] if n == 1 else part}" for n, part in said) or "0 days"

    def __bool__(self) -> bool:
        return any((self.years, self.months, self.weeks, self.days))

    def __add__(self, other: Term) -> Term:
        return Term(
            self.years + other.years,
            self.months + other.months,
            self.weeks + other.weeks,
            self.days + other.days,
        )

    @property
    def calendar_months(self) -> int:
        """The part counted by the calendar, in months."""
        return self.years * 12 + self.months

    @property
    def plain_days(self) -> int:
        """The part counted in days."""
        return self.weeks * 7 + self.days

    def last_day(self, first: date) -> date:
        """The last day of a term whose first day is given; that the first day counts is the published conversion.

        From the first of a month the months end with a month; from any other day they end on the day before it, or on
        the last day of a month that has no such day; weeks and days follow. OverflowError past the last of days.
        """
        before = _last_of_months(first, self.calendar_months)
        return before + timedelta(days=self.plain_days)

    def days_from(self, first: date) -> int:
        """How many days it is, counted from its first."""
        return (self.last_day(first) - first).days + 1

    def is_longer_than(self, other: Term, *, on: date) -> bool:
        """Whether it outlasts another that begins on the same day."""
        return self.last_day(on) > other.last_day(on)


def _last_of_months(first: date, months: int) -> date:
    if not months:
        return first - timedelta(days=1)
    count = first.month - 1 + months
    year, month = first.year + count // 12, count % 12 + 1
    if year > date.max.year:
        raise OverflowError("the term reaches no day that can be written")
    last = monthrange(year, month)[1]
    if first.day > last:
        return date(year, month, last)
    return date(year, month, first.day) - timedelta(days=1)


@read_once
def read_term(value: str, unit: str = "") -> Term:
    """A length as written, as “18 months 2 weeks”; a bare number is counted in the unit. NoTerm where it is none."""
    text, said = one_way(value), " ".join(value.split())[:60]
    if _NUMBER.fullmatch(text):
        if not unit:
            raise NoTerm(f"is “{said}” without a unit: expected days, weeks, months or years")
        return _bounded(Term(**{unit: int(text)}))
    if not _WHOLE.fullmatch(text):
        raise NoTerm(f"is “{said}”: expected a length, as 12 months or 18 months 2 weeks")
    found: dict[str, int] = {}
    for number, word in _EACH.findall(text):
        part = word.lower().removesuffix("s") + "s"
        if part in found:
            raise NoTerm(f"is “{said}”: it gives {part} twice")
        found[part] = int(number)
    return _bounded(Term(**found))


@read_once
def read_two_terms(value: str, unit: str = "") -> tuple[Term, Term | None]:
    """A custodial term and, after a plus, the extended licence, as “4 years + 2 years” or “4+2” with a unit."""
    if said := said_with_words(value):
        return _both(*said)
    parts = two_parts(value)
    if len(parts) == 1 and _LICENCE_ALONE.search(value) and not _INSIDE.search(value):
        raise NoTerm(
            f"is “{value[:60]}”, a licence alone: expected the time in custody too, as 4 years + 2 years"
        )
    if len(parts) > 2:
        raise NoTerm(f"is “{value[:60]}”: expected two parts, as 4 years + 2 years")
    terms = [read_term(part, unit) for part in parts]
    _bounded(sum_of(terms))
    return terms[0], terms[1] if len(terms) > 1 else None


def _both(whole: str, custody: str, licence: str) -> tuple[Term, Term]:
    """The two parts of an extended sentence said in words, held against what the court says they come to."""
    parts = read_term(custody), read_term(licence)
    both = _bounded(sum_of(parts))
    if whole and not _comes_to(read_term(whole), both):
        raise NoTerm(f"is {whole} in all, and its parts come to {both}: which did the court say?")
    return parts


def _comes_to(whole: Term, both: Term) -> bool:
    return (whole.calendar_months, whole.plain_days) == (both.calendar_months, both.plain_days)


def sum_of(terms: Iterable[Term]) -> Term:
    """Several terms as one."""
    whole = Term()
    for term in terms:
        whole = whole + term
    return whole


def _bounded(term: Term) -> Term:
    if not term:
        raise NoTerm("is nothing: expected a length above zero")
    # A month is a twelve-hundredth of a hundred years of 36,525 days, so that 101 years are too long and 100 are not.
    if term.calendar_months * 36_525 + term.plain_days * 1_200 > LONGEST_YEARS * 12 * 36_525:
        raise NoTerm(f"is {term}: no term is longer than {LONGEST_YEARS} years")
    return term


_A_DAY = timedelta(days=1)


def last_day_of_run(first: date, terms: Iterable[Term]) -> date:
    """The last day of terms that follow one another from a first day, each beginning when the one before has ended.

    Months and years that stand next to each other are added before they are counted, so that six months and six
    consecutive end as twelve do; where days or weeks come between, the count goes on from the day reached.
    """
    day, months, moved = first, 0, False
    for term in terms:
        months, moved = months + term.calendar_months, True
        if term.plain_days:
            day = Term(months=months, days=term.plain_days).last_day(day) + _A_DAY
            months = 0
    if not moved:
        raise ValueError("a run holds at least one term")
    return Term(months=months).last_day(day) if months else day - _A_DAY
