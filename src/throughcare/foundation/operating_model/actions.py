"""What is done to operating models: adopting one, putting it in force, appointing bodies, drawing areas."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import DateRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.queries import organisations
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from .models import Adopted, Appointment, Area, InForce, Phase
from .rules import BodyKind, Function, InFlight, load_model
from .rules.change import may_be
from .store import ModelInForce, model_in_force, model_of, standing

explains(
    one_model_in_an_area_on_a_day="An area has one operating model on a day, and these days have one.",
    one_organisation_for_a_body_in_an_area=(
        "One organisation at a time is that body in an area, and these days have one already."
    ),
    area_is_not_inside_itself="An area cannot be inside itself.",
)


@action(Permission.LOAD_REFERENCE)
def record_area(*, by: Member, at: datetime, code: str, name: str, parent: str | None = None) -> str:
    """Record an area, inside another or on its own; recording it again renames or moves it."""
    if not code.strip() or not name.strip():
        raise Refused("An area needs a code and a name.", field="code" if not code.strip() else "name")
    if parent is not None:
        _check_above(code, parent)
    Area.objects.update_or_create(code=code, defaults={"name": name.strip(), "parent_id": parent})
    add_to_line(area=code)
    return code


@action(Permission.ADOPT_MODEL)
def adopt_model(*, by: Member, at: datetime, text: str, file_name: str = "the file") -> UUID:
    """Check and keep the text of an operating model; the same text again gives the same id."""
    model = load_model(text, file_name)
    sha = hashlib.sha256(text.encode()).hexdigest()
    kept, _ = Adopted.objects.get_or_create(
        sha256=sha, defaults={"name": model.name, "text": text, "adopted_at": at}
    )
    add_to_line(model=kept.id, sha256=sha)
    return kept.id


@action(Permission.ADOPT_MODEL)
def put_model_in_force(
    *,
    by: Member,
    at: datetime,
    area: str,
    model_id: UUID,
    start: date,
    in_flight: InFlight | None = None,
    because: str = "",
    later: Mapping[Function, date] | None = None,
) -> UUID:
    """Put an adopted model in force in an area from a day on; returns the id of its time in force.

    ``in_flight`` is the model's own rule unless another is named. ``later`` is the phased plan: functions
    that the model before keeps until a later day.
    """
    adopted = Adopted.objects.filter(id=model_id).first()
    if adopted is None or not Area.objects.filter(code=area).exists():
        raise Refused("Name an area that is recorded and a model that has been adopted.", field="area")
    before = model_in_force(area, start)
    _end_own(area, start)
    rule = in_flight or model_of(adopted).in_flight.value
    made = InForce.objects.create(
        area_id=area, model=adopted, during=DateRange(start, None), in_flight=rule, because=because.strip()
    )
    _plan(made, before, start, later or {})
    add_to_line(in_force=made.id, area=area, model=model_id, in_flight=rule)
    return made.id


@action(Permission.ADOPT_MODEL)
def withdraw_model(*, by: Member, at: datetime, in_force_id: UUID, because: str) -> None:
    """Withdraw a model before the day it comes into force; what is in force until then simply goes on."""
    row = standing().select_for_update().filter(id=in_force_id).first()
    if row is None:
        raise Refused("That model is not waiting to come into force in this area.")
    if row.during.lower <= day_of(at):
        raise Refused("It is in force already. Put another model in force from a later day instead.")
    if not because.strip():
        raise Refused("Say why it is withdrawn.", field="because")
    InForce.objects.filter(id=row.id).update(withdrawn_at=at, withdrawn_because=because.strip()[:300])
    before = standing().filter(area_id=row.area_id, during__endswith=row.during.lower).first()
    if before is not None:
        InForce.objects.filter(id=before.id).update(during=DateRange(before.during.lower, row.during.upper))
    add_to_line(in_force=row.id, area=row.area_id, model=row.model_id)


@action(Permission.APPOINT_BODY)
def appoint_body(
    *,
    by: Member,
    at: datetime,
    area: str,
    body: BodyKind,
    organisation_id: UUID,
    start: date,
    function: Function | None = None,
    until: date | None = None,
) -> UUID:
    """Appoint an organisation as a kind of body in an area, for one function or all, until further notice.

    An appointment that is open on the first day ends there; one that starts on it or later stands in the way.
    """
    organisation = next((found for found in organisations() if found.id == organisation_id), None)
    if organisation is None or not Area.objects.filter(code=area).exists():
        raise Refused("Name an area and an organisation that are recorded.", field="organisation_id")
    if organisation.kind not in may_be(body):
        fit = ", ".join(sorted(may_be(body))) or "no organisation"
        raise Refused(
            f"{organisation.name} is a {organisation.kind}; {body.label} may be: {fit}.", field="body"
        )
    if until is not None and until <= start:
        raise Refused("An appointment ends after the day it starts.", field="until")
    which = function.value if function else ""
    _end_appointment(area, body, which, start)
    made = Appointment.objects.create(
        area_id=area,
        body=body,
        function=which,
        organisation_id=organisation_id,
        during=DateRange(start, until),
    )
    add_to_line(appointment=made.id, area=area, organisation=organisation_id)
    return made.id


@action(Permission.APPOINT_BODY)
def end_appointment(*, by: Member, at: datetime, appointment_id: UUID, on: date) -> None:
    """End an appointment on a day that is no longer in it; from then on nobody is appointed."""
    row = Appointment.objects.filter(id=appointment_id, during__contains=on).first()
    if row is None or row.during.lower == on:
        raise Refused("That appointment does not run on that day and before it.", field="on")
    _shorten(row, on)
    add_to_line(appointment=appointment_id)


def _check_above(code: str, parent: str) -> None:
    seen: str | None = parent
    while seen is not None:
        if seen == code:
            raise Refused("An area cannot be inside itself.", field="parent")
        above = Area.objects.filter(code=seen).values_list("parent_id", flat=True)
        if not above:
            raise Refused(f"There is no area “{parent}” to be inside.", field="parent")
        seen = above[0]


def _end_own(area: str, start: date) -> None:
    """End what is in force in the area itself on the day the new model starts."""
    if standing().filter(area_id=area, during__startswith__gte=start).exists():
        raise Refused(
            "Another model comes into force in this area on that day or later; choose a later day.",
            field="start",
        )
    row = standing().filter(area_id=area, during__contains=start).first()
    if row is not None:
        InForce.objects.filter(id=row.id).update(during=DateRange(row.during.lower, start))


def _plan(made: InForce, before: ModelInForce | None, start: date, later: Mapping[Function, date]) -> None:
    if not later:
        return
    if before is None:
        raise Refused("Nothing is in force in this area yet, so no function can wait.", field="later")
    early = [function.label for function, day in later.items() if day <= start]
    if early:
        raise Refused(f"{early[0]} can only be taken over after the first day of the model.", field="later")
    Phase.objects.bulk_create(
        Phase(in_force=made, before_id=before.model_id, function=function, starts=day)
        for function, day in later.items()
    )


def _end_appointment(area: str, body: BodyKind, function: str, start: date) -> None:
    row = Appointment.objects.filter(
        area_id=area, body=body, function=function, during__contains=start, during__startswith__lt=start
    ).first()
    if row is not None:
        _shorten(row, start)


def _shorten(row: Appointment, end: date) -> None:
    Appointment.objects.filter(id=row.id).update(
        during=DateRange(row.during.lower, end), version=row.version + 1
    )
