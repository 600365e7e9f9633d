"""What is remembered of extracts: each question answered of their tables, so that the next can be judged beside it."""

from __future__ import annotations

from django.db import models

from throughcare.evidence.outcomes.measure.schema import SCHEMAS
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import WORKER, Custom, Published, Unseen, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules.saving import LONGEST, SeenBy

_OWN = "member_id = (SELECT app_member())"
_MAY_LOOK = holds(Permission.LOOK_AT_OUTCOMES)
_OURS = f"(organisation_id = (SELECT app_organisation()) AND {_MAY_LOOK})"
_SWEEPING = f"(current_user = '{WORKER}' AND {holds(Permission.SETTLE_WORK)})"
_OF_OUR_TABLES = "EXISTS (SELECT 1 FROM extracts_senttables t WHERE t.id = THIS_TABLE.sent_id)"


class AnsweredQuestion(models.Model):
    """One question answered of one making of some tables: what it was of, and which cells were withheld; no counts.

    For everybody who asks: colleagues could put their answers together. Kept in the order answered.
    """

    wall = Unseen(web="SELECT, INSERT")

    id = models.UUIDField(primary_key=True, default=new_id)
    tables = models.CharField(max_length=200)
    place = models.IntegerField()
    question = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tables", "place"], name="questions_are_answered_one_after_another"
            )
        ]


class PublishedFigures(models.Model):
    """Figures of one place on one day, withheld and rounded before they were stored: never changed, open to all.

    ``kind`` says of what: people under supervision in an area at a month's end, what became of an area's people, or
    people sentenced at a court. No number that disclosure control has not passed is ever in it.
    """

    wall = Published()

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=20)
    on = models.DateField()
    figures = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "place", "on"], name="figures_are_published_once")
        ]


class SavedQuestion(models.Model):
    """A question of the outcomes pages kept under a name: its address, and who sees it besides whoever kept it."""

    wall = Custom(
        web="SELECT, INSERT, DELETE",
        rules={
            "SELECT": (
                f"({_OWN} OR ({_MAY_LOOK} AND (seen_by = 'everybody'"
                " OR (seen_by = 'team' AND unit_id = (SELECT app_unit())))))",
                None,
            ),
            "INSERT": (None, _MAY_LOOK),
            "DELETE": (_OWN, None),
        },
        by=Written(member="member_id", unit="unit_id", at="at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=LONGEST)
    seen_by = models.CharField(max_length=12)
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member_id", "name"], name="one_saved_question_of_a_name"),
            models.CheckConstraint(
                name="question_is_seen_by_somebody_known",
                condition=models.Q(seen_by__in=[one.value for one in SeenBy]),
            ),
        ]


class SentTables(models.Model):
    """Tables that a member sent to be measured: their organisation's alone, kept until one of it removes them.

    ``told`` is what the check said: rows and columns by table, each fault, who was set aside.
    """

    wall = Custom(
        web="SELECT, INSERT, UPDATE, DELETE",
        rules={
            "SELECT": (f"({_OURS} OR {_SWEEPING})", None),
            "INSERT": (None, _OURS),
            "UPDATE": (f"({_OURS} OR {_SWEEPING})", f"({_OURS} OR {_SWEEPING})"),
            "DELETE": (_OURS, None),
        },
        by=Written(
            later=("checked_at",), member="member_id", unit="unit_id", organisation="organisation_id", at="at"
        ),
        fixed=("title", "known_to"),
    )

    class State(models.TextChoices):
        """How far the check has got."""

        WAITING = "waiting", "being checked"
        READY = "ready", "ready to measure"
        REFUSED = "refused", "not taken"

    id = models.UUIDField(primary_key=True, default=new_id)
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    organisation_id = models.UUIDField()
    at = models.DateTimeField()
    title = models.CharField(max_length=80)
    known_to = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    because = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(null=True)
    told = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-at"], name="sent_tables_latest")]


class SentFile(models.Model):
    """One file of tables that were sent, as it was sent, and what of it is measured, as Parquet."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE, DELETE",
        rules={
            "SELECT": (_OURS, None),
            "INSERT": (None, f"({_OURS} AND {_OF_OUR_TABLES})"),
            "UPDATE": (_OURS, _OURS),
            "DELETE": (_OURS, None),
        },
        by=Written(organisation="organisation_id"),
        fixed=("sent_id", "table", "file_name", "content"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    sent = models.ForeignKey(SentTables, on_delete=models.CASCADE, related_name="files")
    organisation_id = models.UUIDField()
    table = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    measured = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sent", "table"], name="one_file_of_each_table_sent"),
            models.CheckConstraint(
                name="file_is_of_a_table_known", condition=models.Q(table__in=list(SCHEMAS))
            ),
        ]


REFERS = {
    "member_id": "access.Membership",
    "unit_id": "access.Unit",
    "organisation_id": "access.Organisation",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""
explains(
    one_file_of_each_table_sent="Send each table once.",
    one_saved_question_of_a_name="You have kept a question under this name already. Choose another name.",
)
