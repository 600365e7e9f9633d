"""Risk: what would follow from a change, recording it, asking for a lowering, and answering one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision import actions, queries
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.operating_model.rules import Cohort, Risk, Rsr

router = Router(tags=["Risk"])


class RiskWanted(Schema):
    """A risk of serious harm, the score of serious recidivism against the cut-off, and cohorts; null keeps what is recorded."""

    risk: Risk
    rsr: Rsr | None = None
    cohorts: tuple[Cohort, ...] | None = None


class RiskRecord(RiskWanted):
    """A risk to record and why; ``seen`` is the mark of what was foreseen, refused when something else would follow now."""

    version: int
    because: str = Field("", max_length=500)
    seen: str = Field("", max_length=64)


class LoweringWanted(RiskWanted):
    """A lower risk to ask for, and why."""

    version: int
    because: str = Field(max_length=500)


class RoleEnding(Schema):
    """A role that passes to another body: which, from whom, to which organisation."""

    kind: str
    member_id: UUID
    passes_to: UUID


class Foreseen(Schema):
    """What would follow: whether it is a fall that must be agreed, the tier, roles that end, gaps, and who is told."""

    falls: bool
    stands: str
    tier_now: str
    tier_then: str
    oversight_added: bool
    ending: list[RoleEnding]
    nobody_holds: list[str]
    told: list[UUID]
    seen: str


class Lowering(Schema):
    """A lowering of risk that was asked for, and what was answered."""

    id: UUID
    from_risk: str
    to_risk: str
    against: str
    because: str
    asked_by: UUID
    asked_at: datetime
    state: str
    answerer: str
    answered_at: datetime | None
    answer: str


class LoweringAnswer(Schema):
    """Whether a lowering is agreed to, why, and the mark of what was foreseen."""

    agreed: bool
    because: str = Field("", max_length=500)
    seen: str = Field("", max_length=64)


def _case_id(request: HttpRequest, person_id: UUID) -> UUID:
    return or_404(queries.case_of(person_id, at=request.at)).case.id  # type: ignore[attr-defined]


@router.post("/people/{person_id}/risk/foreseen", response={200: Foreseen, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def foresee_risk(request: HttpRequest, person_id: UUID, payload: RiskWanted) -> Any:
    """What would follow from a risk, by the rule that recording it acts on; nothing is written."""
    check(request, May.RECORD_ON_TIMELINE)
    case_id, at = _case_id(request, person_id), request.at  # type: ignore[attr-defined]
    found = queries.risk_foreseen(case_id, at=at, **payload.dict())
    follows = found.follows
    return {
        "falls": found.falls,
        "stands": found.stands,
        "tier_now": follows.tiers[0],
        "tier_then": follows.tiers[1],
        "oversight_added": follows.oversight,
        "ending": [
            {"kind": one.kind, "member_id": one.member_id, "passes_to": follows.passes_to[one.kind]}
            for one in follows.ending
        ],
        "nobody_holds": list(follows.gaps),
        "told": list(follows.told),
        "seen": follows.mark,
    }


@router.post("/people/{person_id}/risk", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def record_risk(request: HttpRequest, person_id: UUID, payload: RiskRecord) -> Any:
    """Record the risk of serious harm; a rise does what the operating model says, a fall is refused: ask for it."""
    done(request, actions.record_risk, case_id=_case_id(request, person_id), **payload.dict())
    return Status(204, None)


@router.post("/people/{person_id}/risk/lowerings", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def ask_to_lower_risk(request: HttpRequest, person_id: UUID, payload: LoweringWanted) -> Any:
    """Ask that a risk be lowered; nothing changes until somebody else who may countersign agrees."""
    case = _case_id(request, person_id)
    return Status(201, {"id": done(request, actions.ask_to_lower_risk, case_id=case, **payload.dict())})


@router.get("/people/{person_id}/risk/lowerings", response={200: list[Lowering], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.RISK)
def get_lowerings(request: HttpRequest, person_id: UUID) -> Any:
    """Every lowering of risk that was asked for of a person, newest first."""
    check(request, May.LOOK_AT_PEOPLE)
    _case_id(request, person_id)
    return queries.lowerings_of(person_id)


@router.post("/lowerings/{lowering_id}/answer", response={204: None, **REFUSALS})
@allowed(May.COUNTERSIGN_ASSESSMENT)
def answer_lowering(request: HttpRequest, lowering_id: UUID, payload: LoweringAnswer) -> Any:
    """Agree to a lowering of risk, or refuse it; never by whoever asked."""
    done(request, actions.answer_lowering, lowering_id=lowering_id, **payload.dict())
    return Status(204, None)


@router.post("/lowerings/{lowering_id}/withdraw", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def withdraw_lowering(request: HttpRequest, lowering_id: UUID) -> Any:
    """Take back what one asked for oneself."""
    done(request, actions.withdraw_lowering, lowering_id=lowering_id)
    return Status(204, None)
