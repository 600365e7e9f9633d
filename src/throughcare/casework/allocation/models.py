"""What allocation remembers: terms and reductions of staff, weekly load, suggestions and what was done with them, plans."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import AwaitedRows, KeptBy, Plumbing, UnitRows, Written
from throughcare.foundation.kernel import Permission, new_id


class StaffTerms(models.Model):
    """On what terms a member works, for a time: grade, contracted hours (null: not recorded), and what they bring."""

    wall = UnitRows(
        by=Written(member="recorded_by", at="recorded_at"),
        fixed=("hours", "sex", "languages", "qualifications", "member_id"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    grade = models.CharField(max_length=8)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    sex = models.CharField(max_length=8, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list)
    qualifications = ArrayField(models.CharField(max_length=80), default=list)
    during = DateRangeField()
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_terms_at_a_time", expressions=[("member_id", "="), ("during", "&&")]
            ),
            models.CheckConstraint(
                name="hours_are_of_a_week", condition=Q(hours=None) | Q(hours__range=(0, 60))
            ),
            models.CheckConstraint(
                name="practitioner_sex_is_known_or_unsaid", condition=Q(sex__in=["", "female", "male"])
            ),
        ]
        indexes = [models.Index(fields=["unit_id"], name="terms_of_unit")]


class Reduction(models.Model):
    """Hours a week off, from a day (to a day, or null: no end known), for a reason; never changed or removed."""

    wall = UnitRows(web="SELECT, INSERT", by=Written(member="recorded_by", at="recorded_at"))

    id = models.UUIDField(primary_key=True, default=new_id)
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    reason = models.CharField(max_length=60)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reduction_takes_some_hours", condition=Q(hours__gt=0)),
            models.CheckConstraint(
                name="reduction_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            ),
        ]
        indexes = [models.Index(fields=["member_id"], name="reduction_of_member")]


class ReductionEnd(models.Model):
    """The early end of a reduction: one at most for each, itself never changed."""

    wall = UnitRows(web="SELECT, INSERT", by=Written(member="recorded_by", at="recorded_at"))

    id = models.UUIDField(primary_key=True, default=new_id)
    reduction = models.ForeignKey(Reduction, on_delete=models.PROTECT, related_name="ends")
    unit_id = models.UUIDField()
    on = models.DateField()
    because = models.CharField(max_length=300, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reduction"], name="reduction_ends_once")]


class WeeklyWorkload(models.Model):
    """One member's week: points by kind, points available (null capacity: nothing to measure against), and counts.

    ``known_next`` is what the next Monday's load was known to come to, so that a forecast can be judged.
    """

    wall = UnitRows(fixed=("member_id", "monday"))

    id = models.UUIDField(primary_key=True, default=new_id)
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    monday = models.DateField()
    case_points = models.IntegerField()
    report_points = models.IntegerField(default=0)
    support_points = models.IntegerField(default=0)
    load = models.IntegerField()
    available = models.IntegerField()
    capacity = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    cases = models.IntegerField()
    without_tier = models.IntegerField()
    known_next = models.IntegerField()
    edition = models.CharField(max_length=60)
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "monday"], name="one_load_a_member_a_week"),
            models.CheckConstraint(
                name="workload_week_starts_on_monday", condition=Q(monday__iso_week_day=1)
            ),
            models.CheckConstraint(
                name="workload_load_is_its_parts",
                condition=Q(load=F("case_points") + F("report_points") + F("support_points")),
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "monday"], name="load_of_unit")]


class Suggestion(models.Model):
    """Who should take one case, as shown to the person who asked, with all it rests on; and what they did with it."""

    wall = KeptBy(
        Permission.ALLOCATE_CASE,
        by=Written(later=("answered_by", "answered_at"), member="asked_by", at="at", answer="answered_by"),
        fixed=("case_id", "ranked", "not_possible", "not_considered", "units", "inputs", "edition"),
    )
    follows = GoesWith("case_id")

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "waiting for an answer"
        ACCEPTED = "accepted", "accepted"
        CHANGED = "changed", "somebody else was chosen"
        REFUSED = "refused", "refused"
        OVERTAKEN = "overtaken", "overtaken"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case_id = models.UUIDField()
    asked_by = models.UUIDField()
    at = models.DateTimeField()
    ranked = models.JSONField()
    not_possible = models.JSONField()
    not_considered = models.JSONField(default=list)
    units = models.JSONField(default=list)
    inputs = models.JSONField()
    edition = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=State.OPEN, choices=State.choices)
    chosen = models.UUIDField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    because = models.CharField(max_length=500, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    decision_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"], condition=Q(state="open"), name="one_open_suggestion_for_a_case"
            ),
            models.CheckConstraint(
                name="suggestion_answered_has_a_decision",
                condition=Q(state__in=["open", "overtaken"], decision_id=None)
                | Q(state__in=["accepted", "changed", "refused"], decision_id__isnull=False),
            ),
            models.CheckConstraint(
                name="suggestion_not_followed_says_why",
                condition=~Q(state__in=["changed", "refused"]) | ~Q(because=""),
            ),
        ]
        indexes = [models.Index(fields=["case_id", "-at"], name="suggestion_of_case")]


class Plan(models.Model):
    """A best assignment of many cases, worked out by a job: what it costs, how near to the best it is proved to be.

    ``chosen_units`` of null is every unit that may be; ``units`` says, once worked out, which were considered and why not.
    ``change`` is empty, or what the plan supposes (an officer leaves); such a plan is compared, never carried out.
    """

    wall = AwaitedRows(
        by=Written(later=("worked_out_at",), member="asked_by", at="asked_at"),
        fixed=("change", "chosen_units"),
    )

    class State(models.TextChoices):
        """How far it has got."""

        WAITING = "waiting", "waiting to start"
        DONE = "done", "worked out"
        STOPPED = "stopped", "stopped"
        REFUSED = "refused", "could not be worked out"

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    scope = models.CharField(max_length=12)
    change = models.JSONField(default=dict)
    chosen_units = models.JSONField(null=True)
    units = models.JSONField(default=list)
    state = models.CharField(max_length=12, default=State.WAITING, choices=State.choices)
    because = models.CharField(max_length=500, blank=True)
    cases = models.IntegerField(null=True)
    practitioners = models.IntegerField(null=True)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    greedy_objective = models.FloatField(null=True)
    unallocated = models.IntegerField(null=True)
    bill = models.JSONField(default=dict)
    compared = models.JSONField(default=dict)
    load_prices = models.JSONField(default=dict)
    edition = models.CharField(max_length=120, blank=True)
    worked_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_worked_out_has_its_proof",
                condition=~Q(state="done")
                | Q(objective__isnull=False, bound__isnull=False, gap__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "-asked_at"], name="plan_of_unit")]


class PlanProgress(models.Model):
    """How far a plan's job has come, written beside its transaction; and whether somebody asked it to stop."""

    wall = Plumbing(web="SELECT, INSERT, UPDATE")

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="progress")
    step = models.IntegerField(default=0)
    stage = models.CharField(max_length=120, blank=True)
    stop = models.BooleanField(default=False)


