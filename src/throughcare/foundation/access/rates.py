"""How often one person may do what could harvest records: search outside the wall, draw samples, take extracts out.

The rates are data (``rates.csv``), each with its basis. They hold for an account, whichever hat it wears, and are
counted on the audit itself, so that nothing is kept beside it. Whoever is stopped is named to those who read the
audit of the organisation.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources

from django.db import connection

from throughcare.foundation.kernel import Permission, Refused

from .rules import Member

STOPPED = "That is as often as one person may"
"""How every refusal for going too fast begins, by which the audit's readers are told of it."""


@dataclass(frozen=True)
class Rate:
    """So many times in so many hours, of what, and why that many."""

    permission: Permission
    times: int
    within: timedelta
    what: str
    basis: str


@cache
def rates() -> tuple[Rate, ...]:
    """Every rate; KeyError when one names a permission there is not."""
    text = (resources.files(__package__) / "rates.csv").read_text()
    return tuple(
        Rate(Permission[row["permission"]], int(row["times"]), timedelta(hours=int(row["hours"])), row["what"], row["basis"])
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def check_rate(member: Member, permission: Permission, at: datetime) -> None:
    """Refuse what one person has done as often as they may; a service of ours has no rate."""
    if member.account_id is None:
        return
    for rate in rates():
        if rate.permission is permission and _done_since(permission, at - rate.within) >= rate.times:
            hours = int(rate.within.total_seconds() // 3600)
            raise Refused(
                f"{STOPPED}: {rate.times} {rate.what} in {'an hour' if hours == 1 else f'{hours} hours'}. "
                "Those who read the audit of your organisation are told. Try again later, or ask them."
            )


def _done_since(permission: Permission, since: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_done_by_me(%s, %s)", [permission.value, since])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@dataclass(frozen=True)
class TooOften:
    """Somebody who was stopped for going too fast: who, at what, how often since, whom it concerned, and when last."""

    member: str
    act: str
    stopped: int
    done: int
    people: int
    last: datetime


def stopped_here(since: datetime) -> list[TooOften]:
    """Who of the viewer's organisation was stopped since an instant, latest first; for those who read the audit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_stopped_here(%s, %s)", [f"{STOPPED}%", since])
        return [TooOften(*row) for row in cursor.fetchall()]
