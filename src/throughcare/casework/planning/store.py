"""A plan from its rows, as rules, actions and pages ask about it: goals with their steps and marks, answers, reviews and what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from throughcare.casework.courts.queries import SentenceSeen
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.compliance import Arranged, compliance_seen
from throughcare.casework.supervision.rules.seeing import is_to_be_seen
from throughcare.foundation.access.gathered import Gathered, Rows
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from .models import Answer, Goal, GoalStep, Mark, Review, ServedStep
from .rules import (
    OPEN_STEPS,
    Complying,
    GoalMark,
    GoalStands,
    GoalState,
    LessOften,
    Ordered,
    OrderStands,
    ServedBy,
    StepMark,
    StepState,
    Whose,
    goal_state,
    less_often,
    step_state,
)


def writes_plan(case: supervision.OpenCase, by: Member) -> bool:
    """Whether a member writes the plan of a case: whoever holds a role in it, or the team that answers for it."""
    return case.unit_id in units_below(by.unit_id) or case.person_id in supervision.held_people(by.id)


NAMES_THE_DAY = (TenureKind.RESPONSIBLE_OFFICER, TenureKind.OFFENDER_MANAGER)


def names_the_day(seen: supervision.CaseSeen, by: Member) -> bool:
    """Whether a member names the day on which an order ends: the responsible officer, or the offender manager where there is none."""
    held = next((seen.now[kind] for kind in NAMES_THE_DAY if kind in seen.now), None)
    return held is not None and held.member_id == by.id


@dataclass(frozen=True)
class Served:
    """What serves a step: a row of which kind, its id, and since when."""

    kind: ServedBy
    id: UUID
    at: datetime


@dataclass(frozen=True)
class StepSeen:
    """A step as is recorded of it, with every mark made of it, what serves it now, and how often that was said."""

    id: UUID
    goal_id: UUID
    what: str
    whose: str
    by: date | None
    at: datetime
    state: StepState
    marks: tuple[Mark, ...]
    served: Served | None = None
    times_served: int = 0


@dataclass(frozen=True)
class GoalSeen:
    """A goal as it stands, with its steps in order and every mark made of it; ``seen`` counts the marks of both."""

    id: UUID
    person_id: UUID
    case_id: UUID
    words: str
    need: str
    wanted_by: date | None
    template: str
    at: datetime
    member_id: UUID
    state: GoalState
    steps: tuple[StepSeen, ...]
    marks: tuple[Mark, ...]
    seen: int

    @property
    def stands(self) -> GoalStands:
        """The goal as the rules ask about it."""
        return GoalStands(
            self.state, sum(step.state in OPEN_STEPS or step.state is StepState.DONE for step in self.steps)
        )

    def marks_after(self, seen: int) -> list[tuple[str, Mark]]:
        """What was recorded of the goal and of its steps after so many marks, in turn, each with the words of what it is of."""
        found = [(self.words, mark) for mark in self.marks]
        found += [(step.what, mark) for step in self.steps for mark in step.marks]
        return sorted((one for one in found if one[1].number > seen), key=lambda one: one[1].number)

    @property
    def changes(self) -> list[datetime]:
        """When the goal or its steps were added, and the goal taken up, put off or removed."""
        moved = {GoalMark.REMOVED, GoalMark.TAKEN_UP, GoalMark.PUT_OFF}
        return [
            self.at,
            *(step.at for step in self.steps),
            *(m.at for m in self.marks if GoalMark(m.kind) in moved),
        ]


def goals_of(case_ids: Iterable[UUID]) -> list[GoalSeen]:
    """Every goal of cases, in the order in which they were added; four questions."""
    return _seen(list(Goal.objects.filter(case__in=list(case_ids)).order_by("at", "id")))


def goals_named(goal_ids: Iterable[UUID]) -> list[GoalSeen]:
    """Goals by their ids, those that the viewer sees, in the order in which they were added."""
    return _seen(list(Goal.objects.filter(id__in=list(goal_ids)).order_by("at", "id")))


def goal_of(goal_id: UUID) -> GoalSeen | None:
    """One goal, where the viewer sees it."""
    return next(iter(_seen(list(Goal.objects.filter(id=goal_id)))), None)


def goal_of_step(step_id: UUID) -> GoalSeen | None:
    """The goal that a step is of, where the viewer sees it."""
    return next(iter(_seen(list(Goal.objects.filter(steps=step_id)))), None)


def _seen(rows: Sequence[Goal]) -> list[GoalSeen]:
    ids = [row.id for row in rows]
    steps = list(GoalStep.objects.filter(goal__in=ids).order_by("place")) if ids else []
    marks = list(Mark.objects.filter(goal__in=ids).order_by("number")) if ids else []
    served = (
        ServedStep.objects.filter(step__goal__in=ids).order_by("number") if _any_of_a_service(steps) else ()
    )
    latest = {row.step_id: row for row in served}
    return [_goal(row, steps, [mark for mark in marks if mark.goal_id == row.id], latest) for row in rows]


def _any_of_a_service(steps: Iterable[GoalStep]) -> bool:
    return any(step.whose == Whose.SERVICE for step in steps)


def _goal(
    row: Goal, steps: Sequence[GoalStep], marks: Sequence[Mark], served: Mapping[UUID, ServedStep]
) -> GoalSeen:
    own = tuple(mark for mark in marks if mark.step_id is None)
    return GoalSeen(
        row.id, row.person_id, row.case_id, row.words, row.need, row.wanted_by, row.template, row.at, row.member_id,
        goal_state(row.wanted_by, [GoalMark(mark.kind) for mark in own]),
        tuple(_step(step, marks, served.get(step.id)) for step in steps if step.goal_id == row.id), own, len(marks),
    )  # fmt: skip


def _step(row: GoalStep, marks: Sequence[Mark], served: ServedStep | None) -> StepSeen:
    own = tuple(mark for mark in marks if mark.step_id == row.id)
    state = step_state([StepMark(mark.kind) for mark in own])
    by = (
        Served(ServedBy(served.kind), served.served_id, served.at)
        if served is not None and served.served_id
        else None
    )
    return StepSeen(
        row.id,
        row.goal_id,
        row.what,
        row.whose,
        row.by,
        row.at,
        state,
        own,
        by,
        served.number if served else 0,
    )


def answers_of(case_ids: Iterable[UUID]) -> list[Answer]:
    """What was answered to the plans of cases, the latest first."""
    return list(Answer.objects.filter(case__in=list(case_ids)).order_by("-on", "-at", "-id"))


def reviews_of(case_ids: Iterable[UUID]) -> list[Review]:
    """The reviews of the plans of cases, the latest first."""
    return list(Review.objects.filter(case__in=list(case_ids)).order_by("-on", "-at", "-id"))


@dataclass(frozen=True)
class OfficerSays:
    """What the record cannot know and the officer says: None where they say nothing; requirements by their id."""

    has_court_review: bool | None = None
    more_to_instruct: bool | None = None
    more_to_plan: bool | None = None
    complied: Mapping[UUID, bool] = field(default_factory=dict)


def order_of(sentence: SentenceSeen, says: OfficerSays, case_id: UUID) -> OrderStands:
    """An order as the rule asks about it, from what is recorded and what the officer says."""
    running = [one for one in sentence.requirements if one.ended_on is None]
    done = supervision.credited([one.id for one in running])
    return OrderStands(
        sentence.kind,
        says.has_court_review,
        says.more_to_instruct,
        says.more_to_plan,
        [
            Ordered(
                one.kind,
                Decimal(one.amount)
                if one.is_counted and one.amount is not None and not one.at_most
                else None,
                done.get(one.id, Decimal(0)),
                says.complied.get(one.id),
            )
            for one in running
        ],
        [goal.state for goal in goals_of([case_id])],
    )


def complying(case: supervision.OpenCase, *, at: datetime) -> Complying:
    """What decides whether somebody is seen less often, from what is recorded of their contact up to an instant."""
    today = day_of(at)
    told = supervision.kept_and_failed([case.id]).get(case.id, [])
    return Complying(
        case.risk,
        compliance_seen([Arranged(*one) for one in told], today),
        is_to_be_seen(case.sentence, case.place, on=today),
        case.id in supervision.weekly_due([case.id], on=today),
    )


LESS_OFTEN = Rows(
    Review, "t.person_id = %(person)s::uuid AND t.seen_every_days IS NOT NULL", 't."on", t.at, t.id'
)
"""The reviews of a person that said how often they are seen, for whoever reads more in the same statement."""


def seen_less_often(
    risks: Mapping[UUID, str], *, on: date, read: Gathered | None = None
) -> dict[UUID, LessOften]:
    """What reviews said of seeing people less often, by case, each given with its risk: one question at most, and one more where any did."""
    said = _said(risks, read)
    told = supervision.kept_and_failed(said) if said else {}
    found = {
        case: less_often(every, since, risk=risks[case], failed=_failed(told.get(case, ())), on=on)
        for case, (every, since) in said.items()
    }
    return {case: one for case, one in found.items() if one is not None}


def _said(case_ids: Collection[UUID], read: Gathered | None) -> dict[UUID, tuple[int, date]]:
    """What the last review that said anything of it said, and its day, by case."""
    rows: Iterable[Review] = (
        Review.objects.filter(case__in=list(case_ids), seen_every_days__isnull=False).order_by(
            "on", "at", "id"
        )
        if read is None
        else read.of(LESS_OFTEN)
    )
    return {
        row.case_id: (row.seen_every_days, row.on)
        for row in rows
        if row.case_id in case_ids and row.seen_every_days is not None
    }


def _failed(told: Sequence[tuple[datetime, bool]]) -> list[date]:
    return [day_of(at) for at, failed in told if failed]
