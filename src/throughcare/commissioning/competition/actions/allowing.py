"""Whether a bid may be sent at all: what the operating models say that are in force where the buyer is appointed."""

from __future__ import annotations

from datetime import datetime

from throughcare.commissioning.providers.rules.passport import Form
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules.model import OperatingModel
from throughcare.foundation.operating_model.rules.terms import WallsMode

from ..rules.hats import check_one_body
from ..rules.reading import Bid as ReadBid
from ..rules.resting import check_comparator
from ..rules.who_may_bid import BidsAs, check_lots, check_may_bid_there, check_together, said_by
from ..store import RoundStands, models_where, offered


def check_allowed(by: Member, at: datetime, stands: RoundStands, bid: ReadBid, form: Form) -> None:
    """Refuse a bid of whoever, for what or together with whom a model in force takes none, with where it says so.

    Where no model is in force everybody may bid; the body that buys does so against a published comparator alone.
    """
    buyer = access.unit(stands.row.unit_id)
    if buyer is None:
        return
    models = models_where(buyer.organisation_id, day_of(at))
    ours = buyer.organisation_id == by.organisation_id
    if ours:
        check_one_body(*_mode(models), same_body=True)
    own = access.organisation(by.organisation_id)
    for model in models:
        says = said_by(model)
        check_may_bid_there(says, BidsAs(own.sector if own else "", form, of_the_buyer=ours))
        check_lots(says, bid.packages)
        check_together(says, bid.bidder.shares)
    if ours:
        check_comparator(offered(stands.row), list(bid.packages))


def _mode(models: list[OperatingModel]) -> tuple[WallsMode | None, str]:
    """How these models keep buying from providing: the strictest, and where that is said."""
    walls = [(model, model.walls.value.mode) for model in models]
    strict = [(model, mode) for model, mode in walls if mode is not WallsMode.INTEGRATED] or walls
    if not strict:
        return None, ""
    model, mode = strict[0]
    return mode, str(model.walls.ground.clause)
