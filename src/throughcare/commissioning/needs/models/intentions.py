"""What needs remembers: need as it was published, gaps that were reported, intentions and what was said of each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Published, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.intentions import Stage
from ..rules.seats import Vote

_WRITES = holds(Permission.WRITE_INTENTION)
_DECIDES = holds(Permission.DECIDE_INTENTION)
_LOOKS = holds(Permission.LOOK_AT_NEED)
_OURS = "THIS_TABLE.unit_id = (SELECT app_unit())"
_MAY_CHANGE = f"({_OURS} AND ({_WRITES} OR {_DECIDES}))"
# Whoever writes brings it as far as consultation, and no further: what comes after is for whoever decides, and not for its author.
_EARLY = ", ".join(f"'{stage.value}'" for stage in (Stage.DRAFT, Stage.CONSULTING, Stage.DROPPED))
_OF_ONE_SEEN = "FROM needs_intention i WHERE i.id = THIS_TABLE.intention_id"


class NeedPublished(models.Model):
    """Every table told of a place in a quarter, withheld and rounded before it was stored: never changed, open to all.

    ``tables`` are the rules' ``ToldTable``s. No number that disclosure control has not passed is ever in it.
    """

    wall = Published()

    id = models.UUIDField(primary_key=True, default=new_id)
    place = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    tables = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "first"], name="need_is_published_once"),
            models.CheckConstraint(
                name="a_quarter_ends_after_it_begins", condition=models.Q(last__gt=models.F("first"))
            ),
        ]


class GapReported(models.Model):
    """A gap that somebody who delivers or sentences meets: which need, where, and in their words; about nobody by name."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({_OURS} OR {_WRITES})", None),
            "INSERT": (None, holds(Permission.REPORT_GAP)),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    need = models.CharField(max_length=20)
    place = models.CharField(max_length=20)
    words = models.CharField(max_length=1000)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="a_gap_says_what_is_missing", condition=~Q(words=""))]
        indexes = [models.Index(fields=["place", "need", "at"], name="gap_reported_of_place")]


class Intention(models.Model):
    """What a body means to buy or make: its paper, the figure of need it cites, and how far it has come.

    A draft is its team's alone; out for consultation, and after, it is open to whoever may look at need. ``evidence`` is what
    the figure cited said on the day, and what was lost and reported missing; ``of`` is the wider intention that it adds to.
    """

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        by=Written(
            later=("approved_by", "published_at"),
            member="member_id",
            unit="unit_id",
            organisation="organisation_id",
            at="at",
        ),
        fixed=("of_id",),
        rules={
            "SELECT": (
                f"({_OURS} OR (THIS_TABLE.published_at IS NOT NULL AND THIS_TABLE.stage <> '{Stage.DRAFT.value}' AND {_LOOKS}))",
                None,
            ),
            "INSERT": (
                None,
                f"({_WRITES} AND THIS_TABLE.stage = '{Stage.DRAFT.value}' AND THIS_TABLE.approved_by IS NULL)",
            ),
            "UPDATE": (
                _MAY_CHANGE,
                f"({_MAY_CHANGE} AND (THIS_TABLE.stage IN ({_EARLY}) OR {_DECIDES})"
                " AND needs_approved_well(THIS_TABLE.id, THIS_TABLE.approved_by))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    paper = models.JSONField()
    stage = models.CharField(max_length=24, default=Stage.DRAFT)
    figure = models.ForeignKey(NeedPublished, models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=dict)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    opens = models.DateField(null=True)
    closes = models.DateField(null=True)
    shorter_because = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_intentions_stage_is_known", condition=Q(stage__in=[one.value for one in Stage])
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_intention", condition=~Q(approved_by=F("member_id"))
            ),
            models.CheckConstraint(
                name="a_consultation_closes_after_it_opens",
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__gt=F("opens")),
            ),
            models.CheckConstraint(
                name="what_is_consulted_on_is_published",
                condition=Q(stage__in=[Stage.DRAFT, Stage.DROPPED]) | Q(published_at__isnull=False),
            ),
        ]


class IntentionStep(models.Model):
    """One step of an intention: from which stage to which, by whom, why, and what was found; never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"EXISTS (SELECT 1 {_OF_ONE_SEEN})", None),
            "INSERT": (
                None,
                f"(({_WRITES} OR {_DECIDES}) AND EXISTS (SELECT 1 {_OF_ONE_SEEN} AND i.unit_id = (SELECT app_unit())))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    intention = models.ForeignKey(Intention, models.PROTECT, related_name="+")
    was = models.CharField(max_length=24)
    became = models.CharField(max_length=24)
    because = models.CharField(max_length=1000, blank=True)
    found = models.JSONField(default=dict)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["intention", "at", "id"], name="step_of_intention")]


class IntentionSaid(models.Model):
    """What an organisation said of an intention that was out for consultation, with its vote where it has one."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", organisation="organisation_id", at="at"),
        rules={
            "SELECT": (f"EXISTS (SELECT 1 {_OF_ONE_SEEN})", None),
            "INSERT": (
                None,
                f"({holds(Permission.COMMENT_ON_INTENTION)} AND EXISTS (SELECT 1 {_OF_ONE_SEEN}"
                f" AND i.stage = '{Stage.CONSULTING.value}'))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    intention = models.ForeignKey(Intention, models.PROTECT, related_name="+")
    words = models.CharField(max_length=2000)
    vote = models.CharField(max_length=10, blank=True)
    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intention", "organisation_id"],
                condition=~Q(vote=""),
                name="an_organisation_votes_once",
            ),
            models.CheckConstraint(
                name="a_vote_is_for_or_against", condition=Q(vote__in=["", *(one.value for one in Vote)])
            ),
            models.CheckConstraint(name="what_is_said_has_words", condition=~Q(words="")),
        ]


class IntentionAnswered(models.Model):
    """What the buyer answered to something that was said, and whether anything was changed for it; once."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": ("EXISTS (SELECT 1 FROM needs_intentionsaid s WHERE s.id = THIS_TABLE.said_id)", None),
            "INSERT": (
                None,
                f"({_WRITES} AND EXISTS (SELECT 1 FROM needs_intentionsaid s JOIN needs_intention i ON i.id = s.intention_id"
                " WHERE s.id = THIS_TABLE.said_id AND i.unit_id = (SELECT app_unit())))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    said = models.OneToOneField(IntentionSaid, models.PROTECT, related_name="answered")
    words = models.CharField(max_length=2000)
    changed = models.BooleanField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="an_answer_has_words", condition=~Q(words=""))]


explains(
    an_organisation_votes_once="Your organisation has voted already.",
    nobody_approves_their_own_intention="Whoever wrote an intention does not approve it.",
)
