"""What is remembered of payment: that an invoice was paid, on which day and under which reference."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .statements import Statement

_STATEMENT_SEEN = "EXISTS (SELECT 1 FROM contracts_statement s WHERE s.id = THIS_TABLE.statement_id)"


class Payment(models.Model):
    """An invoice of a statement paid: the instant at which its lines were approved, the day of payment and its reference."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_STATEMENT_SEEN, None),
            "INSERT": (
                None,
                f"({holds(Permission.APPROVE_PAYMENT)} AND contracts_may_pay(THIS_TABLE.statement_id, THIS_TABLE.approved_at, THIS_TABLE.paid_on))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=40)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "approved_at"], name="an_invoice_is_paid_once"),
            models.CheckConstraint(name="a_payment_has_its_reference", condition=~models.Q(reference="")),
        ]


explains(an_invoice_is_paid_once="That invoice was paid already.")
