"""How referrals that serve a step of a plan stand: waits and since when, under way and when last attended, done or ended undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.planning.rules import Course, ServiceStands
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.kernel.days import day_of

from ..models import Referral, ReferralStep
from ..rules.serving import course_of
from ..rules.words import StepKind
from .fitting import waits_of


def serving(referral_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, ServiceStands]:
    """How each referral stands as a step of a plan asks about it; those that the viewer does not see are left out. Three questions."""
    rows = list(Referral.objects.filter(id__in=list(referral_ids)).select_related("service"))
    if not rows:
        return {}
    steps: dict[UUID, list[ReferralStep]] = {row.id: [] for row in rows}
    for step in ReferralStep.objects.filter(referral__in=steps).order_by("at", "id"):
        steps[step.referral_id].append(step)
    waits = waits_of({row.service_id for row in rows if row.ended_at is None}, at=at)
    within: Mapping[UUID, int | None] = {service: one.middle for service, one in waits.items()}
    return {row.id: _stands(row, steps[row.id], within.get(row.service_id)) for row in rows}


def _stands(row: Referral, steps: list[ReferralStep], within: int | None) -> ServiceStands:
    attended = _attended(steps)
    last = steps[-1] if steps else None
    course = course_of(row.state, last.reason if last else "", attended is not None)
    ended = {Course.DONE, Course.UNDONE}
    why = f": {last.reason}" if last and last.reason and course in ended else ""
    return ServiceStands(
        f"{row.service.title}, {row.service.prime}", course, f"{row.state}{why}", day_of(row.sent_at),
        day_of(last.at if last else row.sent_at), attended, within if course is Course.WAITS else None,
    )  # fmt: skip


def _attended(steps: list[ReferralStep]) -> date | None:
    days = [
        step.on
        for step in steps
        if step.kind == StepKind.SESSION and step.on and Outcome(step.reason).means.took_part
    ]
    return max(days, default=None)
