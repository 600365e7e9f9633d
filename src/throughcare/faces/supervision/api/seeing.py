"""How often a person is to be seen by their supervision package, and whether they may check in remotely."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.rules.package_terms import Phase
from throughcare.faces.api.operation import REFUSALS, allowed, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Cases"])


class AllowanceNow(Schema):
    """The year of the sentence: the most appointments (null: there is no most), used, made, and left, which is never below nought."""

    first: date
    over_on: date
    most: int | None
    most_if: int | None
    used: int
    made: int
    left: int | None
    beyond: int


class CheckInNow(Schema):
    """Whether somebody may check in remotely; null: it turns on what is to be asked."""

    eligible: bool | None
    by_programme: bool | None
    because: str
    to_ask: list[str]


class SeeingNow(Schema):
    """How often somebody is to be seen: package, phase, early weeks, the year's allowance, and why; null is not known."""

    edition: str
    package: str
    phase: Phase
    owed: bool | None
    early_needed: int | None
    early_attended: int | None
    early_left: int | None
    by: date | None
    allowance: AllowanceNow | None
    final_third_from: date | None
    because: list[str]
    remote_check_in: CheckInNow


@router.get("/people/{person_id}/case/seeing", response={200: SeeingNow, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.CONTACTS)
def get_seeing(request: HttpRequest, person_id: UUID) -> Any:
    """How often a person is to be seen by their supervision package."""
    case = or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]
    found = or_404(queries.how_often([case.case.id], on=day_of(request.at)).get(case.case.id))  # type: ignore[attr-defined]
    seen, year, check = found.seeing, found.seeing.allowance, found.check_in
    plain = (
        "edition",
        "package",
        "phase",
        "owed",
        "early_needed",
        "early_attended",
        "early_left",
        "by",
        "final_third_from",
    )
    return {name: getattr(seen, name) for name in plain} | {
        "allowance": vars(year) | {"left": year.left, "beyond": year.beyond} if year else None,
        "because": [str(one) for one in seen.findings],
        "remote_check_in": {
            "eligible": check.eligible, "by_programme": check.by_programme, "to_ask": list(check.to_ask),
            "because": str(check.finding) if check.finding else "",
        },
    }  # fmt: skip
