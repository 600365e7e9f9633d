"""Tells: a person's plan whole, one goal, which plans are due, and what stands against ending an order today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.assessment.rules.needs.sections import Need, sections
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import SentenceSeen
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.compliance import Arranged, compliance_seen, early_review
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.gathered import Gathered, Rows
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .models import Goal, Mark
from .rules import (
    OPEN_STEPS,
    AnswerKind,
    GoalMark,
    GoalState,
    LessOften,
    PlanDue,
    PlanStands,
    Whose,
    against_early_end,
    against_less_reporting,
    changed_since,
    early_ending_editions,
    goal_state,
    may_be_chosen,
    plan_due,
)
from .store import (
    LESS_OFTEN,
    GoalSeen,
    OfficerSays,
    StepSeen,
    answers_of,
    complying,
    goal_of,
    goal_of_step,
    goals_named,
    goals_of,
    names_the_day,
    order_of,
    reviews_of,
    seen_less_often,
    writes_plan,
)

RUNNING = {"in force", "in breach"}

__all__ = [
    "ON_GOALS",
    "AnswerSeen",
    "GoalAhead",
    "GoalSeen",
    "OfficerSays",
    "PlanSeen",
    "ReviewSeen",
    "StepOfService",
    "StepSeen",
    "against_ending",
    "early_reviews",
    "endable_by",
    "goal",
    "goals_ahead",
    "may_write",
    "member_names_of",
    "plan_of",
    "plans_due",
    "plans_looked_at",
    "seen_less_often",
    "step",
    "steps_served",
    "steps_to_serve",
]


@dataclass(frozen=True)
class AnswerSeen:
    """What the person said of their plan on a day, and who wrote it down."""

    kind: AnswerKind
    reason: str
    on: date
    at: datetime
    by: str


@dataclass(frozen=True)
class ReviewSeen:
    """A review of the plan: its day, what had changed, who wrote it, and what it said of how often the person is seen."""

    on: date
    changed: str
    by: str
    seen_every_days: int | None = None


@dataclass(frozen=True)
class PlanSeen:
    """A person's plan: goals, what they said of it, whether it changed since, reviews, what is due, and needs without a goal.

    ``less_often`` is what a review said of seeing them less often, whether or not it still stands.
    """

    case_id: UUID
    person_id: UUID
    goals: tuple[GoalSeen, ...]
    answers: tuple[AnswerSeen, ...]
    is_changed_since: bool
    reviews: tuple[ReviewSeen, ...]
    due: PlanDue | None
    needs_without_goal: tuple[str, ...]
    less_often: LessOften | None = None

    @property
    def answer(self) -> AnswerSeen | None:
        """The last answer; None where the plan was never put to the person."""
        return self.answers[0] if self.answers else None

    def in_state(self, *states: GoalState) -> tuple[GoalSeen, ...]:
        """The goals in some states, as they were added."""
        return tuple(goal for goal in self.goals if goal.state in states)


def plan_of(person_id: UUID, *, at: datetime) -> PlanSeen | None:
    """A person's plan in their open case; None without one that the viewer sees."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None:
        return None
    goals, answers, reviews = goals_of([case.id]), answers_of([case.id]), reviews_of([case.id])
    names = access.member_names({a.member_id for a in answers} | {r.member_id for r in reviews})
    latest = max((answer.at for answer in answers), default=None)
    return PlanSeen(
        case.id,
        person_id,
        tuple(goals),
        tuple(
            AnswerSeen(AnswerKind(a.kind), a.reason, a.on, a.at, names.get(a.member_id, "not known"))
            for a in answers
        ),
        changed_since(latest, [change for goal in goals for change in goal.changes]),
        tuple(
            ReviewSeen(r.on, r.changed, names.get(r.member_id, "not known"), r.seen_every_days)
            for r in reviews
        ),
        plans_due([(case.id, person_id)], at=at).get(case.id),
        _needs_without_goal(person_id, goals, day_of(at)),
        seen_less_often({case.id: case.risk}, on=day_of(at)).get(case.id),
    )


