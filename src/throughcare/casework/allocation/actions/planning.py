"""Plans: a best assignment asked for, worked out by a job as the member who asked, watched, stopped, carried out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.casework.supervision.actions import Appointing, appoint_holders
from throughcare.casework.supervision.rules import EndReason, TenureKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.work import Stopped
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Plan, PlanProgress, PlanRow
from ..rules import what_if
from ..rules.assignment.bill import bill, why
from ..rules.assignment.check import check
from ..rules.assignment.effort import Effort, Progress
from ..rules.assignment.problem import Plan as Placed
from ..rules.assignment.problem import Problem
from ..rules.decision import Asked, Reason, change
from ..rules.limits import limits_broken
from ..store.gathering import Gathered, gather
from ..store.reach import reach_of, units_chosen
from .suggesting import as_line

WORK_OUT = "throughcare.work_out_plan"
MOST_CASES, MOST_STAFF = 5_000, 300
SCOPES = ("waiting", "everybody")
State = Plan.State
BEFORE_IT_BEGAN = "Stopped by request before it began."
Tell = Callable[[int, str], bool]


@action(Permission.PLAN_ALLOCATION)
def ask_plan(
    *,
    by: Member,
    at: datetime,
    scope: str = "waiting",
    change: dict[str, Any] | None = None,
    unit_ids: Sequence[UUID] | None = None,
) -> UUID:
    """Ask for a best assignment of the cases that wait, or of everybody's, in the caller's units or those named of them.

    ``change`` supposes something and compares.
    """
    if scope not in SCOPES:
        raise Refused(f"A plan is about {' or '.join(SCOPES)}.", field="scope")
    supposed = _checked(change or {})
    chosen = None if unit_ids is None else [str(one) for one in units_chosen(by.unit_id, unit_ids)]
    plan = Plan(
        id=new_id(), unit_id=by.unit_id, asked_by=by.id, asked_at=at, scope="everybody" if supposed else scope,
        change=supposed, chosen_units=chosen,
    )  # fmt: skip
    insert_all([plan])
    insert_all([PlanProgress(plan=plan)])
    _defer(plan.id, by.id)
    add_to_line(plan=plan.id)
    return plan.id


def _checked(change: dict[str, Any]) -> dict[str, Any]:
    """Only what a change is made of; the problem itself says later whether it fits."""
    if not change:
        return {}
    wanted = {
        "officer leaves": {"member"},
        "office closes": {"office"},
        "grade mix changes": {"taken_from", "given_to", "number"},
    }
    kind = str(change.get("kind", ""))
    if kind not in wanted or set(change) != {"kind", *wanted[kind]}:
        raise Refused(f"A plan may suppose that an {', an '.join(wanted)}, and says of which.", field="kind")
    number = change.get("number", 1)
    if not isinstance(number, int) or not 0 < number <= MOST_STAFF:
        raise Refused(f"How many change grade is a number from 1 to {MOST_STAFF}.", field="number")
    return {name: value if name == "number" else str(value)[:200] for name, value in change.items()}


def _defer(plan_id: UUID, member_id: UUID) -> None:
    app.configure_task(WORK_OUT, allow_unknown=True).defer(plan_id=str(plan_id), member_id=str(member_id))


@action(Permission.PLAN_ALLOCATION)
def stop_plan(*, by: Member, at: datetime, plan_id: UUID) -> None:
    """Stop a plan that waits or is being worked out; nothing of it is kept.

    A running job holds the plan's row and stops at its next step; where none runs, the plan stops at once.
    """
    waiting = Plan.objects.filter(id=plan_id, state=State.WAITING)
    if not waiting.exists():
        raise Refused("That plan is not waiting or being worked out.")
    PlanProgress.objects.filter(plan=plan_id).update(stop=True)
    if waiting.select_for_update(skip_locked=True).first() is not None:
        waiting.update(state=State.STOPPED, because=BEFORE_IT_BEGAN)
    add_to_line(plan=plan_id)


@action(Permission.PLAN_ALLOCATION)
def start_plan_again(*, by: Member, at: datetime, plan_id: UUID) -> None:
    """Start a stopped or refused plan again, on the facts as they then are."""
    started = Plan.objects.filter(id=plan_id, state__in=[State.STOPPED, State.REFUSED]).update(
        state=State.WAITING, because=""
    )
    if not started:
        raise Refused("That plan was not stopped.")
    PlanProgress.objects.filter(plan=plan_id).update(step=0, stage="", stop=False)
    _defer(plan_id, by.id)
    add_to_line(plan=plan_id)


@action(Permission.PLAN_ALLOCATION)
def work_out_plan(
    *,
    by: Member,
    at: datetime,
    plan_id: UUID,
    tell: Tell = lambda step, stage: True,
    effort: Effort | None = None,
) -> bool:
    """Work a plan out, in the worker, as the member who asked; False when it was worked out or stopped before.

    ``tell`` is told each step and answers whether to go on.
    """
    plan = Plan.objects.select_for_update().filter(id=plan_id, state=State.WAITING).first()
    if plan is None:
        return False
    asked = None if plan.chosen_units is None else [UUID(one) for one in plan.chosen_units]
    chosen = units_chosen(plan.unit_id, asked)
    gathered = gather(chosen, at=at, waiting_only=plan.scope == "waiting")
    _check_size(gathered.problem)
    search = _Search(tell, effort or Effort())
    placed = search.place(gathered.problem)
    supposed = _suppose(gathered.problem, plan.change)
    compared = _compared(gathered.problem, placed, supposed, search) if supposed else {}
    rows = [] if supposed else _rows(plan.id, gathered, placed)
    insert_all(rows)
    seen = reach_of(by, plan.unit_id, chosen, gathered.staff.values())
    Plan.objects.filter(id=plan_id).update(units=[one.written() for one in seen])
    _finish(plan_id, gathered.problem, placed, compared, at)
    add_to_line(plan=plan_id, cases=len(gathered.cases))
    return True


def _check_size(problem: Problem) -> None:
    if not problem.cases:
        raise Refused("No case needs a manager, so there is nothing to plan.")
    if not problem.practitioners:
        raise Refused("No member of staff of your teams has recorded terms, so nobody can be given a case.")
    if len(problem.cases) > MOST_CASES or len(problem.practitioners) > MOST_STAFF:
        raise Refused(
            f"A plan holds at most {MOST_CASES:,} cases and {MOST_STAFF} staff. Plan a part of the area."
        )


class _Search:
    """One search after another, each told to whoever watches, each checked by other sums before it is believed."""

    def __init__(self, tell: Tell, effort: Effort) -> None:
        self.tell, self.effort, self.step, self.going = tell, effort, 0, True

    def place(self, problem: Problem) -> Placed:
        from ..rules.assignment.solve import place

        placed = place(problem, effort=self.effort, progress=self._told, stop=lambda: not self.going)
        if not self.going:
            raise Stopped("Stopped by request; nothing was kept.")
        checked = check(problem, placed)
        if not checked.holds:
            raise Refused(f"The plan did not pass its own check, so it is not shown: {checked.wrong[0]}")
        return placed

    def _told(self, progress: Progress) -> None:
        self.step += 1
        self.going = self.going and self.tell(self.step, progress.stage)


def _suppose(problem: Problem, change: dict[str, Any]) -> Problem | None:
    kind = change.get("kind")
    if kind == "officer leaves":
        return what_if.officer_leaves(problem, change["member"])
    if kind == "office closes":
        return what_if.office_closes(problem, change["office"])
    if kind == "grade mix changes":
        return what_if.mix_changes(problem, change["taken_from"], change["given_to"], change["number"])
    return None


def _compared(before: Problem, placed: Placed, after: Problem, search: _Search) -> dict[str, Any]:
    supposed = search.place(after)
    both = what_if.compare((before, placed), (after, supposed))
    shown = {
        name: {**vars(one), "load_by_office": dict(one.load_by_office)}
        for name, one in (("now", both.before), ("then", both.after))
    }
    return shown | {"cost": both.cost, "gap": supposed.gap}


def _rows(plan_id: UUID, gathered: Gathered, placed: Placed) -> list[PlanRow]:
    staff = {one.id: one for one in gathered.problem.practitioners}
    concerns(one.case.person_id for one in gathered.cases.values())
    rows = []
    for case in gathered.problem.cases:
        own, holder = gathered.cases[UUID(case.id)], placed.holders[case.id]
        one = Problem((case,), (staff[holder],) if holder else (), gathered.problem.terms)
        lines = why(one, placed, case.id) if holder else []
        rows.append(
            PlanRow(
                id=new_id(), plan_id=plan_id, person_id=own.case.person_id, case_id=own.case.id, points=case.points,
                tier=case.tier or "", from_member=own.case.manager, to_member=UUID(holder) if holder else None,
                price=sum(line.price for line in lines),
                reasons=[{"what": x.what, "price": x.price, "because": x.finding.because} for x in lines],
            )
        )  # fmt: skip
    return rows


def _finish(plan_id: UUID, problem: Problem, placed: Placed, compared: dict[str, Any], at: datetime) -> None:
    bill_ = bill(problem, placed)
    Plan.objects.filter(id=plan_id).update(
        state=State.DONE, because="", cases=len(problem.cases), practitioners=len(problem.practitioners),
        objective=placed.objective, bound=placed.bound, gap=placed.gap, greedy_objective=placed.greedy_objective,
        unallocated=len(placed.unallocated), bill={"prices": bill_.prices, "cases": bill_.cases}, compared=compared,
        load_prices=placed.load_prices, edition=f"{problem.terms.prices.name} and {problem.terms.grades.name}",
        worked_out_at=at,
    )  # fmt: skip


@action(Permission.PLAN_ALLOCATION)
def note_plan_ended(*, by: Member, at: datetime, plan_id: UUID, because: str, stopped: bool) -> None:
    """Keep why a plan was not worked out."""
    state = State.STOPPED if stopped else State.REFUSED
    Plan.objects.filter(id=plan_id, state=State.WAITING).update(state=state, because=because[:500])
    add_to_line(plan=plan_id)


@action(Permission.PLAN_ALLOCATION)
def carry_out_plan(
    *, by: Member, at: datetime, plan_id: UUID, because: str, row_ids: Sequence[UUID] | None = None
) -> int:
    """Appoint whom a plan proposes, in all its cases or those named; all or none. Returns how many changed hands.

    Every hard limit is looked at again, and a case that changed hands since the plan was made is refused by name.
    """
    plan = Plan.objects.select_for_update().filter(id=plan_id, state=State.DONE).first()
    if plan is None or plan.change:
        raise Refused("That plan cannot be carried out: it is not worked out, or only supposes something.")
    rows = _chosen(plan, row_ids)
    if not because.strip():
        raise Refused("Say why this plan is carried out.", field="because")
    decided = _decisions(rows, by, at, because.strip())
    appoint_holders(
        by=by,
        at=at,
        appointments=[
            Appointing(row.case_id, TenureKind.OFFENDER_MANAGER, row.to_member, EndReason.WORKLOAD)
            for row in rows
            if row.to_member is not None
        ],
    )
    lines = ledger.remember(decided, who=ledger.Who(member_id=by.id), at=at)
    changes = [(row.id, PlanRow.State.CARRIED_OUT, line) for row, line in zip(rows, lines, strict=True)]
    change_all(PlanRow, ["state", "decision_id"], changes)
    add_to_line(because.strip()[:300], plan=plan_id, carried_out=len(rows))
    return len(rows)


def _chosen(plan: Plan, row_ids: Sequence[UUID] | None) -> list[PlanRow]:
    rows = PlanRow.objects.filter(plan=plan, state=PlanRow.State.PROPOSED, to_member__isnull=False)
    chosen = list(rows if row_ids is None else rows.filter(id__in=list(row_ids)))
    moving = [row for row in chosen if row.to_member != row.from_member]
    if not moving:
        raise Refused("Nothing in the plan is left to carry out.")
    if row_ids is not None and len(chosen) != len(set(row_ids)):
        raise Refused("One of those cases was carried out a moment ago, or is not in the plan. Look again.")
    return moving


def _decisions(rows: Sequence[PlanRow], by: Member, at: datetime, because: str) -> list[ledger.Decided]:
    gathered = gather(access.units_below(by.unit_id), at=at, placing=[row.case_id for row in rows])
    cases = {UUID(case.id): case for case in gathered.problem.cases}
    staff = {UUID(one.id): one for one in gathered.problem.practitioners}
    found = []
    for row in rows:
        case, who = cases.get(row.case_id), staff.get(row.to_member) if row.to_member else None
        if case is None or who is None:
            raise Refused(
                "A case or a member of staff in the plan is no longer there. Work the plan out again."
            )
        if case.manager != (str(row.from_member) if row.from_member else None):
            raise Refused("A case changed hands since the plan was worked out. Work it out again.")
        broken = limits_broken(case, who, gathered.problem.terms.grades)
        if broken:
            raise Refused(f"The plan no longer holds: {'; '.join(one.because for one in broken)}.")
        asked = Asked(case, (who,), gathered.problem.terms)
        found.append(as_line(change(asked, who.id, Reason.CASELOAD_ADJUSTMENT, because), row.person_id))
    return found
