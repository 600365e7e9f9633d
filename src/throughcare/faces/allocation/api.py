"""Allocation: the queue, suggestions and their answers, workload, plans."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.allocation import actions, queries
from throughcare.casework.allocation.queries import MemberLoad, PlanSeen, SuggestionSeen
from throughcare.casework.allocation.rules.capacity import Percent
from throughcare.casework.allocation.rules.decision import Outcome, Reason
from throughcare.casework.allocation.rules.people import Sex
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Allocation"])


class Queued(Schema):
    """A case without an offender manager; a tier of null is not there yet, as ``standing`` says."""

    case_id: UUID
    person_id: UUID
    name: str
    tier: str | None
    standing: str
    risk: str
    sentence: str
    since: datetime
    working_days: int
    see_by: date
    is_late: bool
    points: int


@router.get("/allocation/queue", response={200: list[Queued], **REFUSALS})
@allowed(May.ALLOCATE_CASE)
def get_queue(request: HttpRequest) -> Any:
    """Every case of the caller's teams without an offender manager, the most pressing first."""
    member = check(request, May.ALLOCATE_CASE)
    rows = queries.waiting(access.units_below(member.unit_id), at=request.at)  # type: ignore[attr-defined]
    return [{**vars(one), "standing": one.standing.value} for one in rows]


class Suggested(Schema):
    """Who should take a case, in order, with the price and reasons of each; who must not; and what was decided."""

    id: UUID
    case_id: UUID
    person_id: UUID
    at: datetime
    edition: str
    state: str
    ranked: list[dict[str, Any]]
    not_possible: list[dict[str, Any]]
    not_considered: list[UUID]
    units: list[dict[str, Any]]
    chosen: UUID | None
    reason: str
    because: str
    decision_id: UUID | None


class AskFor(Schema):
    """What the person asked for, or the case needs, in a manager."""

    language: str | None = Field(None, max_length=60)
    sex: Sex | None = None
    needs: list[str] = Field([], max_length=10)
    unit_ids: list[UUID] | None = Field(
        None, description="Units whose staff are considered; null: all of the caller's."
    )


class Answer(Schema):
    """What is decided, for which reason, and why; ``member_id`` when somebody else is chosen."""

    outcome: Outcome
    reason: Reason
    because: str = Field("", max_length=500)
    member_id: UUID | None = None


@router.post("/cases/{case_id}/suggestions", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ALLOCATE_CASE)
def suggest_manager(request: HttpRequest, case_id: UUID, payload: AskFor) -> Any:
    """Ask who should take a case."""
    asking = queries.Asking(payload.language, payload.sex, frozenset(payload.needs))
    asked = {"case_id": case_id, "asking": asking, "unit_ids": payload.unit_ids}
    return Status(201, {"id": done(request, actions.suggest_for_case, **asked)})


@router.get("/suggestions/{suggestion_id}", response={200: Suggested, **REFUSALS})
@allowed(May.ALLOCATE_CASE)
def get_suggestion(request: HttpRequest, suggestion_id: UUID) -> Any:
    """One suggestion."""
    found: SuggestionSeen = or_404(queries.suggestion(suggestion_id))
    return found.suggestion


@router.post("/suggestions/{suggestion_id}/answer", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ALLOCATE_CASE)
def answer_suggestion(request: HttpRequest, suggestion_id: UUID, payload: Answer) -> Any:
    """Accept, change or refuse a suggestion; appoints whoever is chosen."""
    given = {name: getattr(payload, name) for name in ("outcome", "reason", "because", "member_id")}
    return Status(
        201, {"decision": done(request, actions.answer_suggestion, suggestion_id=suggestion_id, **given)}
    )


class Load(Schema):
    """One member's load now; ``capacity`` is null when no points are available to measure against."""

    member_id: UUID
    name: str
    unit_id: UUID
    grade: str
    cases: int
    without_tier: int
    load: int
    support: int
    available: int
    capacity: Decimal | None
    excess: str | None


@router.get("/allocation/workload", response={200: list[Load], **REFUSALS})
@allowed(May.ALLOCATE_CASE)
def get_workload(request: HttpRequest) -> Any:
    """How full the caller's staff are, the fullest first."""
    member = check(request, May.ALLOCATE_CASE)
    found = queries.team_load(access.units_below(member.unit_id), at=request.at)  # type: ignore[attr-defined]
    return [_load(one) for one in found.members]


def _load(one: MemberLoad) -> dict[str, Any]:
    return {
        "member_id": one.member.id,
        "name": one.member.name,
        "unit_id": one.member.unit_id,
        **{
            name: getattr(one, name)
            for name in ("grade", "cases", "without_tier", "load", "support", "available")
        },
        "capacity": one.full.value if isinstance(one.full, Percent) else None,
        "excess": one.excess.because if one.excess else None,
    }


class OfficersAgainstPlan(Schema):
    """Cases for each officer of a group of tiers, against the plan; null when nobody holds any."""

    officers: int | None
    each: float | None
    plan: int
    over_plan: float | None


