"""Operating models, areas and bodies: adopted, compared, rehearsed, put in force, withdrawn; recorded, appointed, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.queries import carrying
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.faces.operating_model.pages.comparing import gaps_under
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions, queries
from throughcare.foundation.operating_model.rules import BodyKind, Function, InFlight
from throughcare.foundation.operating_model.rules.compare import compare, compare_values
from throughcare.foundation.operating_model.rules.document import LARGEST
from throughcare.foundation.operating_model.rules.faults import faults_of

router = Router(tags=["Ground"])


class ModelText(Schema):
    """The text of an operating model, and what its file is called."""

    text: str = Field(max_length=LARGEST)
    file_name: str = Field("the file", max_length=120)


class FaultOfFile(Schema):
    """One fault of a file at its line."""

    line: int
    what: str


class AdoptedModel(Schema):
    """A model that was adopted."""

    id: UUID
    name: str
    adopted_at: datetime


class ChangeFrom(Schema):
    """From when a model is to be in force, and what becomes of cases in flight."""

    model_id: UUID
    start: date
    in_flight: InFlight | None = None


class PutInForce(ChangeFrom):
    """A model to put in force, with why and with functions that are taken over later."""

    because: str = Field("", max_length=300)
    later: dict[Function, date] = Field(default_factory=dict)


class WithdrawnBecause(Schema):
    """Why."""

    because: str = Field(max_length=300)


class NewArea(Schema):
    """An area to record, or one to rename or move."""

    code: str = Field(max_length=20)
    name: str = Field(max_length=120)
    parent: str | None = Field(None, max_length=20)


class NewAppointment(Schema):
    """An organisation to be a kind of body in an area."""

    body: BodyKind
    organisation_id: UUID
    start: date
    function: Function | None = None
    until: date | None = None


class Ending(Schema):
    """The day on which something is no longer so."""

    on: date


class Catchments(Schema):
    """The team that is to serve each area."""

    teams: dict[str, UUID] = Field(max_length=1000)


class Comparison(Schema):
    """What would change in an area: functions held otherwise, terms, and bodies nobody is appointed as."""

    functions: list[dict[str, str]]
    terms: list[dict[str, str]]
    gaps: list[dict[str, Any]]


class Report(Schema):
    """How far carrying cases over, or rehearsing it, has come, and what became of the cases; null is too few to say."""

    id: UUID
    area: str
    model: str
    day: date
    rehearsal: bool
    state: str
    because: str
    done: int | None
    of: int | None
    set_aside: int | None
    fates: dict[str, int | None]
    flows: list[dict[str, Any]]


@router.get("/models/adopted", response={200: list[AdoptedModel], **REFUSALS})
@allowed(May.ADOPT_MODEL)
def list_adopted_models(request: HttpRequest) -> Any:
    """Every adopted model, newest first."""
    return queries.adopted_models()


@router.post("/models/check", response={200: list[FaultOfFile], **REFUSALS})
@allowed(May.ADOPT_MODEL)
def check_model(request: HttpRequest, payload: ModelText) -> Any:
    """Every fault of a text at its line; none where it is an operating model. Nothing is kept."""
    return [{"line": fault.line, "what": fault.what} for fault in faults_of(payload.text, payload.file_name)]


@router.post("/models/adopted", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ADOPT_MODEL)
def adopt_model(request: HttpRequest, payload: ModelText) -> Any:
    """Adopt the text of a model; the same text again gives the same id."""
    return Status(201, {"id": done(request, actions.adopt_model, **payload.dict())})


@router.get("/areas/{area}/model/compare", response={200: Comparison, **REFUSALS})
@allowed(May.ADOPT_MODEL)
def compare_in_area(request: HttpRequest, area: str, model_id: UUID, on: date | None = None) -> Any:
    """What an adopted model would change in an area beside the one in force on a day, and which gaps it would leave."""
    day = on or day_of(request.at)  # type: ignore[attr-defined]
    after = queries.model_of(or_404(queries.adopted(model_id)))
    before = or_404(queries.model_in_force(area[:20], day)).model
    rows = [row for row in compare(before, after, day) if row.differs]
    return {
        "functions": [
            {
                "function": row.function.value,
                "for_whom": row.who,
                "now": row.one.body_name,
                "then": row.other.body_name,
            }
            for row in rows
        ],
        "terms": [{"term": d.what, "now": d.one, "then": d.other} for d in compare_values(before, after)],
        "gaps": [
            {"body": gap.body.value, "functions": gap.functions, "paid": gap.is_paid}
            for gap in gaps_under(after, area[:20], day)
        ],
    }


@router.post("/areas/{area}/model/rehearsals", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ADOPT_MODEL)
def rehearse_change(request: HttpRequest, area: str, payload: ChangeFrom) -> Any:
    """Ask what would become of an area's open cases; nobody is moved."""
    return Status(201, {"id": done(request, supervision.rehearse_change, area=area, **payload.dict())})


