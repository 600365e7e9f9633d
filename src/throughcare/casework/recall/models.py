"""What recall remembers: each recall and its steps, who may open its papers, each version of them, and who signed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.casework.supervision.rules.sides import MINE, asked_truly
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import Cause, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules import (
    OPEN_RECALLS,
    Decision,
    Ground,
    Length,
    Level,
    NewOffence,
    PaperKind,
    RecallMove,
    RecallSide,
    RecallState,
    SentenceGroup,
    Urgency,
)

REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "opened_by": "access.Membership",
    "named_by": "access.Membership",
    "organisation_id": "access.Organisation",
    "shared_by": "access.Organisation",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

_OPEN = Q(state__in=[state.value for state in OPEN_RECALLS])
# Only the team that answers for the case may ask itself: one's own word never makes one's own team the one that decides.
_ASKED_TRULY = asked_truly(
    holds(Permission.ASK_FOR_RECALL),
    "THIS_TABLE.from_unit = (SELECT app_unit())",
    "THIS_TABLE.state = 'considered'",
)
_OF_A_SIDE = f"""(THIS_TABLE.from_unit = ANY ({MINE}) OR THIS_TABLE.to_unit = ANY ({MINE})
  OR supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id))"""
_RUNS = f"(THIS_TABLE.ended_at IS NULL AND {_OF_A_SIDE})"
_ENDED_OR_NOT = """CASE WHEN THIS_TABLE.ended_at IS NULL THEN upper_inf(THIS_TABLE.sight)
  ELSE THIS_TABLE.ended_at = (SELECT app_at()) AND NOT upper_inf(THIS_TABLE.sight) END"""
# Whoever sees somebody for nothing but a referral sees no recall of theirs.
_NOT_FOR_A_REFERRAL = "access_sees_otherwise(THIS_TABLE.person_id, 'referral')"
_OF_ONE_SEEN = "EXISTS (SELECT 1 FROM recall_recall r WHERE r.id = THIS_TABLE.recall_id AND r.person_id = THIS_TABLE.person_id)"
_OF_ITS_SIDES = f"""EXISTS (SELECT 1 FROM recall_recall r WHERE r.id = THIS_TABLE.recall_id AND r.person_id = THIS_TABLE.person_id
  AND (r.from_unit = ANY ({MINE}) OR r.to_unit = ANY ({MINE}) OR supervision_part_in(r.case_id, r.person_id)))"""
_NAMED = "recall_reads(THIS_TABLE.recall_id)"


class Recall(models.Model):
    """One recall of a person from the first thought of it to its end; what is owed next stands on it, with the side and the instant.

    ``since`` is when its state came about in the world. ``sentences`` are those it touches, ``release_on`` the day on which it
    ends by rule, once that is known. ``rests_on`` are the contacts that were failures when it was considered, and ``shaken`` is how
    many of those were rescinded since anybody who decides has looked at it again.
    """

    wall = PersonWall(
        by=Written(later=("decided_at", "ended_at"), member="opened_by", at="opened_at"),
        fixed=("case_id", "ground", "urgency", "from_unit", "to_unit", "shared_by"),
        seen_if=_NOT_FOR_A_REFERRAL,
        only=_ASKED_TRULY,
        while_so=_RUNS,
        kept_so=_ENDED_OR_NOT,
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "recall",
            "supervision",
            "SELECT id AS cause_id, person_id, to_unit AS unit_id, shared_by, sight AS during FROM recall_recall",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, default=RecallState.CONSIDERED)
    ground = models.CharField(max_length=50)
    urgency = models.CharField(max_length=10)
    sentence_group = models.CharField(max_length=20)
    new_offence = models.CharField(max_length=25, default=NewOffence.NOT_KNOWN)
    answers = models.JSONField(default=dict)
    sentences = ArrayField(models.UUIDField(), default=list)
    rests_on = ArrayField(models.UUIDField(), default=list)
    shaken = models.SmallIntegerField(default=0)
    decision = models.CharField(max_length=20, blank=True)
    length = models.CharField(max_length=10, blank=True)
    days = models.SmallIntegerField(null=True)
    level = models.CharField(max_length=30, blank=True)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    since = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    revoked_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    added_days = models.SmallIntegerField(default=0)
    release_on = models.DateField(null=True)
    due = models.CharField(max_length=60, blank=True)
    due_by = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sight = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_OPEN, name="one_recall_at_a_time"),
            models.CheckConstraint(
                name="a_recalls_words_are_known",
                condition=Q(
                    state__in=[one.value for one in RecallState],
                    ground__in=[one.value for one in Ground],
                    urgency__in=[one.value for one in Urgency],
                    sentence_group__in=[one.value for one in SentenceGroup],
                    new_offence__in=[one.value for one in NewOffence],
                    decision__in=["", *(one.value for one in Decision)],
                    length__in=["", *(one.value for one in Length)],
                    level__in=["", *(one.value for one in Level)],
                    due_by__in=["", *(one.value for one in RecallSide)],
                ),
            ),
            models.CheckConstraint(name="a_recall_is_shaken_or_not", condition=Q(shaken__gte=0)),
            models.CheckConstraint(
                name="a_recall_that_is_over_says_when",
                condition=(_OPEN & Q(ended_at=None)) | (~_OPEN & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_open_recall_owes_one_thing",
                condition=(_OPEN & ~Q(due="") & ~Q(due_by="") & Q(due_at__isnull=False))
                | (~_OPEN & Q(due="", due_by="", due_at=None)),
            ),
            models.CheckConstraint(
                name="a_recall_that_is_decided_has_a_length",
                condition=~Q(decision=Decision.RECALL)
                | (~Q(length="") & ~Q(level="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_licence_revoked_has_a_day",
                condition=~Q(state__in=[RecallState.REVOKED, RecallState.AT_LARGE, RecallState.RETURNED])
                | Q(revoked_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit", "due_at"], name="recalls_there", condition=_OPEN),
            models.Index(fields=["from_unit", "due_at"], name="recalls_from", condition=_OPEN),
            models.Index(fields=["person_id", "-opened_at"], name="recalls_of_person"),
        ]


class RecallStep(models.Model):
    """One move of a recall: from where to where, when it happened and when it was written, by whom, and why; never changed."""

    wall = PersonWall(
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_OF_ONE_SEEN,
        only=_OF_ITS_SIDES,
    )
    follows = GoesWith("recall_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    recall = models.ForeignKey(Recall, models.PROTECT, related_name="steps")
    number = models.SmallIntegerField()
    move = models.CharField(max_length=30, blank=True)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    happened_at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recall", "number"], name="one_recall_step_of_a_number"),
            models.CheckConstraint(
                name="a_recall_step_is_known",
                condition=Q(
                    move__in=["", *(one.value for one in RecallMove)],
                    after__in=[one.value for one in RecallState],
                    before__in=["", *(one.value for one in RecallState)],
                    happened_at__lte=models.F("at"),
                ),
            ),
        ]


class RecallReader(models.Model):
    """That a member may open a recall's papers, named by whom; written by one function alone, and never by whom it names."""

    wall = PersonWall(
        web="SELECT, UPDATE",
        by=Written(later=("ended_at",), member="named_by", at="named_at"),
        fixed=("recall_id", "member_id"),
        seen_if=_OF_ONE_SEEN,
        while_so=f"({_NAMED} AND THIS_TABLE.ended_at IS NULL)",
        kept_so="ended_at = (SELECT app_at())",
    )
    follows = GoesWith("recall_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    recall = models.ForeignKey(Recall, models.PROTECT, related_name="readers")
    member_id = models.UUIDField()
    named_by = models.UUIDField()
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "member_id"], condition=Q(ended_at=None), name="named_once_on_a_recall"
            )
        ]


