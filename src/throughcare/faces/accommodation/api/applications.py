"""Applications for a place to live: asked for, moved on by each side, and beds booked, come to, changed and left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.actions import Asked
from throughcare.casework.accommodation.queries import ApplicationLine
from throughcare.casework.accommodation.rules import (
    AccommodationKind,
    ApplicationState,
    Priority,
    Regime,
)
from throughcare.casework.people.queries import names_of
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Accommodation"])


class OwedShown(Schema):
    """What is owed on an application: by the sender or the deliverer, and by when."""

    what: str
    side: str
    by: datetime


class StayShown(Schema):
    """A bed that was booked: days planned and days that were."""

    id: UUID
    bed_id: UUID
    premises: str
    state: str
    arrives: date
    leaves: date
    arrived_on: date | None
    left_on: date | None
    reason: str
    moved_on: str


class ApplicationShown(Schema):
    """An application; nights that are left are empty where there is no limit."""

    id: UUID
    person_id: UUID
    kind: str
    regime: str
    route: str
    state: str
    notice: str
    priority: str
    priority_because: str
    arrival: date | None
    nights: int
    nights_spent: int
    nights_left: int | None
    needs: list[str]
    team: str
    owed: OwedShown | None
    move_on: str
    version: int
    stays: list[StayShown]


class ApplyForPlace(Schema):
    """What is asked for, and of which team of whoever gives such places: the one that serves the area, where none is named."""

    kind: AccommodationKind
    route: str
    because: str = Field(max_length=1000)
    arrival: Day | None = None
    nights: int | None = Field(None, ge=1, le=1000)
    regime: Regime = Regime.NORMAL
    needs: list[str] = Field(default_factory=list)
    contingency: str = Field("", max_length=1000)
    exception: str = Field("", max_length=300)
    why_longer: str = Field("", max_length=300)
    parole_decided: Day | None = None
    unit_id: UUID | None = None


class ApplicationMoves(Schema):
    """A move by hand."""

    version: int
    to: ApplicationState
    reason: str = ""
    note: str = Field("", max_length=2000)


class ApplicationAnswered(ApplicationMoves):
    """A move by the side that asked; another day of arrival, where it has changed."""

    arrival: Day | None = None


class BedBooked(Schema):
    """A bed for the nights asked for, or until a day."""

    version: int
    bed_id: UUID
    arrives: Day
    leaves: Day | None = None


class BedGivenUp(Schema):
    """Why a bed is given up, or why somebody did not come."""

    version: int
    reason: str
    note: str = Field("", max_length=2000)


class Arrived(Schema):
    """The day somebody came."""

    version: int
    on: Day


class Departed(Schema):
    """The day somebody left, why, and where they went."""

    version: int
    on: Day
    reason: str
    moved_on: str
    note: str = Field("", max_length=2000)


class LeavesOn(Schema):
    """Another day of leaving."""

    version: int
    leaves: Day


class StaysLonger(LeavesOn):
    """Leave to stay beyond the most nights."""

    because: str = Field(max_length=300)


class MovedOver(Schema):
    """Another bed."""

    version: int
    bed_id: UUID
    on: Day
    reason: str


class GoesFirst(Schema):
    """Who goes first, and why."""

    version: int
    priority: Priority
    because: str = Field(max_length=300)


class MovesOn(Schema):
    """Where a resident goes on to."""

    version: int
    move_on: str


class BedFitShown(Schema):
    """A bed held against an application, and why it fits or not; unsure where something is to be found out first."""

    bed_id: UUID
    premises: str
    bed: str
    fits: bool
    unsure: bool
    because: list[str]


def _shown(line: ApplicationLine) -> ApplicationShown:
    row, owed = line.row, line.owed
    return ApplicationShown(
        id=row.id, person_id=row.person_id, kind=row.kind, regime=row.regime, route=line.route, state=row.state, notice=row.notice,
        priority=row.priority, priority_because=row.priority_because, arrival=row.arrival, nights=row.nights,
        nights_spent=line.nights.spent, nights_left=line.nights.left, needs=row.needs, team=line.team,
        owed=OwedShown(what=owed.what, side=owed.side, by=owed.by) if owed else None, move_on=row.move_on, version=row.version,
        stays=[
            StayShown(
                id=one.id, bed_id=one.bed_id, premises=one.bed.premises.name, state=one.state, arrives=one.arrives,
                leaves=one.leaves, arrived_on=one.arrived_on, left_on=one.left_on, reason=one.reason, moved_on=one.moved_on,
            )
            for one in line.placing.stays
        ],
    )  # fmt: skip


@router.get("/people/{person_id}/accommodation", response={200: list[ApplicationShown], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SERVICES, own=May.GIVE_PLACES)
def get_applications_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's applications for a place to live, the latest first."""
    or_404(names_of([person_id]).get(person_id))
    return [_shown(one) for one in queries.applications_of(person_id, at=request.at)]  # type: ignore[attr-defined]


