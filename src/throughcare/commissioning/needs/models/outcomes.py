"""What came of those whom a service served, told for the review of an intention by whoever measures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.intentions import Stage
from ..rules.worked import FEWEST, Good
from .intentions import Intention

_OF_ONE_SEEN = "FROM needs_intention i WHERE i.id = THIS_TABLE.intention_id"


class IntentionOutcome(models.Model):
    """One outcome of those served, against people like them, in points of a hundred with its interval; never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"EXISTS (SELECT 1 {_OF_ONE_SEEN})", None),
            "INSERT": (
                None,
                f"({holds(Permission.TELL_OUTCOME)} AND EXISTS (SELECT 1 {_OF_ONE_SEEN} AND i.stage = '{Stage.REVIEWING.value}'"
                " AND needs_wrote_none(i.id)))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    intention = models.ForeignKey(Intention, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=200)
    good = models.CharField(max_length=4)
    served = models.IntegerField()
    compared = models.CharField(max_length=500)
    difference = models.DecimalField(max_digits=4, decimal_places=1)
    low = models.DecimalField(max_digits=4, decimal_places=1)
    high = models.DecimalField(max_digits=4, decimal_places=1)
    found_at = models.CharField(max_length=1000)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_outcome_is_of_enough_people", condition=Q(served__gte=FEWEST)),
            models.CheckConstraint(
                name="an_outcome_lies_in_its_interval",
                condition=Q(low__lte=F("difference")) & Q(difference__lte=F("high")),
            ),
            models.CheckConstraint(
                name="an_outcome_is_better_one_way", condition=Q(good__in=[one.value for one in Good])
            ),
        ]
        indexes = [models.Index(fields=["intention", "at"], name="outcome_of_intention")]
