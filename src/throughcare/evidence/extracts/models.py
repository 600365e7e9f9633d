"""What is remembered of extracts: each question answered of their tables, so that the next can be judged beside it."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Published, Unseen
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
