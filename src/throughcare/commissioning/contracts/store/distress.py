"""Loads what providers tell of themselves, plans to put right with their moves, and what was counted of agreements, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from throughcare.foundation.kernel import Refused

from ..models import Counted, Line, Plan, PlanStep, PlanTakenBack, Statement
from ..models import Point as PointRow
from ..models import Told as ToldRow
from ..rules.agreed import Earns
from ..rules.distress import Told
from ..rules.monthly import OwedFor, month_after
from ..rules.putting_right import PlanMove, PlanStanding, Point, plan_standing


@dataclass(frozen=True)
class PlanStands:
    """A plan with its points, every step on them, and the taking back of it where there was one."""

    row: Plan
    points: tuple[Point, ...]
    steps: tuple[PlanStep, ...]
    taken_back: PlanTakenBack | None = None

    def standing(self, today: date) -> PlanStanding:
        """Where it stands on a day."""
        return plan_standing(self.points, today, taken_back=self.taken_back is not None)


def plans_of(agreements: Iterable[UUID]) -> dict[UUID, list[PlanStands]]:
    """Plans of each of these agreements, the last first."""
    rows = list(Plan.objects.filter(agreement__in=list(agreements)).order_by("-at", "-id"))
    ids = [row.id for row in rows]
    points = list(PointRow.objects.filter(plan__in=ids).order_by("number"))
    steps = list(PlanStep.objects.filter(plan__in=ids).order_by("place"))
    back = {one.plan_id: one for one in PlanTakenBack.objects.filter(plan__in=ids)}
    found: dict[UUID, list[PlanStands]] = defaultdict(list)
    for row in rows:
        of_it = tuple(step for step in steps if step.plan_id == row.id)
        made = tuple(
            Point(
                one.number,
                one.words,
                one.due,
                tuple(PlanMove(s.move) for s in of_it if s.number == one.number),
            )
            for one in points
            if one.plan_id == row.id
        )
        found[row.agreement_id].append(PlanStands(row, made, of_it, back.get(row.id)))
    return found


def open_plan(plan_id: UUID) -> PlanStands:
    """One plan; refused where there is none for the viewer."""
    row = Plan.objects.filter(id=plan_id).first()
    if row is None:
        raise Refused("There is no such plan.")
    return next(one for one in plans_of([row.agreement_id])[row.agreement_id] if one.row.id == plan_id)


def told_rows(agreements: Iterable[UUID]) -> dict[UUID, list[ToldRow]]:
    """All that was told of each of these agreements, the last first."""
    found: dict[UUID, list[ToldRow]] = defaultdict(list)
    for row in ToldRow.objects.filter(agreement__in=list(agreements)).order_by("-month", "-at", "-id"):
        found[row.agreement_id].append(row)
    return found


def standing_of(rows: Iterable[ToldRow]) -> list[Told]:
    """What stands of each month: what was told last of it."""
    found: dict[date, Told] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.id)):
        found[row.month] = Told(row.month, row.cash, row.spent, row.planned, row.filled, row.on_one)
    return list(found.values())


def people_counted(agreements: Iterable[UUID]) -> dict[UUID, int]:
    """Of each agreement, how many were accepted and not concluded as its statements counted; nothing said where none was ever accepted."""
    rows = (
        Counted.objects.filter(statement__agreement__in=list(agreements))
        .values_list("statement__agreement")
        .annotate(
            taken=Count("id", filter=Q(what=Earns.ACCEPTED.value, removed=False)) - Count("id", filter=Q(what=Earns.ACCEPTED.value, removed=True)),
            over=Count("id", filter=Q(what=Earns.CONCLUDED.value, removed=False)) - Count("id", filter=Q(what=Earns.CONCLUDED.value, removed=True)),
        )
    )  # fmt: skip
    return {agreement: max(0, taken - over) for agreement, taken, over in rows if taken}


def levels_missed(agreements: Iterable[UUID]) -> dict[UUID, int]:
    """Of each agreement that was stated, in how many months running, to the last, one service level took a credit."""
    ids = list(agreements)
    last = dict(
        Statement.objects.filter(agreement__in=ids).order_by("month").values_list("agreement", "month")
    )
    missed: dict[UUID, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    taken = Line.objects.filter(statement__agreement__in=ids, what=OwedFor.CREDIT.value, pence__lt=0)
    for agreement, name, month in taken.values_list("statement__agreement", "name", "month"):
        missed[agreement][name].add(month)
    return {
        agreement: max((_running(months, month) for months in missed[agreement].values()), default=0)
        for agreement, month in last.items()
    }


def _running(months: set[date], last: date) -> int:
    found = 0
    while month_after(last, -found) in months:
        found += 1
    return found
