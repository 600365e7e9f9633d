"""What pages and other contexts ask: which model is in force here, and which organisation holds this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from uuid import UUID

from django.db import connection

from .models import Adopted, Appointment, Area, InForce, Phase
from .rules import BodyKind, Function, Holding, InFlight, Subject
from .store import (
    ModelInForce,
    adopted,
    areas_from,
    model_in_force,
    model_of,
    moving_again,
    once_while_standing,
    standing,
    standing_still,
)

__all__ = [
    "Adopted",
    "Appointment",
    "Area",
    "Changeover",
    "Holders",
    "InForce",
    "ModelInForce",
    "Unheld",
    "adopted",
    "adopted_models",
    "appointment",
    "appointments",
    "areas",
    "areas_from",
    "areas_of_body",
    "areas_settled_by",
    "areas_settling",
    "areas_within",
    "changeovers",
    "holders",
    "model_in_force",
    "model_of",
    "models_in_force_since",
    "moving_again",
    "names_in_force",
    "organisation_holding",
    "standing",
    "standing_still",
    "to_come",
    "withdrawn",
]


class Unheld(Enum):
    """Why no organisation can be named; each is a gap to be shown, and none is an empty answer."""

    NO_MODEL_IN_FORCE = "no operating model is in force"
    NOT_HELD = "nobody holds it under the model in force"
    NOBODY_APPOINTED = "nobody is appointed"


@dataclass(frozen=True)
class Holders:
    """Who holds what in an area on a day, read once; asking it costs no query."""

    area: str
    on: date
    in_force: ModelInForce | None
    appointed: Mapping[tuple[BodyKind, str], UUID]

    def holding(self, function: Function, subject: Subject) -> Holding | Unheld:
        """The kind of body that holds a function for a subject, with its ground."""
        if self.in_force is None:
            return Unheld.NO_MODEL_IN_FORCE
        return self.in_force.answering(function).holder(function, subject, self.on)

    def organisation(self, function: Function, subject: Subject) -> UUID | Unheld:
        """The organisation that holds a function for a subject, or why none does."""
        holding = self.holding(function, subject)
        if isinstance(holding, Unheld):
            return holding
        return self.appointed_as(holding.held_by, function) if holding.is_held else Unheld.NOT_HELD

    def appointed_as(self, body: BodyKind, function: Function) -> UUID | Unheld:
        """The organisation appointed as a kind of body: for this function first, else for all."""
        found = self.appointed.get((body, function.value)) or self.appointed.get((body, ""))
        return found or Unheld.NOBODY_APPOINTED


def areas() -> list[Area]:
    """Every area, by name."""
    return list(Area.objects.order_by("name", "code"))


@once_while_standing
def holders(area: str, on: date) -> Holders:
    """All that says who holds what in an area on a day, in five queries whatever is then asked of it."""
    above = areas_from(area)
    appointed: dict[tuple[BodyKind, str], UUID] = {}
    rows = Appointment.objects.filter(area_id__in=above, during__contains=on)
    for row in sorted(rows, key=lambda row: -above.index(row.area_id)):
        appointed[BodyKind(row.body), row.function] = row.organisation_id
    return Holders(area, on, model_in_force(area, on), appointed)


def areas_of_body(organisation: UUID, body: BodyKind, on: date) -> list[str]:
    """The codes of the areas in which an organisation is appointed as a kind of body on a day."""
    rows = Appointment.objects.filter(organisation=organisation, body=body, during__contains=on)
    return sorted(set(rows.values_list("area_id", flat=True)))


def areas_of_organisation(organisation: UUID, on: date) -> list[str]:
    """The codes of the areas in which an organisation is appointed as any body on a day."""
    rows = Appointment.objects.filter(organisation=organisation, during__contains=on)
    return sorted(set(rows.values_list("area_id", flat=True)))


def areas_settling(on: date) -> list[str]:
    """The codes of the areas that themselves have a model in force on a day."""
    return sorted(standing().filter(during__contains=on).values_list("area_id", flat=True))


def organisation_holding(function: Function, subject: Subject, area: str, on: date) -> UUID | Unheld:
    """The organisation that holds a function for a subject in an area on a day, or why none does."""
    return holders(area, on).organisation(function, subject)


def models_in_force_since(area: str) -> list[InForce]:
    """Every model an area itself has had or will have, newest first; those withdrawn before their day are not among them."""
    return list(standing().filter(area_id=area).select_related("model").order_by("-during"))


def to_come(after: date) -> list[InForce]:
    """What comes into force after a day, soonest first."""
    rows = standing().filter(during__startswith__gt=after).select_related("model", "area")
    return sorted(rows, key=lambda row: (row.during.lower, row.area.name))


def withdrawn() -> list[InForce]:
    """What was to come into force and was withdrawn before its day, latest first."""
    rows = InForce.objects.exclude(withdrawn_at=None).select_related("model", "area")
    return list(rows.order_by("-withdrawn_at"))


@dataclass(frozen=True)
class Changeover:
    """A day on which some functions pass to another model in an area: the first, or one of a phased plan."""

    in_force_id: UUID
    area: str
    model_id: UUID
    day: date
    in_flight: InFlight
    is_first: bool


@dataclass(frozen=True)
class Planned:
    """A function of an area that a model takes over on a later day than the rest, and who answers until then."""

    area: str
    function: Function
    starts: date
    model: str
    before: str


def planned(on: date, *, model: str = "", model_id: UUID | None = None) -> list[Planned]:
    """What phased plans still wait for after a day, soonest first: of every model, of those of a name, or of one adopted."""
    rows = Phase.objects.filter(starts__gt=on, in_force__in=standing()).select_related(
        "before", "in_force__area", "in_force__model"
    )
    if model:
        rows = rows.filter(in_force__model__name=model)
    if model_id is not None:
        rows = rows.filter(in_force__model=model_id)
    return [
        Planned(
            row.in_force.area.name,
            Function(row.function),
            row.starts,
            row.in_force.model.name,
            row.before.name,
        )
        for row in rows.order_by("starts", "in_force__area__name", "function")
        if row.in_force.during.upper is None or row.starts < row.in_force.during.upper
    ]


def changeovers(until: date) -> list[Changeover]:
    """Every day up to one on which an area's model took over from another, or took over more of it."""
    found = []
    for row in standing().filter(during__startswith__lte=until):
        days = set(Phase.objects.filter(in_force=row, starts__lte=until).values_list("starts", flat=True))
        before = model_in_force(row.area_id, row.during.lower - timedelta(days=1))
        if before is not None and before.model_id != row.model_id:
            days.add(row.during.lower)
        rule = InFlight(row.in_flight)
        found += [
            Changeover(row.id, row.area_id, row.model_id, day, rule, day == row.during.lower)
            for day in sorted(days)
            if row.during.upper is None or day < row.during.upper
        ]
    return sorted(found, key=lambda one: (one.day, one.area))


