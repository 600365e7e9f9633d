"""Grade and qualification, held at every door by which somebody is appointed: page, API, plan and suggestion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.checking import Proposed, checks_appointments
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import StaffTerms, Suggestion
from ..rules.limits import holding_broken
from ..rules.people import grades_on
from ..store.gathering import weigh


@checks_appointments
def check_grades(proposed: Sequence[Proposed], at: datetime) -> None:
    """Refuse whoever's recorded terms do not let them hold a case of that tier, or who lacks what it was said to need.

    A prison's manager is graded by the prison. Whose terms are not recorded has no grade to be judged by.
    """
    asked = [one for one in proposed if one.kind is not TenureKind.PRISON_MANAGER]
    rows = StaffTerms.objects.filter(member_id__in={a.member.id for a in asked}, during__contains=day_of(at))
    terms = {row.member_id: row for row in rows}
    judged = [one for one in asked if one.member.id in terms]
    if not judged:
        return
    cases = supervision.cases_weighed(case_ids={one.case_id for one in judged})
    weighed, grades = weigh(cases, on=day_of(at)), grades_on(day_of(at))
    needs = _needs(weighed)
    for one in judged:
        own, case = terms[one.member.id], weighed[one.case_id]
        broken = holding_broken(
            case.tier, needs.get(one.case_id, frozenset()), own.grade, frozenset(own.qualifications), grades
        )
        if broken:
            said = "; ".join(f"{finding.because} ({finding.clause})" for finding in broken)
            raise Refused(f"{one.member.name} cannot be {one.kind}: {said}.", field="member_id")


def _needs(cases: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """What the open suggestion of each case was told that it needs in a manager."""
    rows = Suggestion.objects.filter(case_id__in=list(cases), state=Suggestion.State.OPEN)
    return {row.case_id: frozenset(row.inputs["case"]["needs"]) for row in rows}
