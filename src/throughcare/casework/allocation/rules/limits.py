"""The hard limits: who must not hold a case, whatever else speaks for them, and why."""

from __future__ import annotations

from throughcare.foundation.kernel import Clause, Edition, Finding

from .people import CaseToPlace, GradeRules, Practitioner

QUALIFICATION = Clause("Allocation policy", "qualification")
RESTRICTED = Clause("Allocation policy", "restricted access")
WALL = Clause("Allocation policy", "ethical walls")
CONFLICT = Clause("Allocation policy", "conflict of interest")
BODY = Clause("Operating model", "who holds the function")


def limits_broken(case: CaseToPlace, who: Practitioner, grades: Edition[GradeRules]) -> list[Finding]:
    """Every hard limit that stands between a case and a practitioner; empty when none does.

    What is said of a restricted record, a conflict or a wall never says what is behind it.
    """
    found = [*holding_broken(case.tier, case.needs, who.grade, who.qualifications, grades), _body(case, who)]
    found += [_restricted(case, who), _conflict(case, who), _wall(case, who)]
    return [finding for finding in found if finding is not None]


def holding_broken(
    tier: str | None,
    needs: frozenset[str],
    grade: str,
    qualifications: frozenset[str],
    grades: Edition[GradeRules],
) -> list[Finding]:
    """What of grade and qualification stands between somebody and any role in a case, whoever appoints them."""
    found = []
    if grade not in grades.table.holders(tier):
        words = "without a tier yet" if tier is None else f"of tier {tier}"
        clause = Clause(QUALIFICATION.source, f"{QUALIFICATION.paragraph}, {grades.name}")
        found.append(Finding("grade", clause, f"a {grade} may not hold a case {words}"))
    if lacking := sorted(needs - qualifications):
        found.append(Finding("specialism", QUALIFICATION, f"not qualified for {', '.join(lacking)}"))
    return found


def _body(case: CaseToPlace, who: Practitioner) -> Finding | None:
    if not case.held_by or case.held_by == who.body:
        return None
    return Finding("body", BODY, f"the case belongs to {case.held_by}, not to {who.body or 'no named body'}")


def _restricted(case: CaseToPlace, who: Practitioner) -> Finding | None:
    closed = case.id in who.restricted_from or (case.only is not None and who.id not in case.only)
    return Finding("restricted", RESTRICTED, "the record is not open to them") if closed else None


def _conflict(case: CaseToPlace, who: Practitioner) -> Finding | None:
    return (
        Finding("conflict", CONFLICT, "a declared conflict of interest") if case.id in who.conflicts else None
    )


def _wall(case: CaseToPlace, who: Practitioner) -> Finding | None:
    return Finding("wall", WALL, "on the other side of a wall") if case.walls & who.barred_from else None