_THEIRS = "person_id = %(person)s::uuid"
_GOALS = Rows(Goal, _THEIRS, "wanted_by, at, id")
_MARKS = Rows(Mark, f"{_THEIRS} AND step_id IS NULL", "number, id")
ON_GOALS: tuple[Rows[Any], ...] = (_GOALS, _MARKS, LESS_OFTEN)
"""What ``goals_ahead`` and ``seen_less_often`` read, for whoever reads more in the same statement."""


@dataclass(frozen=True)
class GoalAhead:
    """A goal that is worked towards now: in the person's words, and by which day."""

    words: str
    by: date


def goals_ahead(case_id: UUID, read: Gathered) -> list[GoalAhead]:
    """The goals of a case that are worked towards now, the soonest first, of what was read."""
    marks: dict[UUID, list[GoalMark]] = {}
    for mark in read.of(_MARKS):
        marks.setdefault(mark.goal_id, []).append(GoalMark(mark.kind))
    return [
        GoalAhead(goal.words, goal.wanted_by)
        for goal in read.of(_GOALS)
        if goal.case_id == case_id
        and goal.wanted_by is not None
        and goal_state(goal.wanted_by, marks.get(goal.id, [])) is GoalState.CURRENT
    ]


def may_write(person_id: UUID, by: Member) -> bool:
    """Whether a member writes the plan of a person's open case, as far as their part in it goes."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    return case is not None and writes_plan(case, by)


def _needs_without_goal(person_id: UUID, goals: Sequence[GoalSeen], on: date) -> tuple[str, ...]:
    """Sections in which the latest complete assessment finds a need, and for which the plan has no goal that still stands."""
    latest = assessment.summary_for(person_id, on=on).assessment
    if latest is None:
        return ()
    wanted = [code for code, score in latest.sections.items() if score.need in {Need.STANDARD, Need.SEVERE}]
    aimed_at = {goal.need for goal in goals if goal.state is not GoalState.REMOVED}
    return tuple(code for code in sections() if code in wanted and code not in aimed_at)


def plans_due(cases: Iterable[tuple[UUID, UUID]], *, at: datetime) -> dict[UUID, PlanDue]:
    """The plan or the review that is owed next in each open case, given with its person; those that owe none are left out.

    Seven questions, however many cases there are.
    """
    pairs = list(cases)
    people, ids = [person for _, person in pairs], [case for case, _ in pairs]
    seen = supervision.first_seen([(person, case) for case, person in pairs])
    looked = _last_looked_at(ids)
    begins, ends, released = (
        courts.sentenced_on(people),
        courts.known_ends(people),
        supervision.days_released(people),
    )
    calendar, today = WorkingCalendar(), day_of(at)
    found: dict[UUID, PlanDue] = {}
    for case, person in pairs:
        first, end = seen.get(case), ends.get(person)
        stands = PlanStands(
            day_of(first) if first else None,
            looked.get(case),
            begins.get(person),
            end.ends_on if end else None,
            released.get(person),
        )
        due = plan_due(stands, today, calendar)
        if due is not None:
            found[case] = due
    return found


@dataclass(frozen=True)
class StepOfService:
    """A step that something serves, with the goal it is of."""

    goal: GoalSeen
    step: StepSeen


def steps_served(case_ids: Iterable[UUID]) -> list[StepOfService]:
    """The steps of cases' plans that something serves; one question where nothing does."""
    cases = list(case_ids)
    goals = list(
        Goal.objects.filter(case__in=cases, steps__served__isnull=False)
        .distinct()
        .values_list("id", flat=True)
    )
    found = goals_named(goals) if goals else []
    return [StepOfService(goal, step) for goal in found for step in goal.steps if step.served is not None]


