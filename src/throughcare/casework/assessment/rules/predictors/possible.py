"""What a history may be: one table that every instrument asks before it scores.

The publisher added such checks after release, to one instrument at a time; a published edition keeps its own, so that
what was decided by it can be derived again. The editions named ``CHECKED`` ask this table and nothing else about days,
ages and counts that cannot be: what an instrument refuses for itself is a range of its own (``history.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Edition

from .. import editions
from ..editions import Table
from .arithmetic import months_later, whole_years
from .fields import Answers, Problem, Trouble

CHECKED = "checked-2026"
"""The name, in every instrument, of the edition that asks the table."""

YOUNGEST, TOO_OLD_FROM = 10, 110
_SINCE = date(2026, 11, 29)
_ASKS = "one_table_of_histories"


@dataclass(frozen=True)
class Order:
    """Two days of which the first comes first: on a day before the second, or by ``months`` after it at the latest."""

    first: str
    second: str
    problem: Problem
    strictly: bool = False
    months: int = 0


@dataclass(frozen=True)
class Age:
    """A day on which the person has a certain age at least, or is still below one."""

    day: str
    problem: Problem
    least: int = 0
    below: int = 10_000


@dataclass(frozen=True)
class Count:
    """Counts that are together some of all sanctions; of those not known nothing is said."""

    parts: tuple[str, ...]
    problem: Problem


SEXUAL_COUNTS = ("images", "contact_adult", "contact_child", "non_contact")
BORN = "date_of_birth"
ORDERS = (
    Order(BORN, "conviction_date", Problem.CONVICTION_BEFORE_BIRTH, strictly=True),
    Order(BORN, "follow_up_date", Problem.FOLLOW_UP_BEFORE_BIRTH, strictly=True),
    Order(BORN, "assessment_date", Problem.ASSESSED_BEFORE_BIRTH, strictly=True),
    Order(BORN, "last_sexual_date", Problem.LAST_SEXUAL_BEFORE_BIRTH, strictly=True),
    Order(BORN, "last_offence_date", Problem.LAST_OFFENCE_BEFORE_BIRTH, strictly=True),
    Order("conviction_date", "follow_up_date", Problem.FOLLOW_UP_BEFORE_CONVICTION),
    Order("conviction_date", "assessment_date", Problem.CONVICTION_AFTER_ASSESSMENT, months=3),
    Order("last_sexual_date", "assessment_date", Problem.LAST_AFTER_ASSESSMENT),
    Order("last_offence_date", "assessment_date", Problem.LAST_AFTER_ASSESSMENT),
)
AGES = (
    Age("conviction_date", Problem.CONVICTED_TOO_YOUNG, least=YOUNGEST),
    Age("last_sexual_date", Problem.OFFENDED_TOO_YOUNG, least=YOUNGEST),
    Age("last_offence_date", Problem.OFFENDED_TOO_YOUNG, least=YOUNGEST),
    Age("conviction_date", Problem.TOO_OLD, below=TOO_OLD_FROM),
    Age("follow_up_date", Problem.TOO_OLD, below=TOO_OLD_FROM),
    Age("assessment_date", Problem.TOO_OLD, below=TOO_OLD_FROM),
)
COUNTS = (
    Count(("violent_sanctions",), Problem.VIOLENT_RANGE),
    Count(SEXUAL_COUNTS, Problem.SEXUAL_RANGE),
)
FIRST = "age_at_first_sanction"
NEVER = "ever_sexual_offence"
DENIED = (*SEXUAL_COUNTS, "last_sexual_date")
"""What cannot be, of somebody who never committed a sexual offence: a count above nought, or the day of the last."""

FIELDS_READ: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(name for one in ORDERS for name in (one.first, one.second)),
            *(one.day for one in AGES),
            *(name for one in COUNTS for name in one.parts),
            "sanctions",
            FIRST,
            NEVER,
        )
    )
)
"""Every answer that the table looks at."""

PROBLEMS: frozenset[Problem] = frozenset(
    {one.problem for one in (*ORDERS, *AGES, *COUNTS)}
    | {Problem.FIRST_AFTER_CONVICTION, Problem.FIRST_TOO_YOUNG, Problem.SEXUAL_UNEXPECTED}
)
"""What the table alone may say in an edition that asks it."""


def asks(edition: Edition[Table]) -> bool:
    """Whether an edition asks the table."""
    return asks_in(edition.table)


def asks_in(table: Table) -> bool:
    """The same, of an edition's own numbers."""
    return bool(table.get(_ASKS))


def with_checked(found: Sequence[Edition[Table]]) -> tuple[Edition[Table], ...]:
    """An instrument's editions, with the last once more as the one that asks the table: that is the default."""
    return (*found, editions.edition(CHECKED, _SINCE, {**found[-1].table, _ASKS: True}))


def impossible(answers: Answers) -> tuple[Trouble, ...]:
    """Everything in a history that cannot be, each naming its answers; answers not known are passed over."""
    found = (*_orders(answers), *_ages(answers), *_first(answers), *_counts(answers), *_denied(answers))
    return tuple(dict.fromkeys(found))


def _orders(answers: Answers) -> Iterator[Trouble]:
    for one in ORDERS:
        if answers.has(one.first) and answers.has(one.second):
            first, second = answers.date(one.first), months_later(answers.date(one.second), one.months)
            if first > second or (one.strictly and first == second):
                yield Trouble(one.problem, (one.second, one.first))


def _ages(answers: Answers) -> Iterator[Trouble]:
    for one in AGES:
        age = _age_on(answers, one.day)
        if age is not None and not one.least <= age < one.below:
            yield Trouble(one.problem, (BORN, one.day))


def _age_on(answers: Answers, day: str) -> int | None:
    """The age on a day after birth; None when it cannot be told."""
    if not (answers.has(BORN) and answers.has(day)) or answers.date(day) <= answers.date(BORN):
        return None
    return whole_years(answers.date(BORN), answers.date(day))


def _first(answers: Answers) -> Iterator[Trouble]:
    if not answers.has(FIRST):
        return
    if answers.number(FIRST) < YOUNGEST:
        yield Trouble(Problem.FIRST_TOO_YOUNG, (FIRST,))
    age = _age_on(answers, "conviction_date")
    if age is not None and age < answers.number(FIRST):
        yield Trouble(Problem.FIRST_AFTER_CONVICTION, (FIRST, BORN, "conviction_date"))


def _counts(answers: Answers) -> Iterator[Trouble]:
    if not answers.has("sanctions"):
        return
    for one in COUNTS:
        known = [name for name in one.parts if answers.has(name)]
        if sum(answers.number(name) for name in known) > answers.number("sanctions"):
            yield Trouble(one.problem, (*one.parts, "sanctions"))


def _denied(answers: Answers) -> Iterator[Trouble]:
    if answers.value(NEVER) is False and any(answers.value(name) for name in DENIED):
        yield Trouble(Problem.SEXUAL_UNEXPECTED, (NEVER, *DENIED))
