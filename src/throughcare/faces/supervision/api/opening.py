"""Opening cases without a court, and samples drawn for inspection."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision import actions
from throughcare.casework.supervision import queries as sampling
from throughcare.casework.supervision.queries import arrival
from throughcare.casework.supervision.queries.sampling import SampledCase, SampleSeen
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Cases"])


class Newcomer(Schema):
    """Somebody no court has sent: who they are, where they live, and how they come."""

    family_name: str = Field(max_length=150)
    given_names: str = Field(max_length=150)
    date_of_birth: Day
    postcode: str = Field(max_length=10)
    reason: str = Field(max_length=20, description="diversion, or voluntary scheme")
    what: str = Field("", max_length=200)


class Arrival(Schema):
    """What became of a newcomer: waiting, done, not held or refused; the person where the caller may see them."""

    id: UUID
    at: datetime
    reason: str
    state: str
    because: str
    person_id: UUID | None


class Draw(Schema):
    """A sample to draw."""

    organisation_id: UUID
    size: int = Field(ge=-(2**31), le=2**31 - 1)
    until: Day
    because: str = Field(max_length=300)


@router.post("/newcomers", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.OPEN_CASE)
def send_newcomer(request: HttpRequest, payload: Newcomer) -> Any:
    """Send somebody who comes without a court; a job matches and records them and opens their case."""
    return Status(202, {"id": done(request, actions.send_newcomer, **payload.dict())})


@router.get("/newcomers/{arrival_id}", response={200: Arrival, **REFUSALS})
@allowed(May.OPEN_CASE)
def get_newcomer(request: HttpRequest, arrival_id: UUID) -> Any:
    """What became of somebody who was sent."""
    return asdict(or_404(arrival(arrival_id)))


@router.post("/samples", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.DRAW_SAMPLE)
def draw_sample(request: HttpRequest, payload: Draw) -> Any:
    """Draw open cases of an organisation by a seed of the server's own, to be read until a day."""
    return Status(201, {"id": done(request, actions.draw_sample, **payload.dict())})


@router.get("/samples", response={200: list[SampleSeen], **REFUSALS})
@allowed(May.DRAW_SAMPLE)
def list_samples(request: HttpRequest) -> Any:
    """The samples of the caller's unit, newest first."""
    return [asdict(s) for s in sampling.samples(at=request.at)]  # type: ignore[attr-defined]


@router.get("/samples/cases", response={200: list[SampledCase], **REFUSALS})
@allowed(May.DRAW_SAMPLE)
def list_sampled_cases(request: HttpRequest) -> Any:
    """The cases that samples let the caller's unit read now, those nobody opened first."""
    return [asdict(c) for c in sampling.sampled_cases(at=request.at)]  # type: ignore[attr-defined]


@router.post("/samples/{sample_id}/end", response={200: dict[str, int], **REFUSALS})
@allowed(May.DRAW_SAMPLE)
def end_sample(request: HttpRequest, sample_id: UUID) -> Any:
    """End a sample now; gives how many cases are closed by that."""
    return {"ended": done(request, actions.end_sample, sample_id=sample_id)}
