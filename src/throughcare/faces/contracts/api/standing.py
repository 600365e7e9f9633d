"""How providers stand: signs, what they tell of themselves, and plans to put right."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.distress import MOST_PENCE
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])
WORDS = Field(min_length=1, max_length=500)


class MonthTold(Schema):
    """For the last month over: pence in hand on its last day and spent in it, whole-time posts planned and filled; why, where it was told before.

    ``on_one``: of a hundred of the work, how much one subcontractor does in whose place nobody could step within a month; null where not known.
    """

    month: Day
    cash: int = Field(ge=-MOST_PENCE, le=MOST_PENCE)
    spent: int = Field(ge=0, le=MOST_PENCE)
    planned: Decimal = Field(ge=0, max_digits=7, decimal_places=2)
    filled: Decimal = Field(ge=0, max_digits=7, decimal_places=2)
    on_one: int | None = Field(None, ge=0, le=100)
    because: str = Field("", max_length=500)


class PointWanted(Schema):
    """What must be achieved, and by which day."""

    words: str = Field(min_length=1, max_length=300)
    due: Day


class PlanWanted(Schema):
    """Points of a plan, and what is not kept."""

    points: list[PointWanted] = Field(min_length=1, max_length=12)
    because: str = WORDS


class SaidWhy(Schema):
    """Why, or what shows it."""

    because: str = WORDS


class SignShown(Schema):
    """One sign: what it calls for, its figure (null: not known), in words, and where its lines come from."""

    sign: str
    calls_for: str
    figure: float | None
    words: str
    clause: str


class PointShown(Schema):
    """One point of a plan: by which day, how it stands, whether the provider is late with it."""

    number: int
    words: str
    due: date
    standing: str
    overdue: bool


class PlanShown(Schema):
    """A plan: how it stands, why it was made, its points."""

    id: UUID
    at: datetime
    standing: str
    because: str
    points: list[PointShown]


class ToldShown(Schema):
    """What was told of a month, and when."""

    month: date
    cash: int
    spent: int
    planned: Decimal
    filled: Decimal
    on_one: int | None
    because: str
    at: datetime


class ProviderStandingShown(Schema):
    """How the provider of an agreement stands: signs, plans, what it told, and the month that is still to be told of."""

    signs: list[SignShown]
    plans: list[PlanShown]
    told: list[ToldShown]
    month_owed: date | None


@router.get("/contracts/{contract_id}/standing", response={200: ProviderStandingShown, **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def get_provider_standing(request: HttpRequest, contract_id: UUID) -> Any:
    """How the provider of an agreement of the caller's team stands."""
    try:
        found = queries.how_provider_stands(contract_id, request.member, at=request.at)  # type: ignore[attr-defined]
    except Refused:
        return or_404(None)
    return ProviderStandingShown(
        signs=[
            SignShown(
                sign=one.sign.value, calls_for=one.weight.value, figure=None if one.figure is None else float(one.figure),
                words=one.words, clause=f"{one.clause}; {one.basis}",
            )
            for one in found.signals
        ],
        plans=[_plan(one, found.today) for one in found.plans],
        told=[
            ToldShown(
                month=row.month, cash=row.cash, spent=row.spent, planned=row.planned, filled=row.filled, on_one=row.on_one, because=row.because,
                at=row.at,
            )
            for row in found.told
        ],
        month_owed=found.owed,
    )  # fmt: skip


def _plan(one: queries.PlanStands, today: date) -> PlanShown:
    return PlanShown(
        id=one.row.id, at=one.row.at, standing=one.standing(today).value, because=one.row.because,
        points=[
            PointShown(
                number=point.number, words=point.words, due=point.due, standing=point.standing.value, overdue=point.is_overdue(today)
            )
            for point in one.points
        ],
    )  # fmt: skip


@router.post("/contracts/{contract_id}/months-told", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def tell_of_provider(request: HttpRequest, contract_id: UUID, payload: MonthTold) -> Any:
    """Tell what the provider had, spent and had filled for the last month that is over."""
    done(request, actions.tell_of_provider, agreement_id=contract_id, **payload.dict())
    return Status(204, None)


@router.post("/contracts/{contract_id}/plans", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.END_AGREEMENT)
def plan_to_put_right(request: HttpRequest, contract_id: UUID, payload: PlanWanted) -> Any:
    """Make a plan of what the provider must achieve by which days."""
    made = done(
        request,
        actions.plan_to_put_right,
        agreement_id=contract_id,
        points=[(one.words, one.due) for one in payload.points],
        because=payload.because,
    )
    return Status(201, {"id": made})


@router.post("/contracts/plans/{plan_id}/points/{number}/done", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def say_point_is_done(request: HttpRequest, plan_id: UUID, number: int, payload: SaidWhy) -> Any:
    """Say that a point of a plan is done, by the provider's team."""
    done(request, actions.say_point_is_done, plan_id=plan_id, number=number, because=payload.because)
    return Status(204, None)


@router.post("/contracts/plans/{plan_id}/points/{number}/agreed", response={204: None, **REFUSALS})
@allowed(May.END_AGREEMENT)
def agree_point_is_done(request: HttpRequest, plan_id: UUID, number: int, payload: SaidWhy) -> Any:
    """Agree that a point is done, by the buyer's team."""
    done(request, actions.agree_point_is_done, plan_id=plan_id, number=number, because=payload.because)
    return Status(204, None)


@router.post("/contracts/plans/{plan_id}/points/{number}/sent-back", response={204: None, **REFUSALS})
@allowed(May.END_AGREEMENT)
def send_point_back(request: HttpRequest, plan_id: UUID, number: int, payload: SaidWhy) -> Any:
    """Send a point back that was said to be done, by the buyer's team."""
    done(request, actions.send_point_back, plan_id=plan_id, number=number, because=payload.because)
    return Status(204, None)


@router.post("/contracts/plans/{plan_id}/taken-back", response={204: None, **REFUSALS})
@allowed(May.END_AGREEMENT)
def take_plan_back(request: HttpRequest, plan_id: UUID, payload: SaidWhy) -> Any:
    """Take a plan back, by the buyer's team."""
    done(request, actions.take_plan_back, plan_id=plan_id, because=payload.because)
    return Status(204, None)
