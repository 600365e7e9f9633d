"""Sending a bid, sealed as it is received, another in its place, and taking it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.commissioning.providers import queries as providers
from throughcare.commissioning.providers.rules.keeping import plain
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models_in_force
from throughcare.foundation.operating_model.rules.terms import WallsMode

from ..models import Bid
from ..rules.hats import check_one_body
from ..rules.offers import Bidder, Offer, Package
from ..rules.reading import bid_from
from ..rules.resting import check_comparator, check_is_small, enclose
from ..rules.sealing import seal
from ..rules.stages import check_may_bid
from ..store import RoundStands, about, is_turned, offered, open_round, standing
from .walling import wear_bidder


@action(Permission.SEND_BID)
def send_bid(*, by: Member, at: datetime, competition_id: UUID, said: str) -> UUID:
    """Seal a team's bid and keep it: the last one sent before the close stands. Returns it.

    The bid is read once, to say at once what is wrong with it, and from then on by nobody until both keys are turned. The
    organisation's passport goes in with it as it stands now: what is changed later is no part of this bid.
    """
    stands = _open_to(by, at, competition_id)
    said = _resting(by, at, stands, said)
    wear_bidder(by, at, stands)
    row = Bid(id=new_id(), round_id=competition_id, unit_id=by.unit_id, member_id=by.id, at=at)
    one, two = (bytes(stands.keys[opener].public) for opener in stands.openers)
    sealed = seal(said, (one, two), about(row.id))
    row.content, (row.half_one, row.half_two) = sealed.content, sealed.halves
    insert_all([row])
    add_to_line(competition=competition_id, bid=row.id)
    return row.id


@action(Permission.SEND_BID)
def withdraw_bid(*, by: Member, at: datetime, competition_id: UUID) -> None:
    """Take a team's bid back before the close; it is never opened."""
    stands = _open_to(by, at, competition_id)
    if not standing(Bid.objects.filter(round=competition_id, unit_id=by.unit_id)):
        raise Refused("Your team has no bid in this competition.")
    row = Bid(id=new_id(), round_id=competition_id, unit_id=by.unit_id, member_id=by.id, at=at)
    wear_bidder(by, at, stands)
    insert_all([row])
    add_to_line(competition=competition_id, bid=row.id)


def _read(said: str, name: str, offer: Offer) -> tuple[Bidder, list[Package]]:
    """What a bid says; its faults quote it, and are for whoever sent it alone: the audit keeps that it could not be read."""
    try:
        return bid_from(said, name, offer)
    except Refused as refusal:
        raise Refused(refusal.because, field=refusal.field, noted="A bid that could not be read.") from None


def _resting(by: Member, at: datetime, stands: RoundStands, said: str) -> str:
    offer = offered(stands.row)
    bidder, packages = _read(said, by.unit_name, offer)
    rests_on = providers.passport_of(by.organisation_id)
    if rests_on is None:
        raise Refused("Your organisation has no passport yet. Fill it in before you bid.")
    check_is_small(bidder, rests_on.passport, day_of(at))
    buyer = access.unit(stands.row.unit_id)
    if buyer is not None and buyer.organisation_id == by.organisation_id:
        check_one_body(*_mode(buyer.organisation_id, at), same_body=True)
        check_comparator(offer, packages)
    return enclose(said, rests_on.number, plain(rests_on.passport))


def _mode(organisation_id: UUID, at: datetime) -> tuple[WallsMode | None, str]:
    """How the models in force where a body is appointed keep buying from providing: the strictest, and where that is said."""
    on = day_of(at)
    models = [
        models_in_force.holders(area, on).in_force
        for area in models_in_force.areas_of_organisation(organisation_id, on)
    ]
    walls = [(one.model, one.model.walls.value.mode) for one in models if one is not None]
    strict = [(model, mode) for model, mode in walls if mode is not WallsMode.INTEGRATED] or walls
    if not strict:
        return None, ""
    model, mode = strict[0]
    return mode, str(model.walls.ground.clause)


def _open_to(by: Member, at: datetime, competition_id: UUID) -> RoundStands:
    stands = open_round(competition_id, lock=True)
    check_may_bid(stands.happened, at)
    if is_turned(competition_id):  # sent before the close, and it waited while the first key was turned
        raise Refused("This competition closed while your bid was on its way. Nothing of it was kept.")
    if stands.row.unit_id == by.unit_id:
        raise Refused("The team that published a competition does not bid in it.")
    return stands
