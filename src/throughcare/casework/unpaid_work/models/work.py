"""What unpaid work remembers: projects, people's hours, their places on projects, every turn, what came of it, and credits."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.casework.supervision.rules.sides import MINE, not_anothers
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import Cause, Custom, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.words import CreditKind, Frequency, Nominator, ProjectKind, ProjectState, WorkState

_OURS = "unit_id = ANY ((SELECT app_units())::uuid[])"
_KEEPS = f"({holds(Permission.KEEP_PROJECTS)} AND {_OURS})"
_DECIDED_TRULY = "unpaid_work_decided_truly(THIS_TABLE.id, THIS_TABLE.decided_by, THIS_TABLE.decided_at)"
_BY_ONESELF = "member_id = (SELECT app_member()) AND at = (SELECT app_at())"
_NOMINATES = f"({holds(Permission.NOMINATE_PROJECT)} AND {_BY_ONESELF} AND state = 'nominated')"
# What is arranged, worked and credited is written by the team that arranges it, while it does; turns ahead are called off, and
# hours end, by that team or by whoever has a part in the case.
_IN_HAND = f"w.person_id = THIS_TABLE.person_id AND w.ended_at IS NULL AND w.to_unit = ANY ({MINE})"
_OURS_TO_ARRANGE = f"EXISTS (SELECT 1 FROM unpaid_work_work w WHERE w.id = THIS_TABLE.work_id AND {_IN_HAND})"
_OURS_TO_TELL = f"""EXISTS (SELECT 1 FROM unpaid_work_turn t JOIN unpaid_work_work w ON w.id = t.work_id
  WHERE t.id = THIS_TABLE.turn_id AND {_IN_HAND})"""
_OURS_TO_CALL_OFF = f"""EXISTS (SELECT 1 FROM unpaid_work_work w WHERE w.id = THIS_TABLE.work_id AND w.person_id = THIS_TABLE.person_id
  AND w.ended_at IS NULL AND (w.to_unit = ANY ({MINE}) OR supervision_part_in(w.case_id, w.person_id)))"""
_OURS_TO_END = f"""(THIS_TABLE.ended_at IS NULL AND (THIS_TABLE.to_unit = ANY ({MINE})
  OR supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)))"""
_OF_HOURS_SEEN = "EXISTS (SELECT 1 FROM unpaid_work_work w WHERE w.id = THIS_TABLE.work_id)"
_OF_A_TURN_SEEN = "EXISTS (SELECT 1 FROM unpaid_work_turn t WHERE t.id = THIS_TABLE.turn_id)"


class Project(models.Model):
    """Work that answers a local problem: who asked for it, which team runs it, on which days, and what was achieved. Names no person."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        by=Written(later=("decided_by", "decided_at", "closed_at"), member="member_id", at="at"),
        fixed=("unit_id", "title", "problem", "nominator", "asked_for_by"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (None, _NOMINATES),
            "UPDATE": (_KEEPS, f"({_KEEPS} AND {_DECIDED_TRULY})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    problem = models.CharField(max_length=500)
    nominator = models.CharField(max_length=40)
    asked_for_by = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=12, default=ProjectState.NOMINATED)
    kind = models.CharField(max_length=50, default=ProjectKind.GROUP)
    place = models.CharField(max_length=100)
    weekdays = ArrayField(models.SmallIntegerField(), default=list)
    starts = models.TimeField(null=True)
    until = models.TimeField(null=True)
    runs = DateRangeField(null=True)
    places = models.SmallIntegerField(null=True)
    takes_women = models.BooleanField(null=True)
    takes_men = models.BooleanField(null=True)
    bars = ArrayField(models.CharField(max_length=30), default=list)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(max_length=500, blank=True)
    achieved = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_project_is_asked_for",
                condition=Q(nominator__in=[one.value for one in Nominator]) & ~Q(problem="") & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="a_project_is_of_a_kind", condition=Q(kind__in=[one.value for one in ProjectKind])
            ),
            models.CheckConstraint(
                name="a_project_under_way_has_its_days",
                condition=Q(state__in=[ProjectState.NOMINATED, ProjectState.REFUSED])
                | Q(
                    state__in=[ProjectState.APPROVED, ProjectState.CLOSED],
                    starts__isnull=False, until__gt=F("starts"), runs__isnull=False, places__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="a_decided_project_says_by_whom",
                condition=Q(state=ProjectState.NOMINATED, decided_at=None)
                | (~Q(state=ProjectState.NOMINATED) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_closed_project_says_what_was_achieved",
                condition=~Q(state=ProjectState.CLOSED) | (Q(closed_at__isnull=False) & ~Q(achieved="")),
            ),
            models.CheckConstraint(
                name="a_project_takes_somebody", condition=~Q(takes_women=False, takes_men=False)
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "state"], name="projects_of_unit")]