@router.post("/areas/{area}/model/in-force", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ADOPT_MODEL)
def put_model_in_force(request: HttpRequest, area: str, payload: PutInForce) -> Any:
    """Put an adopted model in force in an area from a day."""
    return Status(201, {"id": done(request, actions.put_model_in_force, area=area, **payload.dict())})


@router.post("/models/in-force/{in_force_id}/withdraw", response={204: None, **REFUSALS})
@allowed(May.ADOPT_MODEL)
def withdraw_model(request: HttpRequest, in_force_id: UUID, payload: WithdrawnBecause) -> Any:
    """Withdraw a model before the day it comes into force."""
    done(request, actions.withdraw_model, in_force_id=in_force_id, because=payload.because)
    return Status(204, None)


@router.get("/models/changes/{carrying_id}", response={200: Report, **REFUSALS})
@allowed(May.ADOPT_MODEL)
def get_carrying(request: HttpRequest, carrying_id: UUID) -> Any:
    """How far carrying cases over or rehearsing it has come, and its report."""
    seen = or_404(carrying(carrying_id))
    row = seen.carrying
    return {
        "id": row.id,
        "area": row.area_code,
        "model": row.model_name,
        "day": row.day,
        "rehearsal": row.is_rehearsal,
        "state": row.state,
        "because": row.because,
        "done": seen.reached.value,
        "of": seen.of.value if seen.of else None,
        "set_aside": seen.set_aside.value,
        "fates": {fate.value: many.value for fate, many in seen.fates.items()},
        "flows": [
            {"role": f.role, "was": f.was, "becomes": f.becomes, "cases": f.cases.value, "gap": f.is_gap}
            for f in seen.flows
        ],
    }


@router.post("/models/changes/{carrying_id}/stop", response={204: None, **REFUSALS})
@allowed(May.ADOPT_MODEL)
def stop_carrying(request: HttpRequest, carrying_id: UUID) -> Any:
    """Ask that carrying over stops after the part it is at."""
    done(request, supervision.stop_carrying, carrying_id=carrying_id)
    return Status(204, None)


@router.post("/models/changes/{carrying_id}/resume", response={204: None, **REFUSALS})
@allowed(May.ADOPT_MODEL)
def resume_carrying(request: HttpRequest, carrying_id: UUID) -> Any:
    """Go on with what was stopped."""
    done(request, supervision.resume_carrying, carrying_id=carrying_id)
    return Status(204, None)


@router.post("/areas", response={201: dict[str, str], **REFUSALS})
@allowed(May.LOAD_REFERENCE)
def record_area(request: HttpRequest, payload: NewArea) -> Any:
    """Record an area; recording it again renames or moves it."""
    return Status(201, {"code": done(request, actions.record_area, **payload.dict())})


@router.post("/areas/{area}/bodies", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.APPOINT_BODY)
def appoint_body(request: HttpRequest, area: str, payload: NewAppointment) -> Any:
    """Appoint an organisation as a kind of body in an area."""
    return Status(201, {"id": done(request, actions.appoint_body, area=area, **payload.dict())})


@router.post("/areas/bodies/{appointment_id}/end", response={204: None, **REFUSALS})
@allowed(May.APPOINT_BODY)
def end_appointment(request: HttpRequest, appointment_id: UUID, payload: Ending) -> Any:
    """End an appointment on a day that is no longer in it."""
    done(request, actions.end_appointment, appointment_id=appointment_id, on=payload.on)
    return Status(204, None)


@router.post("/areas/teams", response={200: dict[str, int], **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def draw_catchments(request: HttpRequest, payload: Catchments) -> Any:
    """Say which team serves each area."""
    return {"areas": done(request, supervision.draw_catchments, teams=payload.teams)}