def steps_to_serve(person_id: UUID) -> list[StepOfService]:
    """The steps of a person's plan that a service is to do and that nothing serves yet, in goals still wanted."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    goals = goals_of([case.id]) if case is not None else []
    return [
        StepOfService(goal, step)
        for goal in goals
        for step in goal.steps
        if goal.state in {GoalState.CURRENT, GoalState.LATER}
        and step.whose == Whose.SERVICE
        and step.state in OPEN_STEPS
        and step.served is None
    ]


def step(step_id: UUID) -> StepOfService | None:
    """One step with its goal, where the viewer sees it."""
    found = goal_of_step(step_id)
    if found is None:
        return None
    concerns([found.person_id])
    return StepOfService(found, next(one for one in found.steps if one.id == step_id))


def plans_looked_at(case_ids: Sequence[UUID]) -> dict[UUID, date]:
    """The day on which the plan of each case was last reviewed, put to the person or begun; left out where there is no plan."""
    begun = Goal.objects.filter(case__in=case_ids).values("case_id").annotate(first=Min("at"))
    since = {row["case_id"]: day_of(row["first"]) for row in begun}
    looked = _last_looked_at(list(since))
    return {case: max(day, looked.get(case, day)) for case, day in since.items()}


def early_reviews(cases: Iterable[tuple[UUID, UUID]], *, at: datetime) -> dict[UUID, Finding]:
    """Of cases, each given with its person, whose plan is to be looked at early because compliance has been good, and why; by case."""
    known, today = dict(cases), day_of(at)
    looked = plans_looked_at(list(known))
    found = {
        case: early_review(compliance_seen([Arranged(*one) for one in told], today), looked.get(case))
        for case, told in supervision.kept_and_failed(looked).items()
    }
    due = {case: why for case, why in found.items() if why is not None}
    concerns(known[case] for case in due)
    return due


@dataclass(frozen=True)
class MayBeSeen:
    """How often a review may say that somebody is seen: the days that may be chosen, and what stands against any."""

    every_days: tuple[int, ...]
    against: tuple[Finding, ...]


def may_be_seen(person_id: UUID, by: Member, *, at: datetime) -> MayBeSeen | None:
    """How seldom a member may have somebody seen; None where it is not theirs to say, or there is no open case that they see."""
    seen = supervision.case_of(person_id, at=at)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if seen is None or case is None or not names_the_day(seen, by):
        return None
    against = against_less_reporting(complying(case, at=at), day_of(at))
    return MayBeSeen(() if against else may_be_chosen(case.risk, day_of(at)), against)


def _last_looked_at(case_ids: Sequence[UUID]) -> Mapping[UUID, date]:
    looked = [(a.case_id, a.on) for a in answers_of(case_ids)] + [
        (r.case_id, r.on) for r in reviews_of(case_ids)
    ]
    return dict(sorted(looked, key=lambda pair: pair[1]))


def goal(goal_id: UUID) -> GoalSeen | None:
    """One goal with its steps and marks, where the viewer sees it."""
    found = goal_of(goal_id)
    if found is not None:
        concerns([found.person_id])
    return found


def member_names_of(goals: Iterable[GoalSeen]) -> Mapping[UUID, str]:
    """The names of whoever wrote goals and the marks of them."""
    every = [*goals]
    marks = [mark for one in every for mark in (*one.marks, *(m for step in one.steps for m in step.marks))]
    return access.member_names({mark.member_id for mark in marks} | {one.member_id for one in every})


def endable_by(person_id: UUID, by: Member, *, at: datetime) -> dict[UUID, tuple[Finding, ...]]:
    """The orders whose last day a member names by the law of today, each with what is recorded against ending it now.

    What only the officer knows is taken to be as it should: asking for that is the page's.
    """
    today, seen = day_of(at), supervision.case_of(person_id, at=at)
    law = next((one.table for one in early_ending_editions() if today in one.in_force), None)
    if law is None or seen is None or seen.case.closed_at is not None or not names_the_day(seen, by):
        return {}
    running = [
        one for one in courts.sentences_of(person_id) if one.kind in law.paragraph_of and one.state in RUNNING
    ]
    return {
        one.id: against_early_end(order_of(one, _as_it_should(one), seen.case.id), today) for one in running
    }


def _as_it_should(sentence: SentenceSeen) -> OfficerSays:
    return OfficerSays(False, False, False, {one.id: True for one in sentence.requirements})


def against_ending(
    person_id: UUID, sentence_id: UUID, *, at: datetime, says: OfficerSays
) -> tuple[Finding, ...] | None:
    """What stands against ending an order today, given what its officer says; None where it is not the viewer's to see."""
    case = supervision.open_cases_of([person_id]).get(person_id)
    sentence = next((one for one in courts.sentences_of(person_id) if one.id == sentence_id), None)
    if case is None or sentence is None:
        return None
    return against_early_end(order_of(sentence, says, case.id), day_of(at))