class Work(models.Model):
    """An order's hours in the hands of the team that arranges them; that team sees the person until they are done or ended.

    Written by one function alone, which holds what is said against the case; an ended one is never changed.
    """

    wall = PersonWall(
        part=None,
        web="SELECT, UPDATE",
        by=Written(later=("ended_at",), member="opened_by", at="opened_at"),
        fixed=("case_id", "requirement_id", "from_unit", "to_unit", "shared_by"),
        seen_if=not_anothers(),
        while_so=_OURS_TO_END,
        kept_so="(ended_at IS NULL OR ended_at = (SELECT app_at()))",
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "unpaid work",
            "referral",
            "SELECT w.id AS cause_id, w.person_id, w.to_unit AS unit_id, w.shared_by,"
            " tstzrange(least(h.since, coalesce(w.ended_at, h.since)), w.ended_at) AS during FROM unpaid_work_work w,"
            " LATERAL (SELECT coalesce(max(p.at), w.opened_at) AS since FROM unpaid_work_passing p WHERE p.work_id = w.id) h",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    requirement_id = models.UUIDField()
    state = models.CharField(max_length=12, default=WorkState.OPEN)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField()
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requirement_id"], condition=Q(ended_at=None), name="hours_are_arranged_once"
            ),
            models.CheckConstraint(
                name="hours_that_ended_say_when",
                condition=Q(state=WorkState.OPEN, ended_at=None)
                | (Q(state__in=[WorkState.COMPLETED, WorkState.ENDED]) & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit"], name="hours_of_unit", condition=Q(ended_at=None)),
            models.Index(fields=["person_id"], name="hours_of_person"),
        ]


class Passing(models.Model):
    """That hours passed with everything else from the team that had them until then; written by that hand-over alone."""

    wall = PersonWall(
        part=None, web="SELECT", by=Written(member="member_id", at="at"), seen_if=_OF_HOURS_SEEN
    )
    follows = GoesWith("work_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    work = models.ForeignKey(Work, models.PROTECT, related_name="passings")
    left_unit = models.UUIDField()
    at = models.DateTimeField()
    member_id = models.UUIDField()


class Placement(models.Model):
    """Somebody's place on a project: how often, on which weekday (Monday is 0), between which times, from which day to which."""

    wall = PersonWall(
        part=None,
        by=Written(member="member_id", at="at"),
        seen_if=_OF_HOURS_SEEN,
        only=_OURS_TO_ARRANGE,
        while_so=_OURS_TO_ARRANGE,
        fixed=("work_id", "project_id", "frequency", "weekday", "starts", "until", "first"),
    )
    follows = GoesWith("work_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    work = models.ForeignKey(Work, models.PROTECT, related_name="placements")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    frequency = models.CharField(max_length=20)
    weekday = models.SmallIntegerField()
    starts = models.TimeField()
    until = models.TimeField()
    first = models.DateField()
    last = models.DateField(null=True)
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_placement_recurs_so",
                condition=Q(frequency__in=[one.value for one in Frequency]) & Q(weekday__range=(0, 6)),
            ),
            models.CheckConstraint(name="a_placement_takes_time", condition=Q(until__gt=F("starts"))),
        ]
        indexes = [models.Index(fields=["project"], name="placements_on_project")]


class Turn(models.Model):
    """One time that somebody is to come to a project; stood down when the service could not hold it, which counts against nobody else."""

    wall = PersonWall(
        part=None,
        by=Written(later=("off_at",), member="member_id", at="at"),
        seen_if=_OF_HOURS_SEEN,
        only=_OURS_TO_ARRANGE,
        while_so=_OURS_TO_CALL_OFF,
        fixed=("work_id", "project_id", "placement_id", "on", "starts", "until"),
    )
    follows = GoesWith("work_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    work = models.ForeignKey(Work, models.PROTECT, related_name="turns")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    starts = models.TimeField()
    until = models.TimeField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    off_at = models.DateTimeField(null=True)
    off_because = models.CharField(max_length=300, blank=True)
    stood_down = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["work", "on", "starts"], condition=Q(off_at=None), name="one_turn_at_a_time"
            ),
            models.CheckConstraint(name="a_turn_takes_time", condition=Q(until__gt=F("starts"))),
            models.CheckConstraint(
                name="a_turn_called_off_says_why",
                condition=Q(off_at=None, off_because="", stood_down=False)
                | (Q(off_at__isnull=False) & ~Q(off_because="")),
            ),
        ]
        indexes = [models.Index(fields=["project", "on"], name="turns_of_project")]


