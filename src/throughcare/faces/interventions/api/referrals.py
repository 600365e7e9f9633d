"""Referrals: sent, answered and delivered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.queries import ReferralLine
from throughcare.casework.interventions.rules import (
    LONGEST_SESSION,
    Achievement,
    AmendedBy,
    RefusalReason,
    WithdrawalReason,
)
from throughcare.casework.people.queries import names_of
from throughcare.casework.supervision.rules.attendance import Absence, Evidence, Outcome
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Referrals"])
NOTE = 5_000


class ChangeOfReferral(Schema):
    """One thing that was amended: what it said and what it says now."""

    what: str
    old: str | int | list[str] | None
    new: str | int | list[str] | None


class ReferralStepSeen(Schema):
    """One step of a referral."""

    kind: str
    at: datetime
    who: str
    organisation: str
    reason: str
    note: str
    on: date | None
    goals: list[str]
    outcomes: list[str]
    absence: str
    evidence: str
    minutes: int | None
    changes: list[ChangeOfReferral]


class ReferralWhole(Schema):
    """A referral: where it stands, what is owed, which sides have an amendment to read, and every step."""

    line: ReferralLine
    version: int
    because: str
    sessions: int | None
    recorded: int
    score: float | None
    goals: list[str]
    unread: list[AmendedBy]
    steps: list[ReferralStepSeen]


class NewReferral(Schema):
    """To which service, for which need, and why; and which step of the person's plan it serves, if any."""

    service_id: UUID
    need: str = Field(max_length=20)
    because: str = Field(max_length=1000)
    step_id: UUID | None = None


class AtVersion(Schema):
    """The version that was read."""

    version: int


class WithNote(AtVersion):
    """What to say."""

    note: str = Field("", max_length=NOTE)


class AmendingReferral(AtVersion):
    """Why somebody was referred, as it is to say now, and why it is amended."""

    because: str = Field(max_length=1000)
    reason: str = Field(max_length=NOTE)


class AmendingPlan(AtVersion):
    """The plan as it is to say now, and why it is amended."""

    goals: list[str] = Field(max_length=50)
    sessions: int
    reason: str = Field(max_length=NOTE)


class Refusing(WithNote):
    """Why somebody is not taken on."""

    reason: RefusalReason


class Withdrawing(WithNote):
    """Why it is taken back, or its end asked for."""

    reason: WithdrawalReason


class Assigning(AtVersion):
    """To whom it is given."""

    worker: UUID


class Planning(WithNote):
    """The plan."""

    goals: list[str] = Field(max_length=20)
    sessions: int


class SessionHeld(WithNote):
    """What became of a session: ``absence`` goes with an acceptable absence alone, ``evidence`` with what was decided upon, ``minutes`` with whoever took part."""

    on: Day
    outcome: Outcome
    absence: Absence | None = None
    evidence: Evidence | None = None
    minutes: int | None = Field(None, ge=1, le=LONGEST_SESSION)


class Transferring(WithNote):
    """To which service it passes."""

    service_id: UUID


class HandingOver(Schema):
    """From which team, to which, and why."""

    from_unit: UUID
    to_unit: UUID
    note: str = Field(max_length=1000)


class Concluding(WithNote):
    """What became of each goal, in the plan's order."""

    outcomes: list[Achievement] = Field(max_length=20)


