"""Sentences whose victims are offered contact, the stages they reach, each victim, who holds their record, and their moves in the scheme."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import Moves
from throughcare.foundation.access.walls import Custom, Written
from throughcare.foundation.kernel import new_id

from ..rules import OPEN_VICTIMS, Choice, Means, Scheme, StageKind, VictimKind, VictimMove, VictimState
from .walls import BY_HAND, HELD, OF_ONE_HELD, OF_OURS, OURS

_OPEN = Q(state__in=[one.value for one in OPEN_VICTIMS])


class CoveredSentence(models.Model):
    """A sentence whose victims a team looks after, by which scheme and edition; by hand where it is none of this service's.

    ``unit_id`` is empty while nobody holds victim contact there, and ``nobody_because`` says why. ``settled`` is what the police
    said when they refer nobody.
    """

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={"SELECT": (OURS, None), "INSERT": (None, BY_HAND), "UPDATE": (OURS, OURS)},
        by=Written(answer="settled_by", later=("settled_by",)),
        fixed=(
            "sentence_id", "person_id", "unit_id", "nobody_because", "called", "kind", "length", "offence", "court", "imposed_on", "scheme",
            "edition", "ruled", "referral_due", "taken_on_at", "taken_on_by",
        ),
    )  # fmt: skip
    follows = Moves()

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField(null=True)
    sentence = models.OneToOneField("courts.Sentence", models.PROTECT, null=True, related_name="+")
    unit_id = models.UUIDField(null=True)
    nobody_because = models.CharField(max_length=200, blank=True)
    called = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=50)
    length = models.CharField(max_length=60, blank=True)
    offence = models.CharField(max_length=500, blank=True)
    court = models.CharField(max_length=200, blank=True)
    imposed_on = models.DateField()
    scheme = models.CharField(max_length=20)
    edition = models.CharField(max_length=60)
    ruled = models.JSONField(default=list)
    referral_due = models.DateField(null=True)
    taken_on_at = models.DateTimeField()
    taken_on_by = models.UUIDField(null=True)
    settled = models.CharField(max_length=300, blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_covered_sentence_is_of_a_scheme",
                condition=Q(scheme__in=[one.value for one in Scheme]),
            ),
            models.CheckConstraint(
                name="a_covered_sentence_is_somebodys",
                condition=Q(sentence__isnull=False, person_id__isnull=False, called="")
                | (Q(sentence=None, person_id=None) & ~Q(called="")),
            ),
            models.CheckConstraint(
                name="nobody_looks_after_victims_for_a_reason",
                condition=Q(unit_id__isnull=False, nobody_because="")
                | (Q(unit_id=None) & ~Q(nobody_because="")),
            ),
            models.CheckConstraint(
                name="what_the_police_said_has_a_day_and_a_hearer",
                condition=Q(settled="", settled_on=None, settled_by=None)
                | (~Q(settled="") & Q(settled_on__isnull=False, settled_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "referral_due"], name="covered_of_unit"),
            models.Index(fields=["person_id"], name="covered_of_person"),
        ]


class StageReached(models.Model):
    """A stage that a covered sentence reached on a day: from the record, by ``source_id``, or by hand."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={
            "SELECT": (OF_OURS, None),
            "INSERT": (None, f"({OF_OURS} AND THIS_TABLE.source_id IS NULL)"),
        },
        by=Written(member="member_id", at="at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    covered = models.ForeignKey(CoveredSentence, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=60)
    on = models.DateField()
    source_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_stage_is_known", condition=Q(stage__in=[one.value for one in StageKind])
            ),
            models.UniqueConstraint(
                fields=["covered", "source_id", "stage"], name="a_stage_is_heard_of_once"
            ),
            models.UniqueConstraint(
                fields=["covered", "stage", "on"], name="a_stage_is_reached_once_on_a_day"
            ),
        ]