class Told(models.Model):
    """What came of a turn, the latest number standing: outcome, from when until when, minutes taken off, minutes counted, and the contact it made."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        recorded_by="organisation_id",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_OF_A_TURN_SEEN,
        only=_OURS_TO_TELL,
    )
    follows = GoesWith("turn_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    turn = models.ForeignKey(Turn, models.PROTECT, related_name="told")
    number = models.SmallIntegerField()
    outcome = models.CharField(max_length=40)
    starts = models.TimeField()
    until = models.TimeField()
    penalty = models.SmallIntegerField(default=0)
    counted = models.SmallIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    because = models.CharField(max_length=300, blank=True)
    contact = models.OneToOneField("supervision.Contact", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["turn", "number"], name="one_word_of_a_turn"),
            models.CheckConstraint(
                name="a_turns_outcome_is_known", condition=Q(outcome__in=[one.value for one in Outcome])
            ),
            models.CheckConstraint(
                name="no_more_is_counted_than_was_worked", condition=Q(counted__gte=0, penalty__gte=0)
            ),
            models.CheckConstraint(
                name="a_turn_put_right_says_why",
                condition=Q(number=1, because="") | (Q(number__gt=1) & ~Q(because="")),
            ),
        ]


class Credit(models.Model):
    """Minutes counted that were not worked on a project: learning, or travel to a turn; withdrawn with a reason, never deleted."""

    wall = PersonWall(
        part=None,
        by=Written(later=("withdrawn_at",), member="member_id", at="at"),
        seen_if=_OF_HOURS_SEEN,
        only=_OURS_TO_ARRANGE,
        while_so=_OURS_TO_ARRANGE,
        fixed=("work_id", "kind", "minutes", "on", "turn_id", "what", "contact_id"),
    )
    follows = GoesWith("work_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    work = models.ForeignKey(Work, models.PROTECT, related_name="credits")
    kind = models.CharField(max_length=40)
    minutes = models.SmallIntegerField()
    on = models.DateField()
    turn = models.ForeignKey(Turn, models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=200)
    contact = models.OneToOneField("supervision.Contact", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    member_id = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_credit_is_of_a_kind",
                condition=Q(kind=CreditKind.EDUCATION, turn=None)
                | Q(kind=CreditKind.TRAVEL, turn__isnull=False),
            ),
            models.CheckConstraint(name="a_credit_is_of_some_minutes", condition=Q(minutes__gt=0)),
            models.UniqueConstraint(
                fields=["turn"], condition=Q(withdrawn_at=None), name="travel_is_credited_once"
            ),
            models.CheckConstraint(
                name="a_withdrawn_credit_says_why",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]


explains(
    hours_are_arranged_once="The hours of this requirement are arranged already. Open them instead.",
    one_turn_at_a_time="They have a turn at that very time already.",
    one_word_of_a_turn="Somebody else recorded what came of this turn while you had it open. Look again.",
    travel_is_credited_once="Travel to that turn is credited already.",
    a_project_takes_somebody="A project that takes neither women nor men takes nobody.",
)
