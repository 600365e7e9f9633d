"""What is remembered of the supply chain: what a provider told of each subcontractor's invoices; the latest of a month stands."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .agreements import Agreement

_SEEN = "EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = THIS_TABLE.agreement_id)"


class ChainTold(models.Model):
    """What one subcontractor asked for a month, in pence, when it sent its invoice and when it was paid, where it was."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_SEEN, None),
            "INSERT": (None, f"({holds(Permission.CHANGE_AGREEMENT)} AND contracts_provides(THIS_TABLE.agreement_id))"),
        },
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    subcontractor = models.CharField(max_length=120)
    month = models.DateField()
    pence = models.BigIntegerField()
    invoiced_on = models.DateField()
    paid_on = models.DateField(null=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_subcontractor_asks_for_something",
                condition=models.Q(pence__gt=0, month__day=1) & ~models.Q(subcontractor=""),
            ),
            models.CheckConstraint(
                name="a_subcontractor_is_paid_after_it_asks",
                condition=models.Q(paid_on=None) | models.Q(paid_on__gte=models.F("invoiced_on")),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "-at"], name="chain_told_of_agreement")]
