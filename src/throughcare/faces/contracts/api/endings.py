"""Endings: notice, failure, and the hand-over of everything, rehearsed and done, with its certificate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.ending import FailureGround, LastResort
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Contracts"])
WORDS = Field(min_length=1, max_length=500)


class NoticeGiven(Schema):
    """The last day, the last of a month, and why."""

    last_day: Day
    because: str = WORDS


class FailureDeclared(Schema):
    """On what ground a provider failed, the last day, and what happened."""

    ground: FailureGround
    last_day: Day
    because: str = WORDS


class HandedTo(Schema):
    """The team that takes everything over, by which way, and why."""

    to_unit: UUID
    way: LastResort
    because: str = WORDS


class ProposalShown(Schema):
    """What one person of the buyer's team proposed and another may confirm."""

    id: UUID
    kind: str
    ground: str
    last_day: date | None
    to_unit: UUID | None
    way: str
    because: str
    at: datetime
    may_confirm: bool


class KindPassed(Schema):
    """Of one kind: how many the team had, how many passed, how many a third team is to fill, and the rows that stayed behind."""

    kind: str
    before: int
    passed: int
    others: int
    stayed: list[UUID]


class HandoverShown(Schema):
    """A hand-over or the rehearsal of one: to whom, by which way and clause, and the certificate."""

    id: UUID
    rehearsal: bool
    receiver: str
    way: str
    clause: str
    because: str
    at: datetime
    certificate: list[KindPassed]


@router.post("/contracts/{contract_id}/notice", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def give_notice(request: HttpRequest, contract_id: UUID, payload: NoticeGiven) -> Any:
    """Give notice, by either side."""
    done(request, actions.give_notice, agreement_id=contract_id, **payload.dict())
    return Status(204, None)


@router.post("/contracts/{contract_id}/failure", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.END_AGREEMENT)
def propose_failure(request: HttpRequest, contract_id: UUID, payload: FailureDeclared) -> Any:
    """Propose to say that a provider failed; another of the buyer's team confirms it."""
    made = done(request, actions.propose_failure, agreement_id=contract_id, **payload.dict())
    return Status(201, {"id": made})


@router.post("/contracts/{contract_id}/failure/{proposal_id}", response={204: None, **REFUSALS})
@allowed(May.END_AGREEMENT)
def declare_failure(request: HttpRequest, contract_id: UUID, proposal_id: UUID) -> Any:
    """Confirm that a provider failed, as another of the team proposed."""
    done(request, actions.declare_failure, agreement_id=contract_id, proposal_id=proposal_id)
    return Status(204, None)


@router.post("/contracts/{contract_id}/rehearsals", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.END_AGREEMENT)
def rehearse_handover(request: HttpRequest, contract_id: UUID, payload: HandedTo) -> Any:
    """Pass everything, count it, and undo it."""
    return Status(
        201, {"id": done(request, actions.rehearse_handover, agreement_id=contract_id, **payload.dict())}
    )


@router.post("/contracts/{contract_id}/handovers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.END_AGREEMENT)
def propose_handover(request: HttpRequest, contract_id: UUID, payload: HandedTo) -> Any:
    """Propose to pass everything that the provider has to another team; another of the buyer's team does it."""
    made = done(request, actions.propose_handover, agreement_id=contract_id, **payload.dict())
    return Status(201, {"id": made})


@router.post("/contracts/{contract_id}/handovers/{proposal_id}", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.END_AGREEMENT)
def hand_over_everything(request: HttpRequest, contract_id: UUID, proposal_id: UUID) -> Any:
    """Pass everything that the provider has to another team, as another of the team proposed; returns the certificate."""
    made = done(request, actions.hand_over_everything, agreement_id=contract_id, proposal_id=proposal_id)
    return Status(201, {"id": made})


@router.get("/contracts/{contract_id}/proposals", response={200: list[ProposalShown], **REFUSALS})
@allowed(May.END_AGREEMENT)
def list_proposals(request: HttpRequest, contract_id: UUID) -> Any:
    """What waits for a second person of the buyer's team."""
    return [
        ProposalShown(
            id=one.row.id, kind=one.row.kind, ground=one.row.ground, last_day=one.row.last_day, to_unit=one.row.to_unit, way=one.row.way,
            because=one.row.because, at=one.row.at, may_confirm=one.may_confirm,
        )
        for one in queries.proposals(contract_id)
    ]  # fmt: skip


@router.post("/contracts/{contract_id}/offers-published", response={200: dict[str, int], **REFUSALS})
@allowed(May.KEEP_CATALOGUE)
def publish_offers(request: HttpRequest, contract_id: UUID) -> Any:
    """Have the provider's team receive referrals to the services of an agreement that runs; how many it receives anew."""
    return {"services": done(request, actions.publish_offers, agreement_id=contract_id)}


@router.post("/contracts/{contract_id}/offers-closed", response={200: dict[str, int], **REFUSALS})
@allowed(May.KEEP_CATALOGUE)
def close_offers(request: HttpRequest, contract_id: UUID) -> Any:
    """Have nobody sent to the services of an agreement that is over; how many were closed."""
    return {"services": done(request, actions.close_offers, agreement_id=contract_id)}


@router.get("/contracts/{contract_id}/handovers", response={200: list[HandoverShown], **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def list_handovers(request: HttpRequest, contract_id: UUID) -> Any:
    """Hand-overs of an agreement that the caller's team is a side of, or that it received, the last first."""
    return [
        HandoverShown(
            id=one.row.id, rehearsal=one.row.rehearsal, receiver=one.receiver, way=one.row.way, clause=one.row.clause,
            because=one.row.because, at=one.row.at,
            certificate=[
                KindPassed(kind=k.kind, before=k.before, passed=k.passed, others=k.others, stayed=list(k.stayed)) for k in one.certificate
            ],
        )
        for one in queries.handovers(contract_id)
    ]  # fmt: skip
