"""Tells of suggestions and plans as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns

from ..models import Plan, PlanProgress, PlanRow, Suggestion


@dataclass(frozen=True)
class SuggestionSeen:
    """A suggestion with the names of everybody in it."""

    suggestion: Suggestion
    name: str
    names: dict[UUID, str]


def suggestion(suggestion_id: UUID) -> SuggestionSeen | None:
    """One suggestion, if its case is the viewer's to allocate."""
    row = Suggestion.objects.filter(id=suggestion_id).first()
    return None if row is None else as_seen(row)


def suggestion_for(case_id: UUID) -> SuggestionSeen | None:
    """The latest suggestion for a case that was not overtaken."""
    rows = Suggestion.objects.filter(case_id=case_id).exclude(state=Suggestion.State.OVERTAKEN)
    row = rows.order_by("-at", "-id").first()
    return None if row is None else as_seen(row)


def as_seen(row: Suggestion) -> SuggestionSeen:
    """A suggestion with the names of everybody in it; two questions."""
    concerns(row.person_id)
    ids = {UUID(one["member"]) for one in [*row.ranked, *row.not_possible]} | set(
        map(UUID, row.not_considered)
    )
    ids |= {row.asked_by, *([row.answered_by] if row.answered_by else [])}
    found = people.names_of([row.person_id])
    name = found[row.person_id].name if row.person_id in found else "not yours to see"
    return SuggestionSeen(row, name, access.member_names(ids))


@dataclass(frozen=True)
class PlanSeen:
    """A plan and how far its job has come."""

    plan: Plan
    step: int
    stage: str
    stopping: bool
    asked_by: str


def plans(unit_ids: Sequence[UUID], *, most: int = 20) -> list[PlanSeen]:
    """The latest plans of units."""
    rows = list(Plan.objects.filter(unit_id__in=list(unit_ids)).order_by("-asked_at", "-id")[:most])
    progress = {one.plan_id: one for one in PlanProgress.objects.filter(plan__in=[row.id for row in rows])}
    names = access.member_names({row.asked_by for row in rows})
    return [_plan(row, progress.get(row.id), names) for row in rows]


def plan(plan_id: UUID) -> PlanSeen | None:
    """One plan, if it is of the viewer's units."""
    row = Plan.objects.filter(id=plan_id).first()
    if row is None:
        return None
    progress = PlanProgress.objects.filter(plan=row.id).first()
    return _plan(row, progress, access.member_names({row.asked_by}))


def _plan(row: Plan, progress: PlanProgress | None, names: dict[UUID, str]) -> PlanSeen:
    by = names.get(row.asked_by, "not known")
    if progress is None:
        return PlanSeen(row, 0, "", False, by)
    return PlanSeen(row, progress.step, progress.stage, progress.stop, by)


@dataclass(frozen=True)
class PlanRowSeen:
    """One case of a plan with its names; a holder of None is nobody."""

    row: PlanRow
    name: str
    now: str | None
    then: str | None


def plan_rows(
    plan_id: UUID, *, page: int = 1, size: int = 50, moving: bool = True
) -> tuple[int, list[PlanRowSeen]]:
    """How many cases of a plan change hands (or all of them), and one page of them, the dearest first."""
    rows = PlanRow.objects.filter(plan=plan_id)
    if moving:
        rows = rows.exclude(from_member=None, to_member=None).exclude(from_member=F("to_member"))
    total = rows.count()
    shown = list(rows.order_by("state", "-price", "id")[(page - 1) * size : page * size])
    concerns(row.person_id for row in shown)
    found = people.names_of([row.person_id for row in shown])
    ids = {id for row in shown for id in (row.from_member, row.to_member) if id}
    names = access.member_names(ids)
    return total, [
        PlanRowSeen(
            row, found[row.person_id].name if row.person_id in found else "not yours to see",
            _name(names, row.from_member), _name(names, row.to_member),
        )
        for row in shown
    ]  # fmt: skip


def _name(names: dict[UUID, str], id: UUID | None) -> str | None:
    return None if id is None else names.get(id, "no longer here")
