"""One transaction in which the database knows who is looking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from throughcare.foundation.audit import ledger
from throughcare.foundation.kernel import Refused, new_id

from .rules import Member


@dataclass
class Viewing:
    """The open viewing: who looks, at what instant, and the refusals to be written when it ends."""

    member: Member | None
    at: datetime
    request_id: UUID = field(default_factory=new_id)
    refusals: list[tuple[str, str]] = field(default_factory=list)


_open: ContextVar[Viewing | None] = ContextVar("viewing", default=None)


def who(member: Member | None) -> ledger.Who:
    """A member as the ledgers write them."""
    if member is None:
        return ledger.Who()
    return ledger.Who(member.id, member.unit_id, member.organisation_id, member.role)


def current() -> Viewing | None:
    """The viewing that is open, if one is."""
    return _open.get()


@contextmanager
def viewing(member: Member | None, at: datetime) -> Iterator[Viewing]:
    """Open a transaction as a member; nested, it is a savepoint of the same member's viewing.

    Refusals inside are written to the ledger in a transaction of their own afterwards, so that they
    outlive the work they refused.
    """
    outer = _open.get()
    if outer is not None:
        if outer.member != member:
            raise RuntimeError("somebody else's viewing is open: work for another member is a job of its own")
        with transaction.atomic():
            yield outer
        return
    opened = Viewing(member, at)
    token = _open.set(opened)
    try:
        with transaction.atomic():
            _tell_database(member, at)
            yield opened
    finally:
        _open.reset(token)
        if opened.refusals:
            _write_refusals(opened)


def _tell_database(member: Member | None, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_open_session(%s, %s)", [member.id if member else None, at])
        row = cursor.fetchone()
    if member is not None and not (row and row[0]):
        raise Refused("Your membership is not in force, so nothing can be shown. Ask your administrator.")


def _write_refusals(opened: Viewing) -> None:
    with transaction.atomic():
        _tell_database(opened.member, opened.at)
        for act, because in opened.refusals:
            ledger.enter(
                "refused",
                act,
                who=who(opened.member),
                at=opened.at,
                because=because,
                request_id=opened.request_id,
            )
