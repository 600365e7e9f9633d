"""What needs remembers: figures of need as they were published."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Published
from throughcare.foundation.kernel import new_id


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
