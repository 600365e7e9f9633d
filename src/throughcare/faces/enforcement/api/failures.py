"""Failures to comply: told, returned, decided, brought to court; and how long both sides take."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.queries import DelaysTold, FailureLine, FailureSeen
from throughcare.casework.enforcement.rules import CourtOutcome, Move, NotEnforceable, Pause
from throughcare.casework.people.queries import names_of
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Enforcement"])
A_YEAR = timedelta(days=365)
PLACE = "/enforcement/failures/{failure_id}"


class FailureListed(Schema):
    """A failure in a list; working days left are negative when it is late, and empty when nothing is owed."""

    id: UUID
    person_id: UUID
    number: int
    failed_on: date
    what: str
    state: str
    due: str
    due_on: date | None
    due_unit: UUID | None
    because: str
    working_days_left: int | None
    decider: str
    version: int


class MoveListed(Schema):
    """One move of a failure; a limit or a hearing's day where there is one."""

    move: str
    on: date
    until: date | None
    reason: str
    note: str
    organisation: str


class FailureWhole(FailureListed):
    """A failure whole: its moves, where it is in its window, and the ground of who decides. What is not for the caller is empty."""

    moves: list[MoveListed]
    number_in_window: int | None
    must: str
    ground: list[dict[str, str]]


class FailureAtVersion(Schema):
    """The version that was read."""

    version: int = Field(ge=0)


class FailureNoted(FailureAtVersion):
    """The version that was read, and words."""

    note: str = Field(max_length=2000)


class Returning(FailureNoted):
    """What is missing, and until when it is wanted."""

    until: Day | None = None


class Pausing(FailureAtVersion):
    """Why a clock stops, and until when."""

    reason: Pause
    until: Day | None = None
    note: str = Field("", max_length=2000)


class Deciding(FailureNoted):
    """What is decided, and why; a reason where it is not enforceable."""

    decision: Move
    reason: NotEnforceable | None = None


class Lodging(FailureAtVersion):
    """Of which order a breach is before the court, since when, and when it is heard."""

    sentence_id: UUID
    on: Day | None = None
    hearing_on: Day | None = None


class TellingOfCourt(FailureAtVersion):
    """What happened at court: adjourned, or what became of a warrant."""

    what: Move
    on: Day | None = None
    until: Day | None = None
    note: str = Field("", max_length=2000)


class CourtDid(FailureAtVersion):
    """What the court did."""

    outcome: CourtOutcome
    on: Day | None = None
    note: str = Field("", max_length=2000)


class DecisionLookedAt(Schema):
    """Whether a decision is one that the caller would have taken, and why."""

    agrees: bool
    note: str = Field(max_length=1000)


def _listed(one: FailureLine) -> dict[str, Any]:
    return {
        "id": one.id, "person_id": one.person_id, "number": one.number, "failed_on": one.failed_on, "what": one.what,
        "state": one.state.value, "due": one.due, "due_on": one.due_on, "due_unit": one.due_unit, "because": one.because,
        "working_days_left": one.working_days_left, "decider": one.decider, "version": one.version,
    }  # fmt: skip


def _whole(seen: FailureSeen) -> FailureWhole:
    where = seen.position
    return FailureWhole(
        **_listed(seen.line), number_in_window=where.number if where else None, must=where.must.value if where else "",
        ground=[dict(one) for one in seen.told],
        moves=[
            MoveListed(
                move=one.move, on=one.on, until=one.until, reason=one.reason, note=one.note, organisation=one.organisation
            )
            for one in seen.steps
        ],
    )  # fmt: skip


