"""What planning remembers: goals, their steps, every mark made of them, what the person said, and reviews; nothing is changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from .rules.serving import ServedBy
from .rules.words import AnswerKind, GoalMark, StepMark, Whose

REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "organisation_id": "access.Organisation",
}
"""What the id columns mean: each has a key to the row it is of."""
# Whoever has a part in the case writes its plan; whoever only sees the person adds nothing to it.
_PART_IN = "supervision_part_in({case}, THIS_TABLE.person_id)"
_OF_CASE = _PART_IN.format(case="THIS_TABLE.case_id")
_OF_STEP = _PART_IN.format(
    case="(SELECT g.case_id FROM planning_goal g JOIN planning_goalstep s ON s.goal_id = g.id WHERE s.id = THIS_TABLE.step_id)"
)
_OF_GOAL = _PART_IN.format(case="(SELECT g.case_id FROM planning_goal g WHERE g.id = THIS_TABLE.goal_id)")


def _wall(only: str, *, brought: bool) -> PersonWall:
    """Rows added by whoever has a part in the case and changed by nobody; ``brought``: also from files, from before."""
    signed = Written(member="member_id", organisation="organisation_id", at="at", brought=brought)
    return PersonWall(
        part=Part.PLAN, web="SELECT, INSERT", recorded_by="organisation_id", by=signed, only=only
    )


class Goal(models.Model):
    """Something to be reached, in the person's words: for which section of need, by which day (None: later), and what it came from."""

    wall = _wall(_OF_CASE, brought=True)
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    need = models.CharField(max_length=20, blank=True)
    wanted_by = models.DateField(null=True)
    template = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_goal_says_something", condition=~Q(words="")),
            models.UniqueConstraint(
                fields=["case", "template"], condition=~Q(template=""), name="a_part_is_laid_once"
            ),
        ]
        indexes = [models.Index(fields=["case", "at"], name="goals_of_case")]


class GoalStep(models.Model):
    """One thing to do towards a goal: what, whose it is, by which day, and in which place of the order."""

    wall = _wall(_OF_GOAL, brought=True)
    follows = GoesWith("goal_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps")
    place = models.SmallIntegerField()
    what = models.CharField(max_length=300)
    whose = models.CharField(max_length=20)
    by = models.DateField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "place"], name="one_step_in_a_place"),
            models.CheckConstraint(
                name="a_step_is_somebodys", condition=Q(whose__in=[one.value for one in Whose])
            ),
        ]


class Mark(models.Model):
    """What was recorded of a goal, or of one of its steps: what, of which day, by whose judgement and on what it rests."""

    wall = _wall(_OF_GOAL, brought=False)
    follows = GoesWith("goal_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="marks")
    step = models.ForeignKey(GoalStep, models.PROTECT, related_name="+", null=True)
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=24)
    on = models.DateField()
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="one_mark_of_a_number"),
            models.CheckConstraint(
                name="a_mark_is_known",
                condition=Q(step=None, kind__in=[one.value for one in GoalMark])
                | Q(step__isnull=False, kind__in=[one.value for one in StepMark]),
            ),
        ]


class ServedStep(models.Model):
    """What serves a step that a service does, said one after another: a row of the context that ``kind`` names, or nothing any more."""

    wall = _wall(_OF_STEP, brought=False)
    follows = GoesWith("step_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    step = models.ForeignKey(GoalStep, models.PROTECT, related_name="served")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=12, blank=True)
    served_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "number"], name="a_step_is_served_in_turn"),
            models.CheckConstraint(
                name="what_serves_a_step_is_named",
                condition=Q(kind="", served_id=None)
                | Q(kind__in=[one.value for one in ServedBy], served_id__isnull=False),
            ),
        ]


class Answer(models.Model):
    """What the person said of their plan on a day, and why where they did not agree."""

    wall = _wall(_OF_CASE, brought=True)
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_plan_is_answered_so",
                condition=Q(kind=AnswerKind.AGREED)
                | (Q(kind__in=[AnswerKind.NOT_AGREED, AnswerKind.COULD_NOT_ANSWER]) & ~Q(reason="")),
            ),
            models.UniqueConstraint(fields=["case", "on", "kind", "reason"], name="one_answer_a_day"),
        ]
        indexes = [models.Index(fields=["case", "at"], name="answers_of_case")]


class Review(models.Model):
    """A look at the whole plan on a day: what has changed, and what follows.

    ``seen_every_days`` is what it says of how often the person is seen: nothing (None), as their risk says (0), or less often.
    """

    wall = _wall(_OF_CASE, brought=False)
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    changed = models.CharField(max_length=1000)
    seen_every_days = models.SmallIntegerField(null=True)
    on = models.DateField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_review_says_something", condition=~Q(changed="")),
            models.CheckConstraint(
                name="seen_again_within_a_year", condition=Q(seen_every_days__range=(0, 366))
            ),
            models.UniqueConstraint(fields=["case", "on"], name="one_review_a_day"),
        ]
        indexes = [models.Index(fields=["case", "at"], name="reviews_of_case")]


explains(
    a_part_is_laid_once="Somebody else laid this template while you had it open. Look again.",
    one_mark_of_a_number="Somebody else recorded something of this goal while you had it open. Look again.",
    one_step_in_a_place="Somebody else added a step to this goal while you had it open. Look again.",
    a_step_is_served_in_turn="Somebody else said what serves this step while you had it open. Look again.",
    one_answer_a_day="That answer of that day is recorded already.",
    one_review_a_day="A review of that day is recorded already.",
)
