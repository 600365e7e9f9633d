"""What would happen if: an officer left, an office closed, the mix of grades changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from throughcare.foundation.kernel import Refused

from .assignment.problem import Plan, Problem
from .people import Practitioner


def officer_leaves(problem: Problem, who: str) -> Problem:
    """The same cases without one practitioner; everybody they hold would have to begin again."""
    staff = tuple(one for one in problem.practitioners if one.id != who)
    if len(staff) == len(problem.practitioners):
        raise Refused(f"{who} is not a practitioner of this area", field="practitioner")
    return replace(problem, practitioners=staff)


def office_closes(problem: Problem, office: str) -> Problem:
    """The same cases with one office's people moved to the nearest office that stays."""
    inside = [one for one in problem.practitioners if one.office == office]
    others = [one for one in problem.practitioners if one.office != office]
    if not inside:
        raise Refused(f"{office} is not an office of this area", field="office")
    if not others:
        raise Refused(f"{office} is the only office, so there is nowhere to move to", field="office")
    return replace(problem, practitioners=tuple(_moved(one, office, others) for one in problem.practitioners))


def _moved(who: Practitioner, office: str, others: list[Practitioner]) -> Practitioner:
    if who.office != office:
        return who
    nearest = min(others, key=lambda one: (who.position.km_to(one.position), one.office))
    return replace(who, office=nearest.office, position=nearest.position)


def grades_change(problem: Problem, grades: Mapping[str, str]) -> Problem:
    """The same cases with some practitioners at another grade: promoted, requalified, or replaced."""
    unknown = sorted(grades.keys() - {one.id for one in problem.practitioners})
    if unknown:
        raise Refused(f"{', '.join(unknown)}: not a practitioner of this area", field="practitioner")
    staff = (replace(one, grade=grades.get(one.id, one.grade)) for one in problem.practitioners)
    return replace(problem, practitioners=tuple(staff))


def mix_changes(problem: Problem, taken_from: str, given_to: str, number: int) -> Problem:
    """The same cases with a number of practitioners of one grade at another, the first by id."""
    able = sorted(one.id for one in problem.practitioners if one.grade == taken_from)
    if not 0 <= number <= len(able):
        raise Refused(f"there are {len(able)} of grade {taken_from}, not {number}", field="number")
    return grades_change(problem, dict.fromkeys(able[:number], given_to))


@dataclass(frozen=True)
class Summary:
    """What a plan comes to: cost, cases nobody holds, people with a new manager, and who is overloaded."""

    cost: float
    unallocated: int
    new_manager: int
    over_available: int
    over_110_pct: int
    load_by_office: Mapping[str, int]


def summary(problem: Problem, plan: Plan) -> Summary:
    """What a plan comes to, counted from its holders alone."""
    load = {who.id: who.load for who in problem.practitioners}
    changed = 0
    for case in problem.cases:
        holder = plan.holders[case.id]
        if holder is not None:
            load[holder] += case.points
        changed += case.manager is not None and holder != case.manager
    offices: dict[str, int] = {}
    for who in problem.practitioners:
        offices[who.office] = offices.get(who.office, 0) + load[who.id]
    return Summary(
        cost=plan.objective,
        unallocated=len(plan.unallocated),
        new_manager=changed,
        over_available=sum(load[who.id] > who.available for who in problem.practitioners),
        over_110_pct=sum(load[who.id] * 100 > who.available * 110 for who in problem.practitioners),
        load_by_office=offices,
    )


@dataclass(frozen=True)
class Compared:
    """Two plans side by side, and what the change costs: more is worse."""

    before: Summary
    after: Summary

    @property
    def cost(self) -> float:
        """What the change adds to the cost, in workload points; below zero, it saves."""
        return self.after.cost - self.before.cost


def compare(before: tuple[Problem, Plan], after: tuple[Problem, Plan]) -> Compared:
    """Two plans, each with the problem it answers, side by side."""
    return Compared(summary(*before), summary(*after))