@router.get("/referrals", response={200: list[ReferralLine], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def list_referrals(request: HttpRequest, sent: bool = False) -> Any:
    """Open referrals sent to the caller's teams, or those they sent."""
    member = check(request, May.REFER_TO_SERVICE)
    ask = queries.referrals_sent if sent else queries.referrals_open
    return ask(access.units_below(member.unit_id), today=day_of(request.at))  # type: ignore[attr-defined]


@router.get("/referrals/{referral_id}", response={200: ReferralWhole, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def get_referral(request: HttpRequest, referral_id: UUID) -> Any:
    """One referral."""
    return or_404(queries.referral(referral_id, today=day_of(request.at)))  # type: ignore[attr-defined]


@router.get("/people/{person_id}/referrals", response={200: list[ReferralLine], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SERVICES, own=May.REFER_TO_SERVICE)
def get_referrals_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's referrals, the latest first."""
    or_404(names_of([person_id]).get(person_id))
    return queries.referrals_of(person_id, today=day_of(request.at))  # type: ignore[attr-defined]


@router.post("/people/{person_id}/referrals", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def send_referral(request: HttpRequest, person_id: UUID, payload: NewReferral) -> Any:
    """Refer a person to a service."""
    or_404(names_of([person_id]).get(person_id))
    return Status(201, {"id": done(request, actions.send_referral, person_id=person_id, **payload.dict())})


@router.post("/referrals/{referral_id}/accept", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def accept_referral(request: HttpRequest, referral_id: UUID, payload: WithNote) -> Any:
    """Take somebody on."""
    done(request, actions.accept_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/refuse", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def refuse_referral(request: HttpRequest, referral_id: UUID, payload: Refusing) -> Any:
    """Refuse somebody, saying why."""
    done(request, actions.refuse_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/return", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def return_referral(request: HttpRequest, referral_id: UUID, payload: WithNote) -> Any:
    """Send a referral back for what is missing."""
    done(request, actions.return_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/answer", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def answer_return(request: HttpRequest, referral_id: UUID, payload: WithNote) -> Any:
    """Send a referral again with what was asked for."""
    done(request, actions.answer_return, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/assign", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def assign_referral(request: HttpRequest, referral_id: UUID, payload: Assigning) -> Any:
    """Give a referral to a worker."""
    done(request, actions.assign_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/plan", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def send_plan(request: HttpRequest, referral_id: UUID, payload: Planning) -> Any:
    """Send the plan."""
    done(request, actions.send_plan, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/plan/approve", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def approve_plan(request: HttpRequest, referral_id: UUID, payload: AtVersion) -> Any:
    """Approve the plan."""
    done(request, actions.approve_plan, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/plan/return", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def return_plan(request: HttpRequest, referral_id: UUID, payload: WithNote) -> Any:
    """Send the plan back."""
    done(request, actions.return_plan, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/amend", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def amend_referral(request: HttpRequest, referral_id: UUID, payload: AmendingReferral) -> Any:
    """Amend why somebody was referred; what it said stays in its steps, and the service has it to read."""
    done(request, actions.amend_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/plan/amend", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def amend_plan(request: HttpRequest, referral_id: UUID, payload: AmendingPlan) -> Any:
    """Amend the plan; what it said stays in its steps, and the side that sent the person has it to read."""
    done(request, actions.amend_plan, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/read", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def read_amendment(request: HttpRequest, referral_id: UUID, payload: AtVersion) -> Any:
    """Say that one's side has read what the other amended."""
    done(request, actions.read_amendment, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/sessions", response={204: None, **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def record_session(request: HttpRequest, referral_id: UUID, payload: SessionHeld) -> Any:
    """Record what became of a session."""
    done(request, actions.record_session, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/ask-to-end", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def ask_to_end(request: HttpRequest, referral_id: UUID, payload: Withdrawing) -> Any:
    """Ask the service to end early."""
    done(request, actions.ask_to_end, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/resume", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def resume_referral(request: HttpRequest, referral_id: UUID, payload: WithNote) -> Any:
    """Say that a referral goes on which waited while its person was away."""
    done(request, actions.resume_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/withdraw", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def withdraw_referral(request: HttpRequest, referral_id: UUID, payload: Withdrawing) -> Any:
    """Take a referral back."""
    done(request, actions.withdraw_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/referrals/{referral_id}/conclude", response={200: dict[str, str], **REFUSALS})
@allowed(May.ANSWER_REFERRAL)
def conclude_referral(request: HttpRequest, referral_id: UUID, payload: Concluding) -> Any:
    """Report on each goal and conclude; says how it ended."""
    return {"ending": done(request, actions.conclude_referral, referral_id=referral_id, **payload.dict())}


@router.post("/referrals/{referral_id}/transfer", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def transfer_referral(request: HttpRequest, referral_id: UUID, payload: Transferring) -> Any:
    """Pass an open referral to another service that fits, with every step."""
    done(request, actions.transfer_referral, referral_id=referral_id, **payload.dict())
    return Status(204, None)


@router.post("/hand-overs", response={200: dict[str, int], **REFUSALS})
@allowed(May.KEEP_CATALOGUE)
def hand_over_caseload(request: HttpRequest, payload: HandingOver) -> Any:
    """Pass every service and open referral of one team to another; says how many of each passed."""
    passed = done(request, actions.hand_over_caseload, **payload.dict())
    return (
        passed if isinstance(passed, dict) else {"services": passed.services, "referrals": passed.referrals}
    )
