"""What the ledgers remember."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from throughcare.foundation.kernel import new_id


class Entry(models.Model):
    """One act, look or refusal: who, when, wearing which hat, concerning which people."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    act = models.CharField(max_length=120)
    member_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    role = models.CharField(max_length=60, blank=True)
    people = ArrayField(models.UUIDField(), default=list)
    subject = models.JSONField(default=dict)
    because = models.TextField(blank=True)
    request_id = models.UUIDField(null=True)
    txid = models.BigIntegerField()
    written_at = models.DateTimeField(null=True, db_default=TransactionNow())

    class Meta:
        indexes = [
            GinIndex(fields=["people"], name="entry_people"),
            models.Index(fields=["txid"], name="entry_txid"),
            models.Index(fields=["member_id", "at"], name="entry_member_at"),
            models.Index(fields=["organisation_id", "id"], name="entry_organisation"),
            models.Index(
                fields=["organisation_id", "kind", "id"],
                name="entry_organisation_unusual",
                condition=models.Q(kind__in=["refused", "failed"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="entry_kind_is_known",
                condition=models.Q(kind__in=["did", "looked", "refused", "failed"]),
            ),
        ]


class Decision(models.Model):
    """One decision about a person or a thing, with all that is needed to derive it again."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    member_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    about = models.CharField(max_length=60)
    about_id = models.UUIDField(null=True)
    rule = models.CharField(max_length=120)
    edition = models.CharField(max_length=120)
    inputs = models.JSONField()
    outcome = models.JSONField()
    reasons = models.JSONField()
    txid = models.BigIntegerField()
    written_at = models.DateTimeField(null=True, db_default=TransactionNow())

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "at"], name="decision_person_at"),
            models.Index(fields=["txid"], name="decision_txid"),
            models.Index(fields=["about", "about_id"], name="decision_about"),
        ]


class Batch(models.Model):
    """One sealed batch: how many lines it holds and where the chain stood after them."""

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    lines = models.IntegerField()
    head = models.BinaryField()
    horizon = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="batch_holds_lines", condition=models.Q(lines__gt=0)),
        ]


class Seal(models.Model):
    """The seal of one line of a ledger: its place in the chain, its own digest and the chain so far."""

    position = models.BigIntegerField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    ledger = models.CharField(max_length=20)
    line_id = models.UUIDField()
    digest = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "line_id"], name="seal_once_for_each_line"),
        ]


class Announcement(models.Model):
    """An event, stored in the transaction of the facts it announces; ids only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    event = models.CharField(max_length=120)
    facts = models.JSONField()
    member_id = models.UUIDField(null=True)


class Delivery(models.Model):
    """How far one listener has got with one announcement."""

    id = models.UUIDField(primary_key=True, default=new_id)
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="+")
    listener = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "listener"], name="delivery_once_for_each_listener"
            ),
        ]
        indexes = [
            models.Index(fields=["done_at"], name="delivery_waiting", condition=models.Q(done_at=None)),
        ]
