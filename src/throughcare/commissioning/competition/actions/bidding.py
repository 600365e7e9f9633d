"""Sending a bid, sealed as it is received, another in its place, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from throughcare.commissioning.providers import queries as providers
from throughcare.commissioning.providers.rules.keeping import plain
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Bid
from ..rules.offers import Offer
from ..rules.reading import Bid as ReadBid
from ..rules.reading import bid_from
from ..rules.resting import check_is_small, enclose
from ..rules.sealing import seal
from ..rules.stages import Envelope
from ..store import RoundStands, about, offered, open_to, standing
from .allowing import check_allowed
from .walling import wear_bidder


@action(Permission.SEND_BID)
def send_bid(*, by: Member, at: datetime, competition_id: UUID, said: str) -> UUID:
    """Seal a team's bid and keep it: the last one sent before the close stands. Returns it.

    The bid is read once, to say at once what is wrong with it, and from then on by nobody until both keys are turned. Its
    answers are sealed apart, so that they are opened and scored while its prices stay sealed. The organisation's passport goes
    in with it as it stands now: what is changed later is no part of this bid.
    """
    stands = open_to(by, at, competition_id)
    _check_comes_last(by, at, competition_id)
    said, answers = _resting(by, at, stands, said)
    wear_bidder(by, at, stands)
    row = Bid(id=new_id(), round_id=competition_id, unit_id=by.unit_id, member_id=by.id, at=at)
    one, two = (bytes(stands.keys[opener].public) for opener in stands.openers)
    sealed = seal(said, (one, two), about(row.id))
    row.content, (row.half_one, row.half_two) = sealed.content, sealed.halves
    if answers:
        apart = seal(json.dumps(answers), (one, two), about(row.id, Envelope.ANSWERS))
        row.answers, (row.answers_half_one, row.answers_half_two) = apart.content, apart.halves
    insert_all([row])
    add_to_line(competition=competition_id, bid=row.id)
    return row.id


@action(Permission.SEND_BID)
def withdraw_bid(*, by: Member, at: datetime, competition_id: UUID) -> None:
    """Take a team's bid back before the close; it is never opened."""
    stands = open_to(by, at, competition_id)
    _check_comes_last(by, at, competition_id)
    if not standing(Bid.objects.filter(round=competition_id, unit_id=by.unit_id)):
        raise Refused("Your team has no bid in this competition.")
    row = Bid(id=new_id(), round_id=competition_id, unit_id=by.unit_id, member_id=by.id, at=at)
    wear_bidder(by, at, stands)
    insert_all([row])
    add_to_line(competition=competition_id, bid=row.id)


def _check_comes_last(by: Member, at: datetime, competition_id: UUID) -> None:
    """Refuse what would come before something the team sent already, as where a clock was put back: the last sent stands, or says not."""
    if Bid.objects.filter(round=competition_id, unit_id=by.unit_id, at__gt=at).exists():
        raise Refused(
            "Your team sent a bid, or took one back, at a later time than this by the clock of this service: that stands, and nothing of"
            " this was kept. Look at what stands, and tell whoever runs the service if you sent this after it."
        )


def _read(said: str, name: str, offer: Offer) -> ReadBid:
    """What a bid says; its faults quote it, and are for whoever sent it alone: the audit keeps that it could not be read."""
    try:
        return bid_from(said, name, offer)
    except Refused as refusal:
        raise Refused(refusal.because, field=refusal.field, noted="A bid that could not be read.") from None


def _resting(by: Member, at: datetime, stands: RoundStands, said: str) -> tuple[str, Mapping[str, str]]:
    """What is sealed of a bid, with the passport that it rests on, and its answers apart."""
    offer = offered(stands.row)
    bid = _read(said, by.unit_name, offer)
    rests_on = providers.passport_of(by.organisation_id)
    if rests_on is None:
        raise Refused("Your organisation has no passport yet. Fill it in before you bid.")
    check_is_small(bid.bidder, rests_on.passport, day_of(at))
    check_allowed(by, at, stands, bid, rests_on.passport.form)
    return enclose(said, rests_on.number, plain(rests_on.passport)), bid.answers
