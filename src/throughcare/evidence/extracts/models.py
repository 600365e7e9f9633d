"""What is remembered of extracts: each question answered of their tables, so that the next can be judged beside it."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Unseen
from throughcare.foundation.kernel import new_id


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
