"""What people are compared by, and what was decided of likeness: reviews and merges."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import Forbids, Stays
from throughcare.foundation.access.walls import Cause, Closed, PersonWall, UnitRows
from throughcare.foundation.kernel import new_id

from .person import Person


class Matching(models.Model):
    """What of a person is compared with arriving records: derived from the other tables, never a source.

    No process touches it but by the functions of ``sql/matching.sql``, which the worker alone may call,
    for matching must look across every wall and no member may. ``keys`` are the blocking keys; a stale
    row is derived again before the next batch is matched.
    """

    wall = Closed()
    follows = Stays("derived again for both")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="+")
    forenames = ArrayField(models.TextField(), default=list)
    surname = models.TextField()
    other_forenames = ArrayField(models.TextField(), default=list)
    other_surnames = ArrayField(models.TextField(), default=list)
    date_of_birth = models.DateField(null=True)
    births = ArrayField(models.DateField(), default=list)
    postcodes = ArrayField(models.TextField(), default=list)
    pnc = models.TextField(null=True)
    cro = models.TextField(null=True)
    sentenced_on = ArrayField(models.DateField(), default=list)
    overrides = ArrayField(models.TextField(), default=list)
    master_defendant = models.TextField(null=True)
    court_defendants = ArrayField(models.TextField(), default=list)
    other_pncs = ArrayField(models.TextField(), default=list)
    other_cros = ArrayField(models.TextField(), default=list)
    sex = models.TextField(null=True)
    other_ids = ArrayField(models.TextField(), default=list)
    died_on = models.DateField(null=True)
    keys = ArrayField(models.BigIntegerField(), default=list)
    stale = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="matching_keys"),
            models.Index(fields=["person"], condition=Q(stale=True), name="matching_stale"),
        ]


class ValueCount(models.Model):
    """How many more or fewer people have a value since its other lines: the rarer a name, the more its likeness says.

    Written by the functions of ``sql/matching.sql`` alone; the sum of a value's lines is how many people have it.
    """

    wall = Closed()

    id = models.UUIDField(primary_key=True, default=new_id)
    of_column = models.TextField()
    value = models.TextField()
    people = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["of_column", "value"], include=["people"], name="value_counted")]


class Review(models.Model):
    """A record that may be somebody already known: a person looks, and says yes or no.

    The record stands as a person of its own until then, so that nothing waits for the answer.
    ``weights`` holds each field's level and bits, never its value.
    """

    # Read only: an open review shows its unit both records, so nobody may say whom it is about, or whose it is.
    wall = UnitRows(column="unit_id", web="SELECT")
    follows = Stays(
        "it compares two records as they came; where it asks about these two it is settled as the same person"
    )
    causes = tuple(
        Cause(
            kind,
            "recording",
            f"SELECT r.id AS cause_id, r.{column} AS person_id, r.unit_id, NULL::uuid AS shared_by,"
            " tstzrange(r.raised_at, r.decided_at) AS during FROM people_review r WHERE r.sent_by IS NOT NULL",
        )
        for kind, column in (("review", "person_id"), ("review of one known", "rival_id"))
    )

    class State(models.TextChoices):
        """How a review stands."""

        OPEN = "open", "open"
        SAME = "same", "the same person"
        DIFFERENT = "different", "different people"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rival = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit_id = models.UUIDField()
    sent_by = models.UUIDField(null=True)
    """Who sent the record, where their unit did not see the other one: somebody else rules."""
    bits = models.FloatField()
    weights = models.JSONField()
    model = models.CharField(max_length=60)
    because = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_decided_when_and_by_whom_together",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["person", "rival"], condition=Q(state="open"), name="review_once_while_open"
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "raised_at"], condition=Q(state="open"), name="review_queue")
        ]


class Merge(models.Model):
    """Two records found to be one person's: which survived, what moved, and whether it was undone."""

    wall = PersonWall(part=None, column="survivor_id", web="SELECT")
    follows = Stays("it tells which two records were made one")
    causes = (
        Cause(
            "merge",
            "recording",
            "SELECT m.id AS cause_id, m.survivor_id AS person_id, p.recorded_by_unit AS unit_id,"
            " NULL::uuid AS shared_by, tstzrange(m.merged_at, CASE WHEN m.undone_at IS NULL"
            " AND p.recorded_until IS NULL THEN NULL ELSE greatest(m.merged_at,"
            " least(m.undone_at, p.recorded_until)) END) AS during"
            " FROM people_merge m JOIN people_person p ON p.id = m.merged_id",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField()
    because = models.CharField(max_length=500)
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="person_is_merged_once_at_a_time"
            ),
            models.CheckConstraint(
                name="merge_undone_when_and_by_whom_together",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["survivor"], name="merge_survivor")]


class Followed(models.Model):
    """What a merge carried to the survivor in one context, and how what made room for it stood; only the database writes it."""

    wall = Closed()

    id = models.UUIDField(primary_key=True, default=new_id)
    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="+")
    context = models.CharField(max_length=30)
    followed_at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    stood = models.JSONField(default=dict)
    put_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "context"], name="merge_followed_once_in_each_context")
        ]


class KeptApart(models.Model):
    """Two people whom somebody ruled never to be one, and why; until it is lifted they are not offered as one nor merged."""

    # The reason tells of both, so whoever is outside the wall of either reads none of it.
    wall = PersonWall(part=None, web="SELECT", and_of="other_id")
    follows = Forbids(
        "people_kept_apart", "who was ruled never to be one is not made one, nor by way of a third"
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    ruled_at = models.DateTimeField()
    ruled_by = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_apart_lifted_when_by_whom_and_why_together",
                condition=Q(lifted_at=None, lifted_by=None, lifted_because="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because="")),
            ),
            models.CheckConstraint(name="kept_apart_of_two", condition=~Q(person=models.F("other"))),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(lifted_at=None), name="kept_apart_person"),
            models.Index(fields=["other"], condition=Q(lifted_at=None), name="kept_apart_other"),
        ]
