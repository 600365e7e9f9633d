"""What came of work with employers, by team."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.casework.helpers import queries
from throughcare.faces.api.operation import REFUSALS, allowed
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Helpers"])


class WorkTold(Schema):
    """What came of a team's work of one kind at one point; figures are rounded to the nearest 5, and null of fewer than 10."""

    team: str
    kind: str
    point: str
    came: dict[str, int | None]
    not_told: int | None


@router.get("/helpers/work", response={200: list[WorkTold], **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def list_work_figures(request: HttpRequest) -> Any:
    """What came of work at its start, 13 and 26 weeks later, by team, of one fixed period; a line of few is left out."""
    return [
        {
            "team": one.team,
            "kind": one.figures.kind.value,
            "point": one.figures.point.value,
            "came": {
                which.value: told.value for which, told in one.figures.came.items() if which is not None
            },
            "not_told": one.figures.came[None].value,
        }
        for one in queries.work_told()
    ]
