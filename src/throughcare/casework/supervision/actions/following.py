"""Asking the operating model again when something it divides cases by is recorded outside the case, or corrected."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.bulk_rows import change_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Risk, Subject

from ..models import Case
from ..rules import FUNCTION_OF, TenureKind
from ..rules.told import NOTHING_TOLD, Fact, Told, cohorts_told, rsr_told
from ..store.foreseeing import foreseen
from ..store.steps import Atlas, subject_of
from ..store.telling import told_of
from .risking import carry_out


def follow_told(person_ids: Iterable[UUID], *, by: Member, at: datetime, about: Collection[Fact]) -> int:
    """Bring the open cases of people in line with what was recorded of these facts, within another act; returns how many.

    Where the model now gives a role to another body, or a partner joins or leaves, all follows that follows a change of
    risk; where its answer stays, the case alone is brought up to date. Safe to repeat.
    """
    wanted = set(person_ids)
    cases = list(Case.objects.select_for_update().filter(person_id__in=wanted, closed_at=None).order_by("id"))
    concerns(case.person_id for case in cases)
    told, atlas = told_of(case.person_id for case in cases), Atlas(at)
    quiet: list[tuple[UUID, str, int]] = []
    changed = 0
    for case in cases:
        before = subject_of(case)
        after = _as_told(before, told.get(case.person_id, NOTHING_TOLD), about, at)
        changed += after != before
        if after.cohorts != before.cohorts or not _same_holders(case, before, after, atlas):
            _ask_again(case, after, by, at, about)
        elif after != before:
            quiet.append((case.id, after.rsr.value, case.version + 1))
    change_all(Case, ["rsr", "version"], quiet)
    return changed


def _as_told(before: Subject, told: Told, about: Collection[Fact], at: datetime) -> Subject:
    return replace(
        before,
        rsr=rsr_told(before.rsr, told, about, day_of(at)),
        cohorts=cohorts_told(before.cohorts, told, about),
    )


def _same_holders(case: Case, before: Subject, after: Subject, atlas: Atlas) -> bool:
    if before == after:
        return True
    functions, area = [FUNCTION_OF[kind] for kind in TenureKind], case.area_code
    return all(
        atlas.organisation(one, before, area) == atlas.organisation(one, after, area) for one in functions
    )


def _ask_again(case: Case, after: Subject, by: Member, at: datetime, about: Collection[Fact]) -> None:
    follows = foreseen(case, at, risk=Risk(case.risk), rsr=after.rsr, cohorts=tuple(sorted(after.cohorts)))
    said = f"The operating model was asked again: {', '.join(sorted(about))}"
    carry_out(case, by, at, follows, said, "")
