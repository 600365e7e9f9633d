"""Which team serves which area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused

from ..models import Catchment


@action(Permission.ADMINISTER_ORGANISATIONS)
def draw_catchments(*, by: Member, at: datetime, teams: Mapping[str, UUID]) -> int:
    """Say which team of an organisation serves each area; an area that had another team is taken over. Returns how many."""
    units = access.units(set(teams.values()))
    for area, unit_id in teams.items():
        unit = units.get(unit_id)
        if unit is None:
            raise Refused("There is no such team.", field="unit_id")
        Catchment.objects.update_or_create(
            area_code=area, organisation_id=unit.organisation_id, defaults={"unit_id": unit_id}
        )
    add_to_line(areas=len(teams))
    return len(teams)
