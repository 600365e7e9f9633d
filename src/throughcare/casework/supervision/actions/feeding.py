"""The secret address by which a person's own calendar reads their appointments: made for them, and withdrawn."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Feed
from ..store.feeds import digest_of
from ..store.steps import found_case


@action(Permission.RECORD_ON_TIMELINE)
def make_feed(*, by: Member, at: datetime, case_id: UUID) -> str:
    """Make the address for the person of an open case, in the place of the one before; its secret is told once."""
    case = found_case(case_id)
    _end(case.id, by, at)
    secret = secrets.token_urlsafe(32)
    made = Feed(
        id=new_id(), person_id=case.person_id, case_id=case.id, digest=digest_of(secret), at=at, member_id=by.id,
        organisation_id=by.organisation_id,
    )  # fmt: skip
    Feed.objects.bulk_create([made])
    add_to_line(feed=made.id)
    return secret


@action(Permission.RECORD_ON_TIMELINE)
def withdraw_feed(*, by: Member, at: datetime, case_id: UUID) -> None:
    """Withdraw the address of a case: from now on it reads nothing."""
    case = found_case(case_id)
    if not _end(case.id, by, at):
        raise Refused("There is no such address, or somebody withdrew it already.")
    concerns(case.person_id)


def _end(case_id: UUID, by: Member, at: datetime) -> int:
    return Feed.objects.filter(case=case_id, ended_at=None).update(ended_at=at, ended_by=by.id)
