"""What of operating models stands on home: which body keeps victims told."""

from __future__ import annotations

from datetime import date, timedelta

from throughcare.faces.web.home_card import HomeCard, Step, keeps_victims_told
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules import BodyKind, Function
from throughcare.foundation.operating_model.rules.handbook import for_whom

from .comparing import gaps_under

MOST_AREAS = 3
A_DAY, WEEKS = timedelta(days=1), timedelta(days=42)
OWNS = Function.OFFENDER_MANAGEMENT
AREAS = "With a local authority's own code, such as E06000002, a home is placed by its postcode."
BODIES = "Record the organisations first. Whatever body nobody is appointed as is shown as a gap."


def cards(request: Asking) -> list[HomeCard]:
    """Who keeps victims told, for those whose work it is; for an administrator what a new service still lacks."""
    may = request.member.may
    return [
        *([HomeCard(13, matters=[*_ending(request), *_missing(request)])] if may(May.APPOINT_BODY) else []),
        *([HomeCard(63, table=victim_contact_table(request))] if keeps_victims_told(request.member) else []),
        *(
            [HomeCard(11, steps=_to_set_up(request))]
            if may(May.ADOPT_MODEL) and may(May.APPOINT_BODY)
            else []
        ),
    ]


def _ending(request: Asking) -> list[Matter]:
    """The bodies whose appointment ends within the weeks ahead, with nobody to follow."""
    today = day_of(request.at)
    return [
        Matter(
            kind="body ending",
            what=f"{row.organisation.name} is {BodyKind(row.body).label} until {row.during.upper - A_DAY:%-d %B %Y}",
            do=Link("Appoint who follows", f"/areas/{row.area_id}"),
            since=today,
            due=row.during.upper,
            about=row.area.name,
        )
        for row in models.appointments_ending(today, today + WEEKS)
    ]


def _missing(request: Asking) -> list[Matter]:
    """The bodies as which nobody is appointed, in the areas where the viewer's organisation is some body itself."""
    today, found = day_of(request.at), []
    names = {area.code: area.name for area in models.areas()}
    for code in models.areas_of_organisation(request.member.organisation_id, today)[:MOST_AREAS]:
        in_force = models.model_in_force(code, today)
        gaps = gaps_under(in_force.model, code, today) if in_force else []
        found += [
            Matter(
                kind="body missing",
                what=f"Nobody is appointed as {gap.name}",
                do=Link("Appoint", f"/areas/{code}"),
                since=in_force.start if in_force else today,
                about=names.get(code, code),
            )
            for gap in gaps
        ]
    return found


def _to_set_up(request: Asking) -> list[Step]:
    """Areas, a model, where it is in force, and who its bodies are."""
    today = day_of(request.at)
    settling = models.areas_settling(today)
    adopted = models.adopted_models()
    where = f"/models/adopted/{adopted[0].id}" if adopted else "/models/adopted"
    who = f"/areas/{settling[0]}" if settling else "/areas"
    return [
        Step("Record the areas", "/areas", bool(models.areas()), AREAS),
        Step("Adopt an operating model", "/models/adopted", bool(adopted), "It says which body holds what."),
        Step("Put the model in force in an area", where, bool(settling), "It counts from the day you give."),
        Step("Appoint the bodies", who, any(_is_answered_for(code, today) for code in settling), BODIES),
    ]


def _is_answered_for(area: str, on: date) -> bool:
    """Whether every body that owns sentences under the model in force is some organisation, here or in each part of the area."""
    found = models.model_in_force(area, on)
    if found is None:
        return False
    owned = [line for line in found.model.functions[OWNS] if line.is_in_force(on)]
    return any(line.held_by is not BodyKind.NOBODY for line in owned) and all(
        OWNS.label not in gap.functions for gap in gaps_under(found.model, area, on)
    )


def victim_contact_table(request: Asking) -> Table:
    """Which body keeps victims told, for whom and on what ground, by the model in force: where the viewer's organisation is the victim unit, or anywhere."""
    today = day_of(request.at)
    served = models.areas_of_body(request.member.organisation_id, BodyKind.VICTIM_UNIT, today)
    areas = (served or models.areas_settling(today))[:MOST_AREAS]
    in_force = {found.model_id: found for code in areas if (found := models.model_in_force(code, today))}
    return Table(
        "Who keeps victims told, by the operating model in force",
        [Column("Held by"), Column("For whom"), Column("On what ground"), Column("Model")],
        [
            [
                first_capital(found.model.body_name(line.held_by)),
                first_capital(for_whom(line)),
                str(line.ground),
                Link(found.model.title, f"/models/{found.model.name}"),
            ]
            for found in in_force.values()
            for line in found.model.functions[Function.VICTIM_CONTACT]
            if line.is_in_force(today)
        ],
        empty="No operating model is in force yet.",
    )
