"""What of operating models stands on home: which body keeps victims told."""

from __future__ import annotations

from throughcare.faces.web.home_card import HomeCard, keeps_victims_told
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules import BodyKind, Function
from throughcare.foundation.operating_model.rules.handbook import for_whom

MOST_AREAS = 3


def cards(request: Asking) -> list[HomeCard]:
    """Who keeps victims told, for those whose work it is."""
    return [HomeCard(63, table=victim_contact_table(request))] if keeps_victims_told(request.member) else []


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
