"""Recording that an invoice was paid."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Payment
from ..rules.invoicing import check_may_pay
from ..store import open_invoice, open_statement

LONGEST_REFERENCE = 40


@action(Permission.APPROVE_PAYMENT)
def record_payment(
    *, by: Member, at: datetime, statement_id: UUID, number: int, paid_on: date, reference: str
) -> None:
    """Record that an invoice of a statement was paid, on which day and under which reference."""
    found = open_invoice(open_statement(statement_id, lock=True), number)
    said = " ".join(reference.split())
    if not said or len(said) > LONGEST_REFERENCE:
        raise Refused(
            f"Give the payment's reference, in at most {LONGEST_REFERENCE} characters.", field="reference"
        )
    if found.payment is not None:
        raise Refused("That invoice was paid already.")
    check_may_pay(found.invoice, paid_on, day_of(at))
    insert_all([Payment(
        id=new_id(), statement_id=statement_id, approved_at=found.approved_at, paid_on=paid_on, reference=said,
        unit_id=by.unit_id, member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(statement=statement_id, invoice=found.invoice.number)