class Victim(models.Model):
    """Somebody whom a covered sentence's offence hurt, or who stands for them: how to reach them, what they chose, where they stand.

    ``speaks_for`` is whom a representative answers for. ``since`` is the day on which their state came about.
    """

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={
            "SELECT": (HELD, None),
            "INSERT": (None, f"({OURS} AND {OF_OURS})"),
            "UPDATE": (HELD, HELD),
        },
        by=Written(member="member_id", unit="unit_id", at="at"),
        fixed=("covered_id", "referred_on", "referred_by", "born_on"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    covered = models.ForeignKey(CoveredSentence, models.PROTECT, related_name="victims")
    unit_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    speaks_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="spoken_for_by")
    name = models.CharField(max_length=200)
    born_on = models.DateField(null=True)
    address = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=200, blank=True)
    means = models.CharField(max_length=40)
    safe_times = models.CharField(max_length=300, blank=True)
    never = models.CharField(max_length=300, blank=True)
    interpreter = models.CharField(max_length=100, blank=True)
    referred_on = models.DateField()
    referred_by = models.CharField(max_length=200)
    state = models.CharField(max_length=20, default=VictimState.REFERRED)
    since = models.DateField()
    choice = models.CharField(max_length=40, blank=True)
    stages = ArrayField(models.CharField(max_length=60), default=list)
    ask_on = models.DateField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_victims_words_are_known",
                condition=Q(
                    kind__in=[one.value for one in VictimKind],
                    state__in=[one.value for one in VictimState],
                    means__in=[one.value for one in Means],
                    choice__in=["", *(one.value for one in Choice)],
                )
                & ~Q(name="")
                & ~Q(referred_by=""),
            ),
            models.CheckConstraint(
                name="whoever_is_told_chose_of_what",
                condition=~Q(state=VictimState.OPTED_IN) | ~Q(choice=""),
            ),
            models.CheckConstraint(
                name="a_representative_answers_for_somebody_else", condition=Q(speaks_for=None) | ~Q(speaks_for=models.F("id"))
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit_id"], name="victims_of_unit", condition=_OPEN)]


class VictimHolder(models.Model):
    """That a member of the team holds a victim's record, named by whom; written by one function alone. ``leads``: whose work it is."""

    wall = Custom(
        web="SELECT, UPDATE",
        rules={
            "SELECT": (OF_ONE_HELD, None),
            "UPDATE": (f"({OF_ONE_HELD} AND THIS_TABLE.ended_at IS NULL)", "ended_at = (SELECT app_at())"),
        },
        by=Written(member="named_by", at="named_at", later=("ended_at",)),
        fixed=("victim_id", "member_id", "leads"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="holders")
    member_id = models.UUIDField()
    leads = models.BooleanField(default=False)
    named_by = models.UUIDField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["victim", "member_id"],
                condition=Q(ended_at=None),
                name="a_record_is_held_once_by_each",
            ),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(ended_at=None, leads=True),
                name="one_officer_leads_a_victims_record",
            ),
        ]


class VictimStep(models.Model):
    """One move of a victim in the scheme: from where to where, on which day, and what was said; never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={"SELECT": (OF_ONE_HELD, None), "INSERT": (None, OF_ONE_HELD)},
        by=Written(member="member_id", at="at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="steps")
    number = models.SmallIntegerField()
    move = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["victim", "number"], name="one_step_of_a_victim_of_a_number"),
            models.CheckConstraint(
                name="a_step_of_a_victim_is_known",
                condition=Q(
                    move__in=["", *(one.value for one in VictimMove)],
                    before__in=["", *(one.value for one in VictimState)],
                    after__in=[one.value for one in VictimState],
                ),
            ),
        ]


explains(
    a_stage_is_reached_once_on_a_day="That stage is recorded for that day already.",
    a_record_is_held_once_by_each="They hold this record already.",
    one_officer_leads_a_victims_record="Somebody leads on this record already. Look again.",
    one_step_of_a_victim_of_a_number="Somebody else moved this on while you had it open. Look again.",
)
