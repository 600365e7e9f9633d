"""What becomes of cases in flight when an area's operating model changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.operating_model.queries import Unheld, areas, areas_from
from throughcare.foundation.operating_model.rules import Function, InFlight

from ..events import CasesPassedOn
from ..models import Case, ModelChange, Tenure
from ..rules import FUNCTION_OF, EndReason, TenureKind
from .steps import (
    Atlas,
    change_case,
    close_grants,
    end_tenures,
    entry,
    move_responsibility,
    open_gaps,
    subject_of,
    tell_of_ended,
)


@dataclass(frozen=True)
class CasesMoved:
    """What became of the cases in flight: how many stayed, moved, or wait to be decided again."""

    stayed: int
    moved: int
    to_decide: int


@action(Permission.MOVE_CASES)
def carry_cases_over(*, by: Member, at: datetime, area: str) -> CasesMoved:
    """Apply the rule for cases in flight to an area's open cases that still run under an earlier model.

    Stay: nothing moves. Move: the case passes at once to the body the new model names. Decide again: the case
    stays with its team and each role the model gives elsewhere becomes a gap that somebody must fill.
    """
    atlas = Atlas(at)
    in_force = atlas.holders(area).in_force
    if in_force is None:
        raise Refused("No operating model is in force in this area.", field="area")
    if by.role != "service":
        raise Refused("Cases in flight are carried over by the service, in a job, not by a member.")
    inside = [row.code for row in areas() if area in areas_from(row.code)] or [area]
    _let_the_service_see(by, at, area, inside, in_force.id)
    cases = list(
        Case.objects.select_for_update()
        .filter(area_code__in=inside, closed_at=None)
        .exclude(model_id=in_force.model_id)
    )
    concerns(case.person_id for case in cases)
    counted = Counter(_carry(case, in_force.in_flight, by, at, atlas) for case in cases)
    add_to_line(area=area, rule=in_force.in_flight.value, cases=len(cases))
    return CasesMoved(counted[InFlight.STAY], counted[InFlight.MOVE], counted[InFlight.DECIDE_AGAIN])


def _let_the_service_see(by: Member, at: datetime, area: str, inside: list[str], in_force_id: UUID) -> None:
    change = ModelChange(
        id=new_id(), area_code=area, areas=inside, in_force_id=in_force_id, unit_id=by.unit_id,
        during=TimestamptzRange(at, at + timedelta(hours=1)),
    )  # fmt: skip
    insert_all([change])
    derive_grants("model change", [change.id])


def _carry(case: Case, rule: InFlight, by: Member, at: datetime, atlas: Atlas) -> InFlight:
    change_case(case, model_id=atlas.model_id(case.area_code), model_name=atlas.model_name(case.area_code))
    if rule is InFlight.STAY:
        insert_all([entry(case, by, at, "model", f"Stays with its team under {case.model_name}")])
        return InFlight.STAY
    leaving = _whom_it_gives_elsewhere(case, atlas)
    end_tenures(leaving, at, EndReason.MODEL_CHANGED)
    tell_of_ended(leaving, by, at)
    ended = _pass_on(case, at, atlas) if rule is InFlight.MOVE else None
    if ended is not None:
        announce(CasesPassedOn((case.id,)), at=at, by=by.id)
    said = "Moved under" if rule is InFlight.MOVE else "To be decided again under"
    insert_all([entry(case, by, at, "model", f"{said} {case.model_name}")])
    open_gaps([case], at, EndReason.MODEL_CHANGED, atlas)
    close_grants("tenure", [tenure.id for tenure in leaving])
    close_grants("responsibility", [ended] if ended else [])
    return rule if leaving or ended else InFlight.STAY


def _whom_it_gives_elsewhere(case: Case, atlas: Atlas) -> list[Tenure]:
    subject = subject_of(case)
    leaving = []
    for tenure in Tenure.objects.filter(case=case.id, during__upper_inf=True):
        held = atlas.organisation(FUNCTION_OF[TenureKind(tenure.kind)], subject, case.area_code)
        if held != tenure.organisation_id:
            leaving.append(tenure)
    return leaving


def _pass_on(case: Case, at: datetime, atlas: Atlas) -> UUID | None:
    held = atlas.organisation(Function.OFFENDER_MANAGEMENT, subject_of(case), case.area_code)
    if isinstance(held, Unheld) or held == case.organisation_id:
        return None
    team = atlas.team(case.area_code, held)
    if team is None:
        return None
    return move_responsibility(case, held, team, at, f"the model is now {case.model_name}")
