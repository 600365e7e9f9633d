"""Premises, their beds by night, and lost nights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.actions import House
from throughcare.casework.accommodation.queries import PremisesSeen
from throughcare.casework.accommodation.queries.premises import LostDemand
from throughcare.casework.accommodation.rules import AccommodationKind, NightStands, Regime
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Accommodation"])


class NightShown(Schema):
    """One night: how many beds there are, lived in, booked, lost and free; of the free how many have what."""

    on: date
    beds: int
    occupied: int
    booked: int
    lost: int
    free: int
    free_with: dict[str, int]


class PremisesShown(Schema):
    """Premises and how their beds stand tonight; ``full`` is the share of bed-nights lived in over four weeks, empty where none."""

    id: UUID
    name: str
    place: str
    kind: str
    regime: str
    takes: str
    has: list[str]
    has_not: list[str]
    unit: str
    opens: date
    closes: date | None
    tonight: NightShown
    full: float | None


class LostShown(Schema):
    """Nights on which a bed is lost; the day it is back is empty while it is not known."""

    id: UUID
    first: date
    until: date | None
    reason: str


class BedShown(Schema):
    """A bed and how it stands tonight."""

    id: UUID
    name: str
    tonight: str
    has: list[str]
    has_not: list[str]
    lost: list[LostShown]


class OnePremisesShown(PremisesShown):
    """Premises with every bed and the nights of a fortnight."""

    beds: list[BedShown]
    nights: list[NightShown]


class NewPremises(Schema):
    """Premises of one's own team."""

    kind: AccommodationKind
    name: str = Field(max_length=100)
    place: str = Field(max_length=100)
    opens: Day
    regime: Regime = Regime.NORMAL
    takes: str = "everybody"
    has: list[str] = Field(default_factory=list)
    has_not: list[str] = Field(default_factory=list)


class NewBeds(Schema):
    """Beds alike in what they have."""

    names: list[str]
    first: Day
    has: list[str] = Field(default_factory=list)
    has_not: list[str] = Field(default_factory=list)


class BedCloses(Schema):
    """The last night a bed is there."""

    last: Day


class NewVoid(Schema):
    """Nights on which a bed is lost."""

    first: Day
    until: Day | None = None
    reason: str


class VoidEnds(Schema):
    """The day from which a lost bed can be used again."""

    on: Day
    because: str = Field("", max_length=300)


def _night(one: NightStands) -> NightShown:
    return NightShown(
        on=one.on, beds=one.beds, occupied=one.occupied, booked=one.booked, lost=one.lost, free=one.free,
        free_with=dict(one.free_with),
    )  # fmt: skip


def _shown(seen: PremisesSeen) -> dict[str, Any]:
    row = seen.row
    return {
        "id": row.id, "name": row.name, "place": row.place, "kind": row.kind, "regime": row.regime, "takes": row.takes,
        "has": row.has, "has_not": row.has_not, "unit": seen.unit, "opens": row.opens, "closes": row.closes,
        "tonight": _night(seen.tonight), "full": seen.before.rate,
    }  # fmt: skip


def _beds(beds: Iterable[queries.BedSeen]) -> list[BedShown]:
    return [
        BedShown(
            id=one.row.id, name=one.row.name, tonight=one.tonight, has=one.row.has, has_not=one.row.has_not,
            lost=[
                LostShown(id=void.id, first=void.nights.lower, until=void.nights.upper, reason=void.reason)
                for void in one.voids if not void.nights.isempty
            ],
        )
        for one in beds
    ]  # fmt: skip


@router.get("/accommodation/premises", response={200: list[PremisesShown], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def list_premises(request: HttpRequest, kind: AccommodationKind | None = None) -> Any:
    """Every premises that is open, and how many of their beds are free tonight."""
    found = queries.premises(kind=kind, on=day_of(request.at))  # type: ignore[attr-defined]
    return [PremisesShown(**_shown(one)) for one in found]


@router.get("/accommodation/premises/{premises_id}", response={200: OnePremisesShown, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def get_premises(request: HttpRequest, premises_id: UUID) -> Any:
    """Premises with their beds, and a fortnight by night."""
    whole = or_404(queries.one_of_premises(premises_id, on=day_of(request.at)))  # type: ignore[attr-defined]
    nights = [_night(one) for one in whole.nights]
    return OnePremisesShown(**_shown(whole.seen), beds=_beds(whole.beds), nights=nights)


@router.post("/accommodation/premises", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_PREMISES)
def add_premises(request: HttpRequest, payload: NewPremises) -> Any:
    """Record premises that one's own team runs."""
    return Status(201, {"id": done(request, actions.add_premises, house=House(**payload.dict()))})


@router.post("/accommodation/premises/{premises_id}/beds", response={201: list[UUID], **REFUSALS})
@allowed(May.KEEP_PREMISES)
def add_beds(request: HttpRequest, premises_id: UUID, payload: NewBeds) -> Any:
    """Add beds to premises, alike in what they have."""
    return Status(201, done(request, actions.add_beds, premises_id=premises_id, **payload.dict()))


@router.post("/accommodation/beds/{bed_id}/close", response={204: None, **REFUSALS})
@allowed(May.KEEP_PREMISES)
def close_bed(request: HttpRequest, bed_id: UUID, payload: BedCloses) -> Any:
    """Take a bed away after a last night."""
    done(request, actions.close_bed, bed_id=bed_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/beds/{bed_id}/lost", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.GIVE_PLACES)
def lose_bed(request: HttpRequest, bed_id: UUID, payload: NewVoid) -> Any:
    """Record nights on which a bed is lost."""
    return Status(201, {"id": done(request, actions.lose_bed, bed_id=bed_id, **payload.dict())})


@router.post("/accommodation/lost/{void_id}/back", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def have_bed_back(request: HttpRequest, void_id: UUID, payload: VoidEnds) -> Any:
    """Record the day from which a lost bed can be used again."""
    done(request, actions.have_bed_back, void_id=void_id, **payload.dict())
    return Status(204, None)


@router.get("/accommodation/lost-demand", response={200: list[LostDemand], **REFUSALS})
@allowed(May.GIVE_PLACES)
def get_lost_demand(request: HttpRequest, since: Day, until: Day) -> Any:
    """What of the demand on the caller's own teams was lost for want of a bed; the last day is left out."""
    return queries.lost_demand(since=since, until=until)
