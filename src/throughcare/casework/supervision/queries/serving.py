"""Which team serves which area."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from throughcare.foundation.access.queries import organisations, units
from throughcare.foundation.operating_model.queries import areas

from ..models import Catchment


@dataclass(frozen=True)
class Serving:
    """A team that serves an area, in names."""

    area: str
    area_name: str
    organisation_id: UUID
    organisation: str
    unit_id: UUID
    team: str


def teams_serving() -> list[Serving]:
    """Every team with the area it serves, by area and organisation; four questions."""
    rows = list(Catchment.objects.all())
    places = {area.code: area.name for area in areas()}
    bodies = {body.id: body.name for body in organisations()}
    teams = units({row.unit_id for row in rows})
    found = [
        Serving(
            row.area_code,
            places.get(row.area_code, row.area_code),
            row.organisation_id,
            bodies.get(row.organisation_id, ""),
            row.unit_id,
            teams[row.unit_id].name if row.unit_id in teams else "",
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.area_name, row.organisation))