@router.post("/people/{person_id}/accommodation", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def apply_for_place(request: HttpRequest, person_id: UUID, payload: ApplyForPlace) -> Any:
    """Ask for a place to live, of whoever gives such places under the model in force."""
    given = payload.dict()
    unit = given.pop("unit_id")
    made = done(request, actions.apply_for_place, person_id=person_id, asked=Asked(**given), unit_id=unit)
    return Status(201, {"id": made})


@router.get(
    "/accommodation/applications/{application_id}/beds", response={200: list[BedFitShown], **REFUSALS}
)
@allowed(May.GIVE_PLACES)
def list_beds_for(
    request: HttpRequest, application_id: UUID, arrives: Day | None = None, leaves: Day | None = None
) -> Any:
    """Every bed of whoever gives the place, held against an application on the nights asked for, or those named."""
    at, member = request.at, request.member  # type: ignore[attr-defined]
    or_404(queries.application(application_id, member, at=at))
    return [
        BedFitShown(
            bed_id=one.bed.id, premises=one.premises.name, bed=one.bed.name, fits=one.fit.fits, unsure=one.fit.unsure,
            because=[found.because for found in one.fit.findings],
        )
        for one in queries.beds_for(application_id, at=at, arrives=arrives, leaves=leaves)
    ]  # fmt: skip


@router.post("/accommodation/applications/{application_id}/move", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def move_application(request: HttpRequest, application_id: UUID, payload: ApplicationMoves) -> Any:
    """Move an application by hand, as the team that gives the place."""
    done(request, actions.move_application, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/answer", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def answer_application(request: HttpRequest, application_id: UUID, payload: ApplicationAnswered) -> Any:
    """Move an application by hand, as the team that asked."""
    done(request, actions.answer_application, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/move-on", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def plan_move_on(request: HttpRequest, application_id: UUID, payload: MovesOn) -> Any:
    """Say where a resident goes on to."""
    done(request, actions.plan_move_on, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/priority", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def set_priority(request: HttpRequest, application_id: UUID, payload: GoesFirst) -> Any:
    """Put somebody in another band than the rule did, with a reason."""
    done(request, actions.set_priority, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/bed", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.GIVE_PLACES)
def book_bed(request: HttpRequest, application_id: UUID, payload: BedBooked) -> Any:
    """Book a bed that fits."""
    return Status(
        201, {"id": done(request, actions.book_bed, application_id=application_id, **payload.dict())}
    )


@router.post("/accommodation/applications/{application_id}/give-up", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def give_bed_up(request: HttpRequest, application_id: UUID, payload: BedGivenUp) -> Any:
    """Give a booked bed up; the person waits for another."""
    done(request, actions.give_bed_up, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/arrival", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def record_arrival(request: HttpRequest, application_id: UUID, payload: Arrived) -> Any:
    """Record the day somebody came to live in the bed booked for them."""
    done(request, actions.record_arrival, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/no-arrival", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def record_no_arrival(request: HttpRequest, application_id: UUID, payload: BedGivenUp) -> Any:
    """Record that somebody did not come."""
    done(request, actions.record_no_arrival, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/departure", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def record_departure(request: HttpRequest, application_id: UUID, payload: Departed) -> Any:
    """Record the day somebody left, why, and where they went."""
    done(request, actions.record_departure, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/leaving", response={204: None, **REFUSALS})
@allowed(May.GIVE_PLACES)
def change_leaving(request: HttpRequest, application_id: UUID, payload: LeavesOn) -> Any:
    """Change the day on which a resident is to leave."""
    done(request, actions.change_leaving, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post("/accommodation/applications/{application_id}/leave-to-stay", response={204: None, **REFUSALS})
@allowed(May.KEEP_PREMISES)
def give_leave_to_stay(request: HttpRequest, application_id: UUID, payload: StaysLonger) -> Any:
    """Let a resident stay beyond the most nights there may be."""
    done(request, actions.give_leave_to_stay, application_id=application_id, **payload.dict())
    return Status(204, None)


@router.post(
    "/accommodation/applications/{application_id}/other-bed", response={201: dict[str, UUID], **REFUSALS}
)
@allowed(May.GIVE_PLACES)
def move_to_bed(request: HttpRequest, application_id: UUID, payload: MovedOver) -> Any:
    """Move a resident to another bed."""
    return Status(
        201, {"id": done(request, actions.move_to_bed, application_id=application_id, **payload.dict())}
    )
