"""What is remembered of results: a cohort's, as an official measure handed it down, provisional or official; never changed."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .agreements import Agreement


class Result(models.Model):
    """The result of a cohort told of an agreement: a text that is read as it was written, by whom, and whether it is official."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (
                f"(contracts_money_seen(THIS_TABLE.agreement_id) OR ({holds(Permission.RECORD_RESULT)} AND contracts_measured_here(THIS_TABLE.agreement_id)))",
                None,
            ),
            "INSERT": (
                None,
                f"({holds(Permission.RECORD_RESULT)} AND contracts_measured_here(THIS_TABLE.agreement_id))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    label = models.CharField(max_length=40)
    official = models.BooleanField()
    text = models.TextField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_result_of_a_number"),
        ]
