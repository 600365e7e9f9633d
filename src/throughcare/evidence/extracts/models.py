"""What is remembered of extracts: each question answered of their tables, so that the next can be judged beside it."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Published, Unseen, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules.saving import LONGEST, SeenBy

_OWN = "member_id = (SELECT app_member())"
_MAY_LOOK = holds(Permission.LOOK_AT_OUTCOMES)


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


REFERS = {"member_id": "access.Membership", "unit_id": "access.Unit"}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""
explains(
    one_saved_question_of_a_name="You have kept a question under this name already. Choose another name."
)
