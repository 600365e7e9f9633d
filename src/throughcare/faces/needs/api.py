"""Need of a place, as it was published."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.commissioning.needs import queries
from throughcare.commissioning.needs.queries import LocalNeed, NeedSeen
from throughcare.commissioning.needs.rules.gaps import NeedTold, Supply
from throughcare.commissioning.needs.rules.intentions import Paper
from throughcare.commissioning.needs.rules.surely import People, Share
from throughcare.faces.api.operation import REFUSALS, allowed, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Need"])


class PlaceOfNeedTold(Schema):
    """A place and the first days of the quarters published of it, the latest first."""

    place: str
    quarters: list[date]


class NeedInterval(Schema):
    """A figure and the interval it lies in."""

    value: float
    low: float
    high: float


class NeedStanding(Schema):
    """One need of some people; null is withheld, or cannot be told."""

    people: int | None
    met: int | None
    not_met: int | None
    without: int | None
    unknown: int | None
    share: NeedInterval | None
    expected: NeedInterval | None
    share_not_met: NeedInterval | None
    services: int
    services_for_women: int
    services_for_men: int
    free_places: int | None
    shortest_middle_wait: int | None
    longest_ninetieth_wait: int | None
    gap: list[str]


class NeedLocally(NeedStanding):
    """One need in one local area, of one delivery unit, or among people of one sex."""

    where: str


class NeedInPlace(NeedStanding):
    """One need of a place."""

    code: str
    name: str
    since_last_year: str
    by_area: list[NeedLocally]
    by_sex: list[NeedLocally]
    by_unit: list[NeedLocally]
    distance: dict[str, int | None]
    distance_by_area: dict[str, dict[str, int | None]]


class PlaceOfNeed(Schema):
    """Need of a place in a quarter; columns are people by their values."""

    place: str
    first: date
    last: date
    people: int | None
    needs: list[NeedInPlace]
    columns: dict[str, dict[str, int | None]]


@router.get("/need", response={200: list[PlaceOfNeedTold], **REFUSALS})
@allowed(May.LOOK_AT_NEED)
def list_need(request: HttpRequest) -> Any:
    """The places of which need was published, and the quarters."""
    return [
        {"place": place, "quarters": [quarter.first for quarter in queries.quarters_told_of(place)]}
        for place in queries.places_told_of()
    ]


@router.get("/need/{place}", response={200: PlaceOfNeed, **REFUSALS})
@allowed(May.LOOK_AT_NEED)
def get_need(request: HttpRequest, place: str, first: date | None = None) -> Any:
    """Need of a place in the quarter that begins on a day, or in the latest, with what is offered for it now."""
    found = queries.need_of_place(place, at=request.at, first=first)  # type: ignore[attr-defined]
    one = or_404(found)
    return {
        "place": one.place, "first": one.quarter.first, "last": one.quarter.last, "people": one.people,
        "needs": [_need(each) for each in one.needs], "columns": one.columns,
    }  # fmt: skip


def _need(one: NeedSeen) -> dict[str, Any]:
    return {
        **_standing(one.told, one.supply, one.gap), "code": one.code, "name": one.name,
        "since_last_year": one.since_last_year, "by_area": [_local(each) for each in one.by_area],
        "by_sex": [_local(each) for each in one.by_sex], "by_unit": [_local(each) for each in one.by_unit],
        "distance": one.distance, "distance_by_area": one.distance_by_area,
    }  # fmt: skip


def _local(one: LocalNeed) -> dict[str, Any]:
    return {**_standing(one.told, one.supply, one.gap), "where": one.where}


def _standing(told: NeedTold, supply: Supply, gap: tuple[str, ...]) -> dict[str, Any]:
    return {
        "people": told.people, "met": told.met, "not_met": told.not_met, "without": told.without, "unknown": told.unknown,
        "share": _interval(told.share), "share_not_met": _interval(told.share_not_met), "expected": _range(told.to_be_expected),
        "services": supply.services, "services_for_women": supply.for_women, "services_for_men": supply.for_men,
        "free_places": supply.free_places, "shortest_middle_wait": supply.shortest_middle,
        "longest_ninetieth_wait": supply.longest_ninth, "gap": list(gap),
    }  # fmt: skip


def _interval(share: Share | None) -> dict[str, float] | None:
    return None if share is None else {"value": share.value, "low": share.low, "high": share.high}


def _range(many: People | None) -> dict[str, float] | None:
    return None if many is None else {"value": many.middle, "low": many.low, "high": many.high}


class IntentionTold(Schema):
    """One intention, in short; demand in people a year, null where it is not said."""

    id: UUID
    title: str
    stage: str
    need: str
    place: str
    scope: str
    priority: int
    budget_pence: int
    demand_low: int | None
    demand_high: int | None
    closes: date | None


class IntentionWhole(IntentionTold):
    """One intention with what it rests on, the caller's seat, and what stands in the way of approval."""

    organisation: str
    seat: str
    reserved: str
    in_the_way: list[str]
    said: int
    unanswered: int


@router.get("/intentions", response={200: list[IntentionTold], **REFUSALS})
@allowed(May.LOOK_AT_NEED)
def list_intentions(request: HttpRequest) -> Any:
    """Every intention that the caller sees: those not over first, by priority."""
    return [_intention(row, paper) for row, paper in queries.intentions()]


@router.get("/intentions/{intention_id}", response={200: IntentionWhole, **REFUSALS})
@allowed(May.LOOK_AT_NEED)
def get_intention(request: HttpRequest, intention_id: UUID) -> Any:
    """One intention, and what stands in the way of approval today."""
    try:
        seen = queries.intention(intention_id, request.member, at=request.at)  # type: ignore[attr-defined]
    except Refused:
        seen = None
    one = or_404(seen)
    return {
        **_intention(one.row, one.paper), "organisation": one.organisation, "seat": one.seat.value, "reserved": one.held.value,
        "in_the_way": [str(each) for each in one.against], "said": len(one.said), "unanswered": one.unanswered,
    }  # fmt: skip


def _intention(row: Any, paper: Paper) -> dict[str, Any]:
    return {
        "id": row.id, "title": paper.title, "stage": row.stage, "need": paper.need, "place": paper.place, "scope": paper.scope.value,
        "priority": paper.priority, "budget_pence": paper.budget_pence, "demand_low": paper.demand_low, "demand_high": paper.demand_high,
        "closes": row.closes,
    }  # fmt: skip
