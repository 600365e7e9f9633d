"""A death as recorded, and what it stopped, as it stood: so that all of it comes back when the death was a mistake."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import Stays
from throughcare.foundation.access.walls import Closed, PersonWall, Written
from throughcare.foundation.kernel import new_id

from .person import AMENDS, OfPerson, Person


class Death(OfPerson):
    """That a person died, who said so and when; withdrawn with a reason when it was a mistake."""

    wall = PersonWall(
        part=None,
        by=Written(
            later=("withdrawn_by", "withdrawn_at"),
            member="recorded_by",
            at="recorded_at",
            answer="withdrawn_by",
        ),
        fixed=("died_on",),
        only=AMENDS,
        kept_so=AMENDS,
    )
    follows = Stays(
        "a record that alone says its person died may not be the one that goes; where both died each keeps its own"
    )

    died_on = models.DateField()
    recorded_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(withdrawn_at=None), name="person_dies_once"
            ),
            models.CheckConstraint(
                name="death_withdrawn_when_by_whom_and_why_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
            ),
        ]


class Stopped(models.Model):
    """A row that a death ended: what it changed, as it stood and as it became; only the database's own functions write it."""

    wall = Closed()
    follows = Stays("it belongs to its death")

    id = models.UUIDField(primary_key=True, default=new_id)
    death = models.ForeignKey(Death, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    of_table = models.CharField(max_length=63)
    row_id = models.UUIDField()
    stood = models.JSONField()
    became = models.JSONField()
    stopped_at = models.DateTimeField()
    put_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["death"], name="stopped_by_death")]
