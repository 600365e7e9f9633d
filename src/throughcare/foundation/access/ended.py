"""Tells what has ended, or been given, of roles and of sharing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from .belonging import as_member
from .models import Membership, SharingAgreement
from .rules import Member


def roles_changed(
    account_id: UUID, *, since: datetime, until: datetime
) -> list[tuple[Member, datetime, bool]]:
    """The roles that an account was given or lost from one instant to another, and whether given; none of its first ones."""
    rows = list(Membership.objects.select_related("unit__organisation").filter(account_id=account_id))
    first = min((row.during.lower for row in rows), default=until)
    found = [(as_member(row), row.during.lower, True) for row in rows if row.during.lower != first]
    found += [(as_member(row), row.during.upper, False) for row in rows if row.during.upper is not None]
    return sorted((one for one in found if since <= one[1] <= until), key=lambda one: one[1], reverse=True)


def sharing_ended(
    pairs: Iterable[tuple[UUID, UUID]], purpose: str, *, at: datetime
) -> dict[tuple[UUID, UUID], datetime]:
    """Of who shares with whom, those under whom no agreement for a purpose is in force any more, and when the last ended."""
    wanted, last = set(pairs), dict[tuple[UUID, UUID], datetime]()
    in_force = set()
    for row in SharingAgreement.objects.filter(shared_by__in={by for by, _ in wanted}, purpose=purpose):
        pair = row.shared_by_id, row.shared_with_id
        if row.during.upper is None or row.during.upper > at:
            in_force.add(pair)
        else:
            last[pair] = max(row.during.upper, last.get(pair, row.during.upper))
    return {pair: ended for pair, ended in last.items() if pair in wanted - in_force}
