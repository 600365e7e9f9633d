"""Prices that are abnormally low: which there are, what was asked and answered of each, and what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen, PriceTold
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Competition"])


class LowPriceTold(Schema):
    """A price that is abnormally low; its question, answer and what was decided of it are null until they are there."""

    bid_id: UUID
    bidder: str
    package: str
    price_pence: int
    against_pence: int
    against_what: str
    asked_id: UUID | None
    asks: str | None
    answer_by: date | None
    answer: str | None
    decided: str | None
    because: str | None
    clause: str | None


class PriceQuestion(Schema):
    """A price to ask about: of which bid and package, what is asked, and the last day to answer."""

    bid_id: UUID
    package: str
    asks: str
    answer_by: date


class PriceAnswer(Schema):
    """How a bidder says that it can do it for its price."""

    says: str


class PriceRuling(Schema):
    """Whether a price is ``kept`` or ``rejected``, and why."""

    way: str
    because: str


class PriceQuestionMade(Schema):
    """The question that was asked."""

    asked_id: UUID


def _seen(request: HttpRequest, competition_id: UUID) -> CompetitionSeen:
    try:
        found: CompetitionSeen | None = queries.competition(competition_id, request.member, at=request.at)  # type: ignore[attr-defined]
    except Refused:
        found = None
    return or_404(found)


@router.get("/competitions/{competition_id}/low-prices", response={200: list[LowPriceTold], **REFUSALS})
@allowed(May.TRY_AWARD)
def list_low_prices(request: HttpRequest, competition_id: UUID) -> Any:
    """Abnormally low prices of a competition: the team that buys sees all, a bidder's team those of its own that were asked about."""
    seen = _seen(request, competition_id)
    told = [_told(one) for one in queries.prices_told(competition_id)]
    if seen.stands.row.unit_id != request.member.unit_id:  # type: ignore[attr-defined]
        return told
    bids, asked = queries.bids_told(competition_id), {(one["bidder"], one["package"]) for one in told}
    of = {one.row.bidder: one.row.bid_id for one in bids}
    return told + [
        _NOTHING | {
            "bid_id": of[low.package.bidder], "bidder": low.package.bidder, "package": low.package.name,
            "price_pence": low.package.price, "against_pence": low.against, "against_what": low.what,
        }
        for low in queries.prices_to_ask_about(seen, bids)
        if (low.package.bidder, low.package.name) not in asked
    ]  # fmt: skip


_NOTHING: dict[str, Any] = dict.fromkeys(
    ("asked_id", "asks", "answer_by", "answer", "decided", "because", "clause")
)


def _told(one: PriceTold) -> dict[str, Any]:
    asked, ruled = one.asked, one.ruled
    return {
        "bid_id": asked.bid_id, "bidder": asked.bidder, "package": asked.package, "price_pence": asked.price,
        "against_pence": asked.against, "against_what": asked.what, "asked_id": asked.id, "asks": asked.asks,
        "answer_by": asked.answer_by, "answer": one.answered.says if one.answered else None,
        "decided": ruled.way if ruled else None, "because": ruled.because if ruled else None,
        "clause": ruled.clause if ruled else None,
    }  # fmt: skip


@router.post("/competitions/{competition_id}/low-prices", response={201: PriceQuestionMade, **REFUSALS})
@allowed(May.RUN_COMPETITION)
def ask_about_price(request: HttpRequest, competition_id: UUID, payload: PriceQuestion) -> Any:
    """Ask a bidder about a price that is abnormally low."""
    asked = done(request, actions.ask_about_price, competition_id=competition_id, **payload.dict())
    return Status(201, {"asked_id": asked})


@router.post("/competitions/{competition_id}/low-prices/{asked_id}/answer", response={204: None, **REFUSALS})
@allowed(May.SEND_BID)
def answer_about_price(
    request: HttpRequest, competition_id: UUID, asked_id: UUID, payload: PriceAnswer
) -> Any:
    """Answer as the bidder how it can be done for the price."""
    done(
        request,
        actions.answer_about_price,
        competition_id=competition_id,
        asked_id=asked_id,
        says=payload.says,
    )
    return Status(204, None)


@router.post(
    "/competitions/{competition_id}/low-prices/{asked_id}/decision", response={204: None, **REFUSALS}
)
@allowed(May.RUN_COMPETITION)
def rule_on_price(request: HttpRequest, competition_id: UUID, asked_id: UUID, payload: PriceRuling) -> Any:
    """Keep or reject a price once its bidder answered or had its time."""
    done(request, actions.rule_on_price, competition_id=competition_id, asked_id=asked_id, **payload.dict())
    return Status(204, None)