def areas_settled_by(area: str, on: date) -> list[str]:
    """An area and those inside it whose model that area settles on a day: none that has a model of its own."""
    settlers = _settlers({*areas_settling(on), area})
    return sorted(code for code, settler in settlers.items() if settler == area) or [area]


def names_in_force(on: date) -> dict[str, str]:
    """The name of the model in force in every area that has one on a day; two questions however many areas there are."""
    rows = standing().filter(during__contains=on).values_list("area_id", "model__name")
    own = dict(rows)
    return {code: own[settler] for code, settler in _settlers(set(own)).items() if settler is not None}


def _settlers(settling: set[str]) -> dict[str, str | None]:
    """For every area, the nearest of itself and those above it that is among those that settle."""
    above = {row.code: row.parent_id for row in areas()}

    def nearest(code: str | None) -> str | None:
        while code is not None and code not in settling:
            code = above.get(code)
        return code

    return {code: nearest(code) for code in above}


def appointments(area: str) -> list[Appointment]:
    """Every appointment in an area itself, by body and first day."""
    rows = Appointment.objects.filter(area_id=area).select_related("organisation")
    return sorted(rows, key=lambda row: (row.body, row.function, row.during.lower))


def appointments_ending(on: date, until: date) -> list[Appointment]:
    """The appointments in force on a day that end by another and that none follows, the first to end first."""
    rows = Appointment.objects.filter(during__contains=on, during__endswith__lte=until)
    later = Appointment.objects.filter(during__contains=until).values_list("area_id", "body", "function")
    followed = set(later)
    found = rows.select_related("organisation", "area").order_by("during__endswith", "id")
    return [row for row in found if (row.area_id, row.body, row.function) not in followed]


def appointment(appointment_id: UUID) -> Appointment | None:
    """One appointment with its area and organisation."""
    return Appointment.objects.filter(id=appointment_id).select_related("organisation", "area").first()


def adopted_models() -> list[Adopted]:
    """Every adopted model, newest first."""
    return list(Adopted.objects.order_by("-adopted_at", "name"))


def areas_within(area: str) -> list[str]:
    """The areas below one that have none below themselves, by code; none for an area that is not divided."""
    sql = """WITH RECURSIVE down AS (
               SELECT code, 0 AS steps FROM operating_model_area WHERE code = %s
               UNION ALL SELECT a.code, down.steps + 1
                 FROM operating_model_area a JOIN down ON a.parent_id = down.code WHERE down.steps < 20)
             SELECT code FROM down d WHERE steps > 0
               AND NOT EXISTS (SELECT 1 FROM operating_model_area below WHERE below.parent_id = d.code) ORDER BY code"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [area])
        return [row[0] for row in cursor.fetchall()]
