"""What assessment remembers: assessments with every answer ever saved, scores, registrations and tiers."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith, Moves, Room, Stays
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from .rules.needs.life_cycle import State, Step, is_complete
from .rules.needs.sections import AnswerSet

FINISHED = [state.value for state in State if is_complete(state)]
UNDER_WAY = [s.value for s in State if s.value not in FINISHED and s is not State.LOCKED_INCOMPLETE]


ROOM = Room("assessment_make_room", "assessment_take_room_back")
"""One person has one assessment under way, one present score of an instrument, one registration of a kind at a time."""


class Assessment(models.Model):
    """One assessment of need and of risk of serious harm, from its first answer to its lock."""

    wall = PersonWall(
        part=Part.ASSESSMENT,
        by=Written(later=("harm_at", "signed_at"), member="started_by", at="started_at"),
        fixed=("answer_set", "previous_id", "left_open"),
    )
    follows = Moves(room=ROOM, rule="of two under way the merged record's is locked as it is")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    state = models.CharField(max_length=40, default=State.DRAFT.value)
    answer_set = models.CharField(max_length=24, default=AnswerSet.OLDER_SECTIONS.value)
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    answers = models.JSONField(default=dict)
    left_open = models.JSONField(default=dict)
    harm = models.JSONField(default=dict)
    harm_level = models.CharField(max_length=12, blank=True)
    harm_at = models.DateTimeField(null=True)
    harm_edition = models.CharField(max_length=40, blank=True)
    signed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], condition=Q(state__in=UNDER_WAY), name="one_assessment_under_way"
            ),
            models.CheckConstraint(
                name="assessment_state_is_known", condition=Q(state__in=[s.value for s in State])
            ),
            models.CheckConstraint(
                name="assessment_signed_has_an_instant",
                condition=~Q(state__in=FINISHED) | Q(signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="harm_level_has_an_instant",
                condition=Q(harm_level="", harm_at=None) | (~Q(harm_level="") & Q(harm_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="assessment_follows_another", condition=Q(previous=None) | ~Q(previous=models.F("id"))
            ),
        ]
        indexes = [models.Index(fields=["person_id", "-started_at"], name="assessment_of_person")]


class AnswerSaved(models.Model):
    """One answer as it was saved at one version: what was said before is never lost."""

    wall = PersonWall(part=Part.ASSESSMENT, web="SELECT, INSERT", by=Written(at="at"))
    follows = GoesWith("assessment_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=90)
    answered = models.JSONField()
    version = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "version"], name="answer_saved_once_a_version"
            )
        ]


class StepTaken(models.Model):
    """One step in an assessment's life: signed, countersigned, returned, locked, rolled back; by whom and why."""

    wall = PersonWall(part=Part.ASSESSMENT, web="SELECT, INSERT", by=Written(member="member_id", at="at"))
    follows = GoesWith("assessment_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    version = models.IntegerField()
    member_id = models.UUIDField()
    at = models.DateTimeField()
    because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_step_is_known", condition=Q(step__in=[s.value for s in Step])
            )
        ]
        indexes = [models.Index(fields=["assessment", "at"], name="step_of_assessment")]


class Score(models.Model):
    """What one instrument gave, or why it refused; the whole result is kept as it was worked out.

    What it was told of domestic abuse and of sexual offences stands beside it, for a tier asks those of its own accord.
    """

    wall = PersonWall(part=Part.SCORES, by=Written(at="scored_at"), fixed=("decision_id",))
    follows = Moves(
        or_with="assessment_id", room=ROOM, rule="of two present scores of an instrument the later stands"
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
    instrument = models.CharField(max_length=12)
    edition = models.CharField(max_length=40)
    offence_mapping = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=12, blank=True)
    score = models.FloatField(null=True)
    band = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    lowest = models.FloatField(null=True)
    highest = models.FloatField(null=True)
    refused = models.TextField(blank=True)
    whole = models.JSONField(default=dict)
    scored_at = models.DateTimeField()
    current = models.BooleanField(default=True)
    told_domestic_abuse = models.BooleanField(null=True)
    told_sexual_offence = models.BooleanField(null=True)
    decision_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "instrument"],
                condition=Q(current=True),
                name="one_current_score_for_an_instrument",
            ),
            models.CheckConstraint(
                name="score_refused_gives_none",
                condition=Q(refused="") | Q(score=None, band="", outcome="", lowest=None, highest=None),
            ),
        ]
        indexes = [models.Index(fields=["person_id", "instrument", "-scored_at"], name="score_of_person")]


class Registration(models.Model):
    """Something registered about a person that a tier looks at: harm, MAPPA, a flag; one of a kind at a time."""

    wall = PersonWall(part=Part.RISK, by=Written(member="member_id"), fixed=("about_id",))
    follows = Moves(room=ROOM, rule="where two of a kind overlap one of them is cut short")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=24)
    value = models.CharField(max_length=20, blank=True)
    during = DateTimeRangeField()
    member_id = models.UUIDField()
    because = models.CharField(max_length=300, blank=True)
    about_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_registration_of_a_kind_at_a_time",
                expressions=[("person_id", "="), ("kind", "="), ("during", "&&")],
            )
        ]


class Tier(models.Model):
    """A person's tier for a time, or why there is none, with everything that led to it; one at a time."""

    wall = PersonWall(part=Part.RISK, fixed=("provisional", "decided_by", "digest", "decision_id"))
    follows = Stays("the merged record's ends, and the survivor's is worked out again from all of it")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    edition = models.CharField(max_length=40)
    tier = models.CharField(max_length=6, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    provisional = models.BooleanField()
    lowest = models.CharField(max_length=6, blank=True)
    highest = models.CharField(max_length=6, blank=True)
    decided_by = ArrayField(models.CharField(max_length=40), default=list)
    because = models.CharField(max_length=300)
    whole = models.JSONField(default=dict)
    digest = models.CharField(max_length=32)
    during = DateTimeRangeField()
    decision_id = models.UUIDField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_tier_at_a_time", expressions=[("person_id", "="), ("during", "&&")]
            ),
            models.CheckConstraint(
                name="tier_or_why_there_is_none",
                condition=(Q(tier="") & ~Q(outcome="")) | (~Q(tier="") & Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="tier_now", condition=Q(during__upper_inf=True)),
        ]


explains(
    one_assessment_under_way="This person already has an assessment under way. Open that one.",
    answer_saved_once_a_version="Somebody else saved this a moment ago. Look again.",
    one_current_score_for_an_instrument="Somebody else scored this person a moment ago. Look again.",
    one_registration_of_a_kind_at_a_time="Somebody else changed that registration a moment ago. Look again.",
    one_tier_at_a_time="Somebody else worked the tier out a moment ago. Look again.",
)


REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "started_by": "access.Membership",
    "decision_id": "audit.Decision",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""
