"""What would follow from a change of risk: gathers what the rule asks, for the page before and the action after alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Cohort, Risk, Rsr

from ..models import Case, Gap, Tenure
from ..rules import FUNCTION_OF, TenureKind
from ..rules.risk import Held, WhatFollows, rank, what_follows
from .steps import Atlas, subject_of


def standing_levels(case: Case) -> list[Risk]:
    """The levels that stand: the case's own, and the one that is registered from an assessment."""
    registered = assessment.harm_level_of(case.person_id)
    return [Risk(case.risk), *([Risk(registered)] if registered else [])]


def foreseen(
    case: Case,
    at: datetime,
    *,
    risk: Risk,
    rsr: Rsr | None = None,
    cohorts: tuple[Cohort, ...] | None = None,
    with_tiers: bool = False,
) -> WhatFollows:
    """What follows when a case's risk becomes this, by the pure rule, from what is stored now; the tiers when asked."""
    before = subject_of(case)
    after = replace(
        before,
        risk=risk,
        rsr=rsr or before.rsr,
        cohorts=frozenset(cohorts) if cohorts is not None else before.cohorts,
    )
    there = Atlas(at).holders(case.area_code)
    found = {kind: there.organisation(FUNCTION_OF[kind], after) for kind in TenureKind}
    running = Tenure.objects.filter(case=case.id, during__upper_inf=True).order_by("kind")
    return what_follows(
        before=before,
        after=after,
        overseen=case.oversight,
        on_rise=there.in_force.model.rise_in_risk.value if there.in_force else None,
        held=[Held(t.id, TenureKind(t.kind), t.member_id, t.organisation_id) for t in running],
        waiting=_waiting(case.id),
        answers={kind: body for kind, body in found.items() if isinstance(body, UUID)},
        unheld=[kind for kind, body in found.items() if body is Unheld.NOT_HELD],
        tiers=_tiers(case.person_id, risk, at) if with_tiers else ("", ""),
    )


def _tiers(person_id: UUID, risk: Risk, at: datetime) -> tuple[str, str]:
    """The tier now, and the one that the same rule would give with the new level; empty where there is none."""
    now = assessment.tier_of(person_id)
    then = assessment.tier_with(person_id, risk.value if rank(risk) >= 0 else "", on=day_of(at))
    return now.tier if now else "", (then.tier or "") if then else ""


def _waiting(case_id: UUID) -> list[TenureKind]:
    gaps = Gap.objects.filter(case=case_id, during__upper_inf=True)
    return [TenureKind(kind) for kind in gaps.values_list("kind", flat=True)]
