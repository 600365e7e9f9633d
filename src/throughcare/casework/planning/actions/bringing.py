"""Plans as another system tells them: goals with their steps and what was answered, of many cases at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Answer, Goal, GoalStep
from ..rules import AnswerKind
from ..store import answers_of, goals_of
from .answering import LONGEST_REASON
from .steps import NO_PART, need_said, said, whose_said
from .writing import NewStep


@dataclass(frozen=True)
class AnswerTold:
    """What was answered to the plan that a goal belongs to: how, on which day, and why."""

    kind: AnswerKind
    on: date
    reason: str = ""


@dataclass(frozen=True)
class GoalTold:
    """A goal as another system has it: written when, with its steps, what was answered, and by whom (the doer, unless said)."""

    case_id: UUID
    words: str
    written_at: datetime
    need: str = ""
    wanted_by: date | None = None
    steps: Sequence[NewStep] = ()
    answer: AnswerTold | None = None
    member_id: UUID | None = None


@action(Permission.WRITE_PLAN)
def record_plans(*, by: Member, at: datetime, goals: Sequence[GoalTold]) -> int:
    """Add goals, their steps and answers to the plans of many open cases, as they were written; returns how many goals.

    All or none; what a plan has already is left as it is. Each was written by a member of the doer's organisation.
    """
    people = _people(goals, by)
    _check_authors(goals, by, at)
    there = {(goal.case_id, goal.words) for goal in goals_of(people)}
    fresh = {(told.case_id, said(told.words, "words", "Say what is to be reached.")): told for told in goals}
    rows = [
        _goal(told, words, people, by, at)
        for (_, words), told in fresh.items()
        if (told.case_id, words) not in there
    ]
    steps = [step for row, told in rows for step in _steps(row, told)]
    insert_all([row for row, _ in rows])
    insert_all(steps)
    insert_all(_answers([told for _, told in rows], people, by, at))
    concerns(people.values())
    add_to_line(goals=len(rows), cases=len(people))
    return len(rows)


def _people(goals: Iterable[GoalTold], by: Member) -> Mapping[UUID, UUID]:
    """Whose the open cases are; refused when one is not open or not the viewer's to see, or the doer has no part in it."""
    wanted = {told.case_id for told in goals}
    found, teams = supervision.people_of_open(wanted), supervision.teams_of_open(wanted)
    if len(found) < len(wanted):
        raise Refused("There is no such open case, or it is not yours to see.")
    ours, held = set(units_below(by.unit_id)), supervision.held_people(by.id)
    if any(teams[case] not in ours and person not in held for case, person in found.items()):
        raise Refused(NO_PART)
    return found


def _check_authors(goals: Iterable[GoalTold], by: Member, at: datetime) -> None:
    named = {told.member_id for told in goals if told.member_id is not None}
    known = access.members(named, at=at)
    if any(who not in known or known[who].organisation_id != by.organisation_id for who in named):
        raise Refused("A plan is written by a member of your own organisation.", field="member_id")


def _goal(
    told: GoalTold, words: str, people: Mapping[UUID, UUID], by: Member, at: datetime
) -> tuple[Goal, GoalTold]:
    if told.written_at > at:
        raise Refused("A goal is recorded once it was written: the time lies ahead.", field="written_on")
    row = Goal(
        id=new_id(), person_id=people[told.case_id], case_id=told.case_id, words=words, need=need_said(told.need),
        wanted_by=told.wanted_by, at=told.written_at, member_id=told.member_id or by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    return row, told


def _steps(row: Goal, told: GoalTold) -> list[GoalStep]:
    return [
        GoalStep(
            id=new_id(), person_id=row.person_id, goal_id=row.id, place=place,
            what=said(step.what, "what", "Say what is to be done."), whose=whose_said(step.whose), by=step.by, at=row.at,
            member_id=row.member_id, organisation_id=row.organisation_id,
        )
        for place, step in enumerate(told.steps, 1)
    ]  # fmt: skip


def _answers(
    goals: Sequence[GoalTold], people: Mapping[UUID, UUID], by: Member, at: datetime
) -> list[Answer]:
    """Each answer once, however many goals of the plan tell it, and none that is recorded already."""
    there = {
        (row.case_id, row.on, row.kind, row.reason) for row in answers_of({told.case_id for told in goals})
    }
    found: dict[tuple[UUID, date, str, str], GoalTold] = {}
    for told in goals:
        if told.answer is not None:
            found.setdefault((told.case_id, told.answer.on, told.answer.kind.value, _reason(told, at)), told)
    return [
        Answer(
            id=new_id(), person_id=people[case], case_id=case, kind=kind, reason=reason, on=on, at=told.written_at,
            member_id=told.member_id or by.id, organisation_id=by.organisation_id,
        )
        for (case, on, kind, reason), told in found.items()
        if (case, on, kind, reason) not in there
    ]  # fmt: skip


def _reason(told: GoalTold, at: datetime) -> str:
    answer = told.answer
    if answer is None:
        return ""
    if not day_of(told.written_at) <= answer.on <= day_of(at):
        raise Refused(
            "The day of an answer lies between the day the goal was written and today.", field="answered_on"
        )
    reason = " ".join(answer.reason.split())
    if answer.kind is not AnswerKind.AGREED and not reason:
        raise Refused("Say why they did not agree, or could not answer.", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"At most {LONGEST_REASON} characters; this has {len(reason)}.", field="reason")
    return reason
