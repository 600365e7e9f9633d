"""Staff who would transfer with the work when an agreement ends: told without a name, by a day that the law sets. Pure.

A post is told by its kind, hours, pay and how much of it is for this agreement. Names, ages and what was complained of pass from one
employer to the other and are not kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, edition_on

from .agreed import AgreementKind

MOST_POSTS, LONGEST = 2_000, 200_000
"""Posts of one list, and characters of it."""
NOBODY = "nobody"
"""What is told where no post would transfer."""
_MOST_HOURS, _MOST_PAY = Decimal(60), 50_000_000
_PARTS = (
    "kind",
    "hours a week",
    "pounds a year",
    "permanent or fixed",
    "of a hundred of it for this agreement",
)


class PostKind(StrEnum):
    """What somebody in a post does; a list, so that no name can be written in it."""

    CASE_MANAGER = "case manager"
    PRACTITIONER = "practitioner"
    GROUP_WORKER = "group worker"
    SUPERVISOR = "supervisor of unpaid work"
    RESIDENTIAL = "residential worker"
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    OTHER = "other"


@dataclass(frozen=True)
class Post:
    """One post: its kind, hours a week, pence a year, whether it is permanent, and of a hundred of it how much is for this agreement."""

    kind: PostKind
    hours: Decimal
    pay: int
    permanent: bool
    assigned: int


class StaffStanding(StrEnum):
    """Where the duty to tell stands."""

    NOT_OWED = "not owed"
    NOT_YET = "not due yet"
    OWED = "to be told"
    OVERDUE = "overdue"
    IN_TIME = "told in time"
    LATE = "told late"


@dataclass(frozen=True)
class StaffTerms:
    """Days before the transfer by which it is told, days before it from which it is asked for, and where that is said."""

    days: int
    asked_from: int
    clause: Clause
    basis: str


@dataclass(frozen=True)
class StaffClock:
    """The day of the transfer, the day by which staff are told of, and how that stands."""

    transfer: date
    due: date
    standing: StaffStanding


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[StaffTerms], ...]:
    rows = yaml.safe_load(files(__package__).joinpath("editions", "staff_transfer.yaml").read_text("utf-8"))
    return tuple(
        Edition(
            f"staff transfer from {one['from']}",
            Period(one["from"], one["until"]),
            StaffTerms(one["days"], one["asked_from"], Clause(one["source"], one["paragraph"]), one["basis"]),
        )
        for one in rows
    )


def staff_terms(on: date) -> StaffTerms:
    """The edition in force on a day."""
    return edition_on(_editions(), on).table


def staff_clock(
    kind: AgreementKind, last_day: date, known_on: date | None, told_on: date | None, today: date
) -> StaffClock:
    """How the duty to tell stands: by so many days before the transfer, or by the day on which it became known where that is later.

    ``known_on`` is when an end before its term was said; None where it ends with its term. Within one body nobody changes employer.
    ``told_on`` is when staff were first told of.
    """
    transfer = last_day + timedelta(days=1)
    terms = staff_terms(today)
    due = transfer - timedelta(days=terms.days)
    if known_on is not None:
        due = max(due, known_on)
    return StaffClock(transfer, due, _standing(kind, transfer, due, told_on, today, terms))


def _standing(
    kind: AgreementKind, transfer: date, due: date, told_on: date | None, today: date, terms: StaffTerms
) -> StaffStanding:
    if kind is AgreementKind.SERVICE_LEVEL:
        return StaffStanding.NOT_OWED
    if told_on is not None:
        return StaffStanding.IN_TIME if told_on <= due else StaffStanding.LATE
    if today > due:
        return StaffStanding.OVERDUE
    return (
        StaffStanding.OWED if today >= transfer - timedelta(days=terms.asked_from) else StaffStanding.NOT_YET
    )


def posts_from(text: str) -> tuple[Post, ...]:
    """Posts as they are written, one a line and its parts between commas; refused with the line and what was expected of it."""
    if len(text) > LONGEST:
        raise Refused(f"At most {LONGEST:,} characters are read.", field="posts")
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if [line.lower() for _, line in lines] == [NOBODY]:
        return ()
    if not lines:
        raise Refused(f"Give one post a line, or “{NOBODY}” where no post would transfer.", field="posts")
    found = tuple(_post(number, line) for number, line in lines)
    check_posts(found)
    return found


def _post(number: int, line: str) -> Post:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != len(_PARTS):
        raise Refused(
            f"Line {number} has {len(parts)} parts; expected {len(_PARTS)}: {', '.join(_PARTS)}.",
            field="posts",
        )
    kinds = {one.value: one for one in PostKind}
    kind, hours, pay, permanent, assigned = (part.lower() for part in parts)
    if kind not in kinds:
        raise Refused(
            f"Line {number}: the kind of post is not known; expected one of {', '.join(kinds)}.",
            field="posts",
        )
    if permanent not in {"permanent", "fixed"}:
        raise Refused(f"Line {number}: expected “permanent” or “fixed”.", field="posts")
    return Post(
        kinds[kind],
        _number(number, "hours a week", hours),
        _whole(number, "pounds a year", _number(number, "pounds a year", pay) * 100, "whole pence"),
        permanent == "permanent",
        _whole(number, "of a hundred", _number(number, "of a hundred", assigned), "a whole number"),
    )


def _number(line: int, what: str, said: str) -> Decimal:
    try:
        found = Decimal(said)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < 10**9:
        raise Refused(f"Line {line}: {what} is no number from 0 up.", field="posts")
    return found


def _whole(line: int, what: str, number: Decimal, expected: str) -> int:
    """A number without a fraction, refused where it has one: nothing is rounded away unseen."""
    if number != int(number):
        raise Refused(f"Line {line}: {what} is not {expected}.", field="posts")
    return int(number)


def check_posts(posts: Sequence[Post]) -> None:
    """Refuse more posts than a list holds, and figures that cannot be."""
    if len(posts) > MOST_POSTS:
        raise Refused(f"At most {MOST_POSTS:,} posts are told of at once.", field="posts")
    for number, one in enumerate(posts, 1):
        if not 0 < one.hours <= _MOST_HOURS:
            raise Refused(
                f"Post {number}: hours a week are above 0 and at most {_MOST_HOURS}.", field="posts"
            )
        if not 0 <= one.pay <= _MOST_PAY:
            raise Refused(
                f"Post {number}: pay a year is from 0 to {_MOST_PAY // 100:,} pounds.", field="posts"
            )
        if not 1 <= one.assigned <= 100:
            raise Refused(
                f"Post {number}: of a hundred of it, from 1 to 100 is for this agreement.", field="posts"
            )


def whole_hours(posts: Iterable[Post]) -> Decimal:
    """Hours a week that posts come to, each as far as it is for this agreement."""
    return sum((one.hours * one.assigned / 100 for one in posts), Decimal(0)).quantize(Decimal("0.01"))