@router.get("/people/{person_id}/failures", response={200: list[FailureListed], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.REASONS, own=May.REFER_FAILURE)
def list_failures_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's failures to comply, those on which something is owed first."""
    or_404(names_of([person_id]).get(person_id))
    return [_listed(one) for one in queries.failures_of(person_id, today=day_of(request.at))]  # type: ignore[attr-defined]


@router.get("/enforcement/owed", response={200: list[FailureListed], **REFUSALS})
@allowed(May.REFER_FAILURE)
def list_failures_owed(request: HttpRequest) -> Any:
    """The failures on which the caller's teams owe the next move, the soonest due first."""
    units = access.units_below(request.member.unit_id)  # type: ignore[attr-defined]
    return [_listed(one) for one in queries.failures_owed(units, today=day_of(request.at))]  # type: ignore[attr-defined]


@router.get("/enforcement/delays", response={200: DelaysTold, **REFUSALS})
@allowed(May.LOOK_AT_AREA_FIGURES)
def get_enforcement_delays(request: HttpRequest) -> Any:
    """How long notices and decisions took in the last year, apart; what is too few is empty."""
    return queries.delays_since(day_of(request.at) - A_YEAR)  # type: ignore[attr-defined]


@router.get(PLACE, response={200: FailureWhole, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_failure(request: HttpRequest, failure_id: UUID) -> Any:
    """One failure whole."""
    return _whole(or_404(queries.failure(failure_id, today=day_of(request.at))))  # type: ignore[attr-defined]


@router.post(f"{PLACE}/refer", response={204: None, **REFUSALS})
@allowed(May.REFER_FAILURE)
def refer_failure(request: HttpRequest, failure_id: UUID, payload: FailureNoted) -> Any:
    """Tell whoever decides of a failure, with what shows it."""
    done(request, actions.refer_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/answer", response={204: None, **REFUSALS})
@allowed(May.REFER_FAILURE)
def answer_returned_failure(request: HttpRequest, failure_id: UUID, payload: FailureNoted) -> Any:
    """Send a failure again with what was missing."""
    done(request, actions.answer_return, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/accept", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def accept_failure(request: HttpRequest, failure_id: UUID, payload: FailureAtVersion) -> Any:
    """Accept a failure, or take one up that nobody told of yet."""
    done(request, actions.accept_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/return", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def return_failure(request: HttpRequest, failure_id: UUID, payload: Returning) -> Any:
    """Send a failure back for evidence."""
    done(request, actions.return_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/pause", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def pause_failure(request: HttpRequest, failure_id: UUID, payload: Pausing) -> Any:
    """Stop the clock for a reason and until a day."""
    done(request, actions.pause_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/resume", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def resume_failure(request: HttpRequest, failure_id: UUID, payload: FailureAtVersion) -> Any:
    """Let the clock go on."""
    done(request, actions.resume_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/decide", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def decide_failure(request: HttpRequest, failure_id: UUID, payload: Deciding) -> Any:
    """Decide what becomes of a failure."""
    done(request, actions.decide_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/rescind", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def rescind_failure(request: HttpRequest, failure_id: UUID, payload: FailureNoted) -> Any:
    """Rescind a failure because of evidence that came late."""
    done(request, actions.rescind_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/lodge", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def lodge_breach(request: HttpRequest, failure_id: UUID, payload: Lodging) -> Any:
    """Say that a breach is before the court."""
    done(request, actions.lodge_breach, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/court", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def tell_of_court(request: HttpRequest, failure_id: UUID, payload: TellingOfCourt) -> Any:
    """Tell that a breach was adjourned, or what became of a warrant."""
    done(request, actions.tell_of_court, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/outcome", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def record_court_outcome(request: HttpRequest, failure_id: UUID, payload: CourtDid) -> Any:
    """Record what the court did, where its results have not told it."""
    done(request, actions.record_court_outcome, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/withdraw", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def withdraw_failure(request: HttpRequest, failure_id: UUID, payload: FailureNoted) -> Any:
    """Say that a breach which was rescinded is withdrawn from the court."""
    done(request, actions.withdraw_failure, failure_id=failure_id, **payload.dict())
    return Status(204, None)


@router.post(f"{PLACE}/ask-again", response={204: None, **REFUSALS})
@allowed(May.DECIDE_FAILURE)
def ask_who_decides(request: HttpRequest, failure_id: UUID) -> Any:
    """Ask the operating model again who decides a failure; the answer comes in a job."""
    done(request, actions.ask_who_decides, failure_id=failure_id)
    return Status(204, None)


@router.post("/enforcement/audits/{drawn_id}", response={204: None, **REFUSALS})
@allowed(May.AUDIT_DECISION)
def audit_decision(request: HttpRequest, drawn_id: UUID, payload: DecisionLookedAt) -> Any:
    """Say whether a decision that was drawn is one that you would have taken."""
    done(request, actions.audit_decision, audit_id=drawn_id, **payload.dict())
    return Status(204, None)
