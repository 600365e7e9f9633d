"""Tells of the secret address of a person's calendar, and what is read by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of

from ..models import Feed
from ..rules.reminder_terms import reminder_terms
from ..store.feeds import digest_of


@dataclass(frozen=True)
class FeedMade:
    """An address that reads a person's appointments now: since when, and who made it."""

    since: datetime
    by: str


@dataclass(frozen=True)
class InFeed:
    """One appointment as a bystander may read it: when, and how many minutes (None: not said)."""

    id: UUID
    starts_at: datetime
    minutes: int | None
    made_at: datetime


@dataclass(frozen=True)
class FeedRead:
    """What a calendar reads: the one thing that each appointment is called, in the person's language, and the appointments."""

    called: str
    appointments: tuple[InFeed, ...]


def feed_of(case_id: UUID) -> FeedMade | None:
    """The address that a case has now; None where there is none."""
    row = Feed.objects.filter(case=case_id, ended_at=None).first()
    if row is None:
        return None
    concerns(row.person_id)
    return FeedMade(row.at, access.member_names([row.member_id]).get(row.member_id, "not known"))


def read_feed(secret: str, *, at: datetime) -> FeedRead | None:
    """What is read by an address; None where it is none, was withdrawn, or its case is closed. Asked by nobody signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_read_feed(%s, %s)", [digest_of(secret), at])
        rows = cursor.fetchall()
    if not rows:
        return None
    concerns(rows[0][0])
    called = reminder_terms(day_of(at)).table.language(rows[0][1]).subject
    return FeedRead(called, tuple(InFeed(*row[2:]) for row in rows if row[2] is not None))