class Lean(Schema):
    """How lean the work is; a figure of few people is null."""

    weeks: int
    contacts_per_case: dict[str, float | None]
    people_sentenced: int | None
    not_seen: int | None
    within_standard: float | None
    median_working_days: float | None
    per_officer: dict[str, OfficersAgainstPlan]
    by_tier: dict[str, OfficersAgainstPlan]
    edition: str
    basis: str


@router.get("/allocation/lean", response={200: Lean, **REFUSALS})
@allowed(May.ALLOCATE_CASE)
def get_lean(request: HttpRequest) -> Any:
    """Contacts for each case, the wait from sentence to first appointment, cases for each officer against the plan."""
    member = check(request, May.ALLOCATE_CASE)
    found = queries.lean_evidence(access.units_below(member.unit_id), at=request.at)  # type: ignore[attr-defined]
    seen = found.first_seen
    return {
        "weeks": found.weeks,
        "contacts_per_case": {tier: one.each for tier, one in found.contacts.items()},
        "people_sentenced": seen.people.value,
        "not_seen": seen.not_seen.value,
        "within_standard": seen.within_standard,
        "median_working_days": seen.median_days,
        "per_officer": found.per_officer,
        "by_tier": found.by_tier,
        "edition": found.edition.name,
        "basis": found.edition.table.basis,
    }


class AskPlan(Schema):
    """What a plan is about, and what it supposes, if anything."""

    scope: Literal["waiting", "everybody"] = "waiting"
    change: dict[str, Any] = Field(default_factory=dict)
    unit_ids: list[UUID] | None = Field(
        None, description="Units that are planned for; null: all of the caller's."
    )


class Planned(Schema):
    """A plan: how far it is; once done, its cost, the proved gap, and what is compared."""

    id: UUID
    scope: str
    change: dict[str, Any]
    state: str
    because: str
    step: int
    stage: str
    cases: int | None
    practitioners: int | None
    objective: float | None
    bound: float | None
    gap: float | None
    greedy_objective: float | None
    unallocated: int | None
    units: list[dict[str, Any]]
    bill: dict[str, Any]
    compared: dict[str, Any]


class PlannedCase(Schema):
    """One case in a plan."""

    id: UUID
    case_id: UUID
    person_id: UUID
    tier: str
    points: int
    from_member: UUID | None
    to_member: UUID | None
    price: float
    reasons: list[dict[str, Any]]
    state: str


class CarryOut(Schema):
    """Why a plan is carried out, and which of its rows (null: all)."""

    because: str = Field(max_length=300)
    rows: list[UUID] | None = None


@router.post("/plans", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.PLAN_ALLOCATION)
def ask_plan(request: HttpRequest, payload: AskPlan) -> Any:
    """Ask for a best assignment; a job works it out."""
    return Status(201, {"id": done(request, actions.ask_plan, **payload.dict())})


@router.get("/plans/{plan_id}", response={200: Planned, **REFUSALS})
@allowed(May.PLAN_ALLOCATION)
def get_plan(request: HttpRequest, plan_id: UUID) -> Any:
    """One plan and how far it is."""
    seen: PlanSeen = or_404(queries.plan(plan_id))
    own = {name: getattr(seen.plan, name) for name in Planned.model_fields if hasattr(seen.plan, name)}
    return {**own, "step": seen.step, "stage": seen.stage}


@router.get("/plans/{plan_id}/cases", response={200: list[PlannedCase], **REFUSALS})
@allowed(May.PLAN_ALLOCATION)
def get_plan_cases(request: HttpRequest, plan_id: UUID, page: int = 1) -> Any:
    """Whom a plan proposes for each case that would change hands, 50 a page."""
    or_404(queries.plan(plan_id))
    _, rows = queries.plan_rows(plan_id, page=min(max(1, page), 10_000))
    return [one.row for one in rows]


@router.post("/plans/{plan_id}/stop", response={204: None, **REFUSALS})
@allowed(May.PLAN_ALLOCATION)
def stop_plan(request: HttpRequest, plan_id: UUID) -> Any:
    """Stop a plan."""
    done(request, actions.stop_plan, plan_id=plan_id)
    return Status(204, None)


@router.post("/plans/{plan_id}/start", response={204: None, **REFUSALS})
@allowed(May.PLAN_ALLOCATION)
def start_plan_again(request: HttpRequest, plan_id: UUID) -> Any:
    """Start a stopped plan again."""
    done(request, actions.start_plan_again, plan_id=plan_id)
    return Status(204, None)


@router.post("/plans/{plan_id}/carry-out", response={201: dict[str, int], **REFUSALS})
@allowed(May.PLAN_ALLOCATION)
def carry_out_plan(request: HttpRequest, plan_id: UUID, payload: CarryOut) -> Any:
    """Appoint whom a plan proposes, in all its cases or those named."""
    changed = done(
        request, actions.carry_out_plan, plan_id=plan_id, because=payload.because, row_ids=payload.rows
    )
    return Status(201, {"changed_hands": changed})
