"""People in the demonstration: two records made one, two that are different, and two ruled never to be one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Final
from uuid import UUID

from throughcare.casework.people import actions as people
from throughcare.casework.people import queries
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import Place

from ..days import instant
from ..held import Held
from ..history import History
from ..part import Finish, Part
from ..trying import tried

_DAYS_OPEN: Final = 8
"""A review is ruled on within so many days; what is newer waits."""


def rulings(history: History, given: Finish) -> None:
    """Whoever has reviews waiting rules on them, but for the newest; two of one surname ruled never to be one.

    The case administrator rules by turns each way. Elsewhere each is ruled to be two people: whose lives were made apart
    are not joined afterwards.
    """
    at = instant(history.as_at - timedelta(days=1), 17, 45)
    administrator = history.staff.signed_in("case administrator", at)
    if administrator is not None:
        _rule(administrator, at, cycle(_RULED))
    for lead in history.staff.leads.values():
        _rule(lead, at, cycle(_RULED[1:]))
    if administrator is not None:
        _keep_apart(history, administrator, at)
    history.hear()


def _rule(by: Member, at: datetime, turns: Iterator[tuple[bool, str]]) -> None:
    with viewing(by, at):
        waiting = [one for one in queries.open_reviews() if one.raised_at < at - timedelta(days=_DAYS_OPEN)]
    for review in waiting:
        same, because = next(turns)
        tried(
            people.decide_review, by=by, at=at, review_id=review.id, version=review.version, same=same, because=because,
        )  # fmt: skip


_RULED: Final = (
    (True, "The same date of birth, and the old address given."),
    (False, "Two people: each was seen with their own papers."),
)


def _keep_apart(history: History, by: Member, at: datetime) -> None:
    seen: dict[tuple[str, str], UUID] = {}
    for held in history.ordered(lambda held: held.case.unit_id == by.unit_id and bool(held.sentences)):
        person = held.sentences[-1][1].person
        other = seen.setdefault((person.family, person.sex), held.case.person_id)
        if other != held.case.person_id:
            because = "Cousins of one name: both were seen together at the office."
            done = tried(
                people.keep_apart,
                by=by,
                at=at,
                person_id=held.case.person_id,
                other_id=other,
                because=because,
            )
            if done:
                return


_OTHERS: Final = 5
"""Of other officers' people one in so many was asked, so that what is not yet asked shows too."""


def telephones(history: History, given: Finish) -> None:
    """Whether a telephone is safe, and when to ring: asked of most whom the officer who signs in manages, and of some of everybody's."""
    at, by = instant(history.as_at - timedelta(days=1), 16, 50), given.chance("telephones")
    officer = history.staff.signed_in("offender manager", at)
    theirs = history.ordered(lambda held: bool(held.sentences) and held.case.place == Place.COMMUNITY)
    for number, held in enumerate(theirs):
        if officer is not None and officer.id in held.holder.values():
            _ask(held, by, officer, at)
        elif number % _OTHERS == 0:
            _ask(held, by, history.service_of(held.case.organisation_id), at)


def _ask(held: Held, by: Random, asker: Member, at: datetime) -> None:
    number = held.sentences[-1][1].person.phone
    safe, note = by.choice(_SAFE)
    if number and safe:
        tried(
            people.record_phone, by=asker, at=at, person_id=held.case.person_id, number=number,
            kind="mobile" if number.startswith("07") else "home", safe_to_use=safe, safe_note=note,
        )  # fmt: skip


_SAFE = (
    ("yes", ""),
    ("yes", ""),
    ("yes", "Any time before nine in the evening."),
    ("yes", "After four, works mornings."),
    ("yes", "Text first; does not answer numbers that are not known."),
    ("yes", "Weekdays only. Shares the telephone with mother, who knows."),
    ("no", "Partner answers it. Leave no message; write to the sister's address."),
    ("", ""),
)
PART = Part(at_the_end={45: telephones, 80: rulings})