_PAPERS = PersonWall(
    web="SELECT, INSERT",
    by=Written(member="member_id", organisation="organisation_id", at="at"),
    seen_if=_NAMED,
    only=_OF_ITS_SIDES,
)


class RecallPaper(models.Model):
    """One version of a recall's papers: what an officer wrote, and what the record said then; opened only by those named, never changed."""

    wall = _PAPERS
    follows = GoesWith("recall_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    recall = models.ForeignKey(Recall, models.PROTECT, related_name="papers")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=30)
    led_to = models.TextField()
    response = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    tried = ArrayField(models.CharField(max_length=40), default=list)
    facts = models.JSONField(default=list)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recall", "number"], name="one_version_of_a_number"),
            models.CheckConstraint(
                name="recall_papers_are_of_a_kind", condition=Q(kind__in=[one.value for one in PaperKind])
            ),
            models.CheckConstraint(name="recall_papers_say_what_led_to_it", condition=~Q(led_to="")),
        ]


class RecallSignature(models.Model):
    """That somebody signed one version of the papers, in which role."""

    wall = _PAPERS
    follows = GoesWith("recall_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    recall = models.ForeignKey(Recall, models.PROTECT, related_name="+")
    paper = models.ForeignKey(RecallPaper, models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "member_id"], name="a_version_is_signed_once_by_each")
        ]


explains(
    one_recall_at_a_time="A recall is being considered or is in force already. Look again.",
    one_recall_step_of_a_number="Somebody else took a step on this recall while you had it open. Look again.",
    one_version_of_a_number="Somebody else wrote a version of these papers while you had them open. Look again.",
    a_version_is_signed_once_by_each="You have signed this version already.",
    named_once_on_a_recall="They are named already.",
)