class PlanRow(models.Model):
    """One case in a plan: who holds it now, who would, at what price and why, and whether it was carried out."""

    wall = KeptBy(
        Permission.ALLOCATE_CASE,
        fixed=("to_member", "plan_id", "case_id", "points", "tier", "from_member", "price", "reasons"),
    )
    follows = GoesWith("case_id")

    class State(models.TextChoices):
        """What became of it."""

        PROPOSED = "proposed", "proposed"
        CARRIED_OUT = "carried out", "carried out"
        OVERTAKEN = "overtaken", "overtaken"

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rows")
    person_id = models.UUIDField()
    case_id = models.UUIDField()
    points = models.IntegerField()
    tier = models.CharField(max_length=6, blank=True)
    from_member = models.UUIDField(null=True)
    to_member = models.UUIDField(null=True)
    price = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=12, default=State.PROPOSED, choices=State.choices)
    decision_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "case_id"], name="case_in_a_plan_once"),
            models.CheckConstraint(
                name="carried_out_has_a_holder_and_a_decision",
                condition=Q(state__in=["proposed", "overtaken"], decision_id=None)
                | Q(state="carried out", to_member__isnull=False, decision_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case_id"], name="planned_for_case", condition=Q(state="proposed")),
        ]


explains(
    one_terms_at_a_time="This member's terms were recorded by somebody else for some of that time. Look again.",
    hours_are_of_a_week="Contracted hours lie between 0 and 60 a week.",
    reduction_ends_once="This reduction was ended already.",
    reduction_ends_after_it_starts="A reduction ends after the day it starts.",
    one_load_a_member_a_week="This week was worked out by somebody else a moment ago. Look again.",
    one_open_suggestion_for_a_case="Somebody else asked for a suggestion a moment ago. Look again.",
    case_in_a_plan_once="That case is in the plan already.",
)


REFERS = {
    "person_id": "people.Person",
    "case_id": "supervision.Case",
    "unit_id": "access.Unit",
    "member_id": "access.Membership",
    "recorded_by": "access.Membership",
    "asked_by": "access.Membership",
    "answered_by": "access.Membership",
    "chosen": "access.Membership",
    "from_member": "access.Membership",
    "to_member": "access.Membership",
    "decision_id": "audit.Decision",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""
