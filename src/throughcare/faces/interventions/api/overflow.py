"""What happens when the queue for a service grows, and whom a wait kept from being referred."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.queries.overflow import NotReferredSeen
from throughcare.casework.interventions.rules import Measure, Rung, Then, Told
from throughcare.casework.people.queries import names_of
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Services"])


class RungOfLadder(Schema):
    """From how many days or people on, what then happens, who is told; `to` is the reference of a service, `pence` a band's price."""

    measure: Measure
    at: int
    then: Then
    told: list[Told] = Field(max_length=3)
    to: str = Field("", max_length=40)
    pence: int | None = None


class RungReached(Schema):
    """A rung that a queue has reached: since when, how many people are beyond it, and what that costs by a band's price."""

    rung: RungOfLadder
    since: date
    beyond: int
    pence: int | None


class LadderTold(Schema):
    """What is agreed: the number of the latest edition, the rungs in force with where they stand, and the rung reached now."""

    number: int
    starts: date | None
    source: str
    rungs: list[RungOfLadder]
    reached: RungReached | None


class NewLadder(Schema):
    """A new edition, from a day on; `number` is that of the latest as it was read, nought where there is none."""

    number: int
    starts: Day
    source: str = Field(max_length=200)
    rungs: list[RungOfLadder] = Field(max_length=20)


class NotReferring(Schema):
    """For which need somebody is not referred because of the wait, and what is done instead."""

    need: str = Field(max_length=20)
    instead: str = Field(max_length=1000)


@router.get("/services/{service_id}/overflow", response={200: LadderTold, **REFUSALS})
@allowed(None)
def get_overflow(request: HttpRequest, service_id: UUID) -> Any:
    """What happens when the queue for a service grows, and how it stands today."""
    or_404(queries.service(service_id))
    seen = queries.ladder(service_id, on=day_of(request.at))  # type: ignore[attr-defined]
    now = seen.in_force
    return {
        "number": seen.number,
        "starts": now.starts if now else None,
        "source": now.source if now else "",
        "rungs": now.rungs if now else [],
        "reached": seen.reached,
    }


@router.post("/services/{service_id}/overflow", response={200: dict[str, int], **REFUSALS})
@allowed(May.KEEP_CATALOGUE)
def set_overflow(request: HttpRequest, service_id: UUID, payload: NewLadder) -> Any:
    """Say in a new edition what happens when the queue for a service grows; gives its number."""
    rungs = [Rung(one.measure, one.at, one.then, tuple(one.told), one.to, one.pence) for one in payload.rungs]
    given = {"number": payload.number, "starts": payload.starts, "source": payload.source, "rungs": rungs}
    return {"number": done(request, actions.set_overflow, service_id=service_id, **given)}


@router.get("/people/{person_id}/not-referred", response={200: list[NotReferredSeen], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_not_referred(request: HttpRequest, person_id: UUID) -> Any:
    """To which services somebody was not referred because of the wait, the latest first."""
    or_404(names_of([person_id]).get(person_id))
    return queries.not_referred_of(person_id)


@router.post(
    "/people/{person_id}/services/{service_id}/not-referred", response={201: dict[str, UUID], **REFUSALS}
)
@allowed(May.REFER_TO_SERVICE)
def record_not_referred(
    request: HttpRequest, person_id: UUID, service_id: UUID, payload: NotReferring
) -> Any:
    """Record that somebody is not referred to a service that fits them because of its wait."""
    or_404(names_of([person_id]).get(person_id))
    given = {"person_id": person_id, "service_id": service_id, **payload.dict()}
    return Status(201, {"id": done(request, actions.record_not_referred, **given)})
