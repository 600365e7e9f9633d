"""Saying as a partner that one bids with another team, sealed as it is received, and taking that back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.commissioning.providers import queries as providers
from throughcare.commissioning.providers.rules.shares import PartTaken
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Promised
from ..rules.sealing import seal
from ..rules.together import Promise, check_promise, promise_text
from ..store import about_promise, open_to, promised
from .walling import wear_bidder


@action(Permission.SEND_BID)
def promise_share(
    *, by: Member, at: datetime, competition_id: UUID, lead_unit: UUID, part: str, percent: int
) -> UUID:
    """Say that one's body takes a part, at a whole percent, in the bid of another team. Returns the word, sealed from then on.

    It is read beside the bid that names the body, once both keys are turned; the last word to one lead counts.
    """
    stands = open_to(by, at, competition_id)
    check_promise(part, percent)
    if lead_unit == by.unit_id or access.unit(lead_unit) is None:
        raise Refused("Choose the team that leads the bid, which is not your own.", field="lead_unit")
    wear_bidder(by, at, stands)
    row = Promised(id=new_id(), round_id=competition_id, unit_id=by.unit_id, member_id=by.id, at=at)
    one, two = (bytes(stands.keys[opener].public) for opener in stands.openers)
    said = promise_text(Promise(_names(by), lead_unit, PartTaken(part), percent))
    sealed = seal(said, (one, two), about_promise(row.id))
    row.content, (row.half_one, row.half_two) = sealed.content, sealed.halves
    insert_all([row])
    add_to_line(competition=competition_id, promise=row.id)
    return row.id


@action(Permission.SEND_BID)
def take_back_promise(*, by: Member, at: datetime, competition_id: UUID, promise_id: UUID) -> None:
    """Take back one's team's word that it bids with another, before the close; it is never opened."""
    stands = open_to(by, at, competition_id)
    if promise_id not in {one.id for one in promised(competition_id, unit_id=by.unit_id)}:
        raise Refused("Your team has given no such word.")
    wear_bidder(by, at, stands)
    insert_all([Promised(
        id=new_id(), round_id=competition_id, takes_back_id=promise_id, unit_id=by.unit_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(competition=competition_id, promise=promise_id)


def _names(by: Member) -> tuple[str, ...]:
    """By which names a bid may mean the body: its organisation's, its team's, and that in law."""
    kept = providers.passport_of(by.organisation_id)
    found = [by.organisation_name, by.unit_name, *([kept.passport.legal_name] if kept else [])]
    return tuple(dict.fromkeys(found))
