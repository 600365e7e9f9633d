"""An abnormally low price: the buyer asks about it, its bidder answers, and the buyer keeps or rejects it with its reasons."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Edition, Permission, Refused, edition_on, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import OpenedBid, PriceAnswered, PriceAsked, PriceRuled
from ..rules.low import Low, Ruled, check_answer_by, check_may_rule, low_editions
from ..rules.stages import Stage, check_stage
from ..store import (
    PriceTold,
    RoundStands,
    check_settled,
    low_of,
    offered,
    open_round,
    prices_asked,
    put_out,
    said_in,
)

LONGEST, LONGEST_ANSWER = 2_000, 4_000


@action(Permission.RUN_COMPETITION)
def ask_about_price(
    *, by: Member, at: datetime, competition_id: UUID, bid_id: UUID, package: str, asks: str, answer_by: date
) -> UUID:
    """Ask a bidder how it can do it for a price that is abnormally low; until a day at least as far as the edition says."""
    stands = _ours(by, at, competition_id)
    rule = _rule(stands)
    check_answer_by(rule.table, answer_by, day_of(at))
    rows = list(OpenedBid.objects.filter(round=competition_id).order_by("bidder", "id"))
    out = put_out(competition_id, rows)
    row = next((one for one in rows if one.bid_id == bid_id and not out[one.bid_id]), None)
    found = low_of(stands, offered(stands.row), rows) if row else []
    low = next((one for one in found if row and (one.package.bidder, one.package.name) == (row.bidder, package)), None)  # fmt: skip
    if row is None or low is None:
        raise Refused(
            "That is no price of a bid under consideration that is abnormally low.", field="package"
        )
    asked = PriceAsked(
        id=new_id(), round_id=competition_id, bid_id=bid_id, bidder=row.bidder, package=package, price=low.package.price,
        against=low.against, what=low.what, edition=rule.name, asks=said_in(asks, "asks", LONGEST), answer_by=answer_by,
        unit_id=row.unit_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([asked])
    add_to_line(competition=competition_id, price_asked=asked.id)
    return asked.id


@action(Permission.SEND_BID)
def answer_about_price(*, by: Member, at: datetime, competition_id: UUID, asked_id: UUID, says: str) -> None:
    """Say how one's own team can do it for its price: once, and before the buyer has decided of it."""
    stands = open_round(competition_id, lock=True)
    told = _told(competition_id, asked_id, unit_id=by.unit_id)
    check_stage(stands.happened, at, Stage.PRICED)
    if told.ruled is not None:
        raise Refused(f"The buyer has decided: your price is {told.ruled.way}.")
    if told.answered is not None:
        raise Refused("Your team has answered already.")
    insert_all([PriceAnswered(
        id=new_id(), round_id=competition_id, asked_id=asked_id, says=said_in(says, "says", LONGEST_ANSWER), unit_id=by.unit_id,
        member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, price_asked=asked_id)


@action(Permission.RUN_COMPETITION)
def rule_on_price(
    *, by: Member, at: datetime, competition_id: UUID, asked_id: UUID, way: str, because: str
) -> None:
    """Keep or reject a price once its bidder answered or had its time; the package of a rejected one leaves the award."""
    stands = _ours(by, at, competition_id)
    if way not in list(Ruled):
        raise Refused(f"Choose one of {', '.join(Ruled)}.", field="way")
    told = _told(competition_id, asked_id)
    if told.ruled is not None:
        raise Refused(f"It was decided already: the price is {told.ruled.way}.")
    check_may_rule(answered=told.answered is not None, answer_by=told.asked.answer_by, on=day_of(at))
    words, clause = (
        said_in(because, "because", LONGEST),
        str(_rule(stands).table.rejects_under(stands.row.regime)),
    )
    insert_all([PriceRuled(
        id=new_id(), round_id=competition_id, asked_id=asked_id, way=way, because=words, clause=clause,
        unit_id=told.asked.unit_id, member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, price_asked=asked_id, way=way, because=words, clause=clause)


def _ours(by: Member, at: datetime, competition_id: UUID) -> RoundStands:
    stands = open_round(competition_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition does that.")
    check_stage(stands.happened, at, Stage.PRICED)
    check_settled(stands, at)
    return stands


def _rule(stands: RoundStands) -> Edition[Low]:
    return edition_on(low_editions(), day_of(stands.row.closes_at))


def _told(competition_id: UUID, asked_id: UUID, *, unit_id: UUID | None = None) -> PriceTold:
    told = next((one for one in prices_asked(competition_id) if one.asked.id == asked_id), None)
    if told is None or unit_id not in {None, told.asked.unit_id}:
        raise Refused("There is no such question about a price.")
    return told
