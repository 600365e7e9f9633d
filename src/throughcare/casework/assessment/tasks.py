"""Jobs of assessment: bringing every tier up to the edition in force, each night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from throughcare.foundation.access import queries
from throughcare.foundation.access.rules import ROLES, Member, Reach
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused

from .actions import recompute_outdated, recompute_tiers
from .actions.outdated import Units, aged, outdated, units_outdated


@app.periodic(cron="20 4 * * *")
@app.task(name="throughcare.recompute_tiers", pass_context=False)
def recompute_every_night(timestamp: int) -> None:
    """Work out every tier that the edition in force did not give, as one who sees the person."""
    at = timezone.now()
    left, refused = units_outdated(at), list[str]()
    for by in _widest_first(at):
        if not (left.seeing | left.saw_last):
            break
        if _has_something_to_do(by, left, at):
            try:
                recompute_outdated(by=by, at=at)
            except Refused as refusal:  # one office's trouble must not keep the others' tiers back
                refused.append(f"{by.unit_name}: {refusal.because}")
            left = units_outdated(at)
    _age(at)
    if refused:
        raise Refused("; ".join(refused))


def _age(at: datetime) -> None:
    """Work out again whom the day alone has moved: somebody out for years counts for less than somebody just released."""
    done: set[UUID] = set()
    for by in _widest_first(at):
        with viewing(by, at):
            theirs = aged(at) - done
        if theirs:
            recompute_tiers(by=by, at=at, person_ids=sorted(theirs))
            done |= theirs


def _widest_first(at: datetime) -> Iterator[Member]:
    """Those who lead go first; the others come for what is closed to whoever leads them."""
    able = queries.members_who_may(Permission.DECIDE_TIER, at=at)
    yield from sorted(able, key=lambda one: ROLES[one.role].reach is not Reach.UNIT_AND_BELOW)


def _reached(by: Member) -> set[UUID]:
    below = ROLES[by.role].reach is Reach.UNIT_AND_BELOW
    return set(queries.units_below(by.unit_id)) if below else {by.unit_id}


def _has_something_to_do(by: Member, left: Units, at: datetime) -> bool:
    """Whether somebody is theirs to work out: a record closed to them leaves nothing, and nothing is written then."""
    reached = _reached(by)
    if reached & left.saw_last:
        return True
    if not reached & left.seeing:
        return False
    with viewing(by, at):
        return bool(outdated(at))
