"""Papers about a failure: drawn from the record, written, reviewed, signed and delivered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.queries import PaperSeen
from throughcare.casework.enforcement.rules import Means, PaperKind, Part
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Enforcement"])


class PartSaid(Schema):
    """One part of a paper."""

    heading: str = Field(max_length=100)
    text: str = Field(max_length=6000)


class FailurePaperShown(Schema):
    """One version of a paper, what was done with it, and what the record says otherwise since."""

    id: UUID
    failure_id: UUID
    kind: str
    number: int
    language: str
    parts: list[PartSaid]
    done: list[str]
    changed: list[str]
    is_newest: bool


class FailurePaperDrawn(Schema):
    """The kind of paper to draw."""

    kind: PaperKind


class FailurePaperWritten(FailurePaperDrawn):
    """A paper in other words, after the version that was read."""

    number: int = Field(ge=0)
    parts: list[PartSaid]


class FailurePaperReviewed(Schema):
    """What the reviewer says."""

    note: str = Field("", max_length=500)


class FailurePaperDelivered(Schema):
    """By which means a paper went out, and when."""

    means: Means
    on: Day | None = None
    note: str = Field("", max_length=500)


def _shown(one: PaperSeen) -> FailurePaperShown:
    return FailurePaperShown(
        id=one.id, failure_id=one.failure_id, kind=one.kind.value, number=one.number, language=one.language,
        parts=[PartSaid(heading=part.heading, text=part.text) for part in one.parts], done=[deed.value for deed in one.done],
        changed=list(one.changed), is_newest=one.is_newest,
    )  # fmt: skip


@router.get("/enforcement/papers/{paper_id}", response={200: FailurePaperShown, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_paper(request: HttpRequest, paper_id: UUID) -> Any:
    """One version of a paper."""
    return _shown(or_404(queries.paper(paper_id)))


@router.post("/enforcement/failures/{failure_id}/papers/draw", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_ENFORCEMENT_PAPER)
def draft_paper(request: HttpRequest, failure_id: UUID, payload: FailurePaperDrawn) -> Any:
    """Draw a paper from the record as it stands."""
    return Status(201, {"id": done(request, actions.draft_paper, failure_id=failure_id, **payload.dict())})


@router.post("/enforcement/failures/{failure_id}/papers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_ENFORCEMENT_PAPER)
def write_paper(request: HttpRequest, failure_id: UUID, payload: FailurePaperWritten) -> Any:
    """Write a paper in other words, as a new version."""
    parts = [Part(one.heading, one.text) for one in payload.parts]
    given = {"kind": payload.kind, "number": payload.number, "parts": parts}
    return Status(201, {"id": done(request, actions.write_paper, failure_id=failure_id, **given)})


@router.post("/enforcement/papers/{paper_id}/review", response={204: None, **REFUSALS})
@allowed(May.WRITE_ENFORCEMENT_PAPER)
def review_paper(request: HttpRequest, paper_id: UUID, payload: FailurePaperReviewed) -> Any:
    """Say that a version is right, as somebody else than its writer."""
    done(request, actions.review_paper, paper_id=paper_id, **payload.dict())
    return Status(204, None)


@router.post("/enforcement/papers/{paper_id}/sign", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def sign_paper(request: HttpRequest, paper_id: UUID) -> Any:
    """Sign a version that was reviewed."""
    done(request, actions.sign_paper, paper_id=paper_id)
    return Status(204, None)


@router.post("/enforcement/papers/{paper_id}/deliver", response={204: None, **REFUSALS})
@allowed(May.WRITE_ENFORCEMENT_PAPER)
def deliver_paper(request: HttpRequest, paper_id: UUID, payload: FailurePaperDelivered) -> Any:
    """Record by which means a signed version went out."""
    done(request, actions.deliver_paper, paper_id=paper_id, **payload.dict())
    return Status(204, None)
