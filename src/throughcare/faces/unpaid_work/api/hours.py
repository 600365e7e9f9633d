"""Somebody's hours of unpaid work: sent, placed, credited, confirmed and taken back."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.queries import HoursSeen
from throughcare.casework.unpaid_work.rules import CreditKind, Frequency
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Unpaid work"])


class PlaceSeen(Schema):
    """Somebody's place on a project."""

    id: UUID
    project_id: UUID
    frequency: str
    weekday: int
    starts: time
    until: time
    first: date
    last: date | None


class TurnSeen(Schema):
    """One turn and what stands of it; counted in minutes."""

    id: UUID
    project_id: UUID
    on: date
    starts: time
    until: time
    stood_down: bool
    outcome: str
    counted: int | None


class HoursShown(Schema):
    """An order's hours, in minutes; what is not known is empty."""

    id: UUID
    requirement_id: UUID
    state: str
    team: str
    ordered: int | None
    counted: int | None
    earned_off: int | None
    scheme: str
    left: int | None
    may_learn: int
    done_by: date | None
    places: list[PlaceSeen]
    turns: list[TurnSeen]


class SendHours(Schema):
    """Which requirement's hours, and to which team of whoever delivers: the one that serves the area, where none is named."""

    case_id: UUID
    requirement_id: UUID
    unit_id: UUID | None = None


class PlaceOn(Schema):
    """A place on a project."""

    project_id: UUID
    frequency: Frequency
    weekday: int = Field(ge=0, le=6)
    first: Day
    last: Day | None = None
    starts: time | None = None
    until: time | None = None


class PlaceEnds(Schema):
    """The last day of a place, and why."""

    last: Day
    because: str = Field(max_length=300)


class TimeCredited(Schema):
    """Minutes to credit."""

    kind: CreditKind
    minutes: int
    what: str = Field(max_length=200)
    on: Day | None = None
    turn_id: UUID | None = None


class HoursBecause(Schema):
    """Why."""

    because: str = Field(max_length=300)


def _shown(seen: HoursSeen) -> HoursShown:
    row, left = seen.stands.row, seen.hours
    return HoursShown(
        id=row.id, requirement_id=row.requirement_id, state=row.state, team=seen.team, ordered=seen.stands.ordered,
        counted=left.counted if left else None, earned_off=int(left.earned.minutes) if left else None,
        scheme=left.earned.scheme.value if left else "", left=left.left if left else None, may_learn=seen.may_learn,
        done_by=seen.forecast.done_by if seen.forecast else None,
        places=[
            PlaceSeen(
                id=one.id, project_id=one.project_id, frequency=one.frequency, weekday=one.weekday, starts=one.starts,
                until=one.until, first=one.first, last=one.last,
            )
            for one in seen.stands.placements
        ],
        turns=[
            TurnSeen(
                id=one.row.id, project_id=one.row.project_id, on=one.row.on, starts=one.row.starts, until=one.row.until,
                stood_down=one.row.stood_down, outcome=one.last.outcome if one.last else "",
                counted=one.last.counted if one.last else None,
            )
            for one in seen.stands.turns if one.row.off_at is None or one.row.stood_down
        ],
    )  # fmt: skip


@router.get("/people/{person_id}/unpaid-work", response={200: list[HoursShown], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SERVICES, own=May.ARRANGE_UNPAID_WORK)
def get_hours_of(request: HttpRequest, person_id: UUID) -> Any:
    """The hours of a person's orders, those under way first."""
    or_404(names_of([person_id]).get(person_id))
    return [_shown(one) for one in queries.hours_of(person_id, on=day_of(request.at))]  # type: ignore[attr-defined]


@router.post("/unpaid-work/hours", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def send_hours(request: HttpRequest, payload: SendHours) -> Any:
    """Give an order's hours to whoever delivers unpaid work under the model in force."""
    return Status(201, {"id": done(request, actions.send_hours, **payload.dict())})


@router.post("/unpaid-work/hours/{work_id}/take-back", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def take_hours_back(request: HttpRequest, work_id: UUID, payload: HoursBecause) -> Any:
    """Take hours back from the team that arranges them."""
    done(request, actions.take_hours_back, work_id=work_id, **payload.dict())
    return Status(204, None)


@router.post("/unpaid-work/hours/{work_id}/confirm", response={204: None, **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def confirm_hours(request: HttpRequest, work_id: UUID) -> Any:
    """Confirm that all hours are done."""
    done(request, actions.confirm_hours, work_id=work_id)
    return Status(204, None)


@router.post("/unpaid-work/hours/{work_id}/places", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def place_on_project(request: HttpRequest, work_id: UUID, payload: PlaceOn) -> Any:
    """Give somebody a place on a project, and lay their turns."""
    return Status(201, {"id": done(request, actions.place_on_project, work_id=work_id, **payload.dict())})


@router.post("/unpaid-work/places/{placement_id}/end", response={204: None, **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def end_placement(request: HttpRequest, placement_id: UUID, payload: PlaceEnds) -> Any:
    """End somebody's place on a project with a day."""
    done(request, actions.end_placement, placement_id=placement_id, **payload.dict())
    return Status(204, None)


@router.post("/unpaid-work/hours/{work_id}/credits", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def credit_time(request: HttpRequest, work_id: UUID, payload: TimeCredited) -> Any:
    """Credit minutes of learning, or of travel to a turn."""
    return Status(201, {"id": done(request, actions.credit_time, work_id=work_id, **payload.dict())})


@router.post("/unpaid-work/credits/{credit_id}/withdraw", response={204: None, **REFUSALS})
@allowed(May.ARRANGE_UNPAID_WORK)
def withdraw_credit(request: HttpRequest, credit_id: UUID, payload: HoursBecause) -> Any:
    """Withdraw a credit given by mistake."""
    done(request, actions.withdraw_credit, credit_id=credit_id, **payload.dict())
    return Status(204, None)
