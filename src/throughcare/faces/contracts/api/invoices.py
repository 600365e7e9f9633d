"""Invoices: those of a statement, and that one was paid."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.invoicing import as_ubl
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Contracts"])


class InvoiceShown(Schema):
    """An invoice: its number, days and pence, where it stands, and the whole of it in UBL 2.1."""

    number: str
    place: int
    issued: date
    due: date
    pence: int
    standing: str
    paid_on: date | None
    reference: str
    ubl: str


class PaymentMade(Schema):
    """The day on which an invoice was paid, and the payment's reference."""

    paid_on: Day
    reference: str = Field(min_length=1, max_length=40)


@router.get("/statements/{statement_id}/invoices", response={200: list[InvoiceShown], **REFUSALS})
@allowed(May.LOOK_AT_MONEY)
def list_invoices(request: HttpRequest, statement_id: UUID) -> Any:
    """A statement's invoices, in the order in which their lines were approved."""
    try:
        found = queries.invoices_of(statement_id)
    except Refused:
        return or_404(None)
    today = day_of(request.at)  # type: ignore[attr-defined]
    return [
        InvoiceShown(
            number=one.invoice.number, place=one.number, issued=one.invoice.issued, due=one.invoice.due, pence=one.invoice.pence,
            standing=one.state(today).value, paid_on=one.payment.paid_on if one.payment else None,
            reference=one.payment.reference if one.payment else "", ubl=as_ubl(one.invoice),
        )
        for one in found
    ]  # fmt: skip


@router.post("/statements/{statement_id}/invoices/{number}/payment", response={204: None, **REFUSALS})
@allowed(May.APPROVE_PAYMENT)
def record_payment(request: HttpRequest, statement_id: UUID, number: int, payload: PaymentMade) -> Any:
    """Record that an invoice was paid."""
    done(request, actions.record_payment, statement_id=statement_id, number=number, **payload.dict())
    return Status(204, None)
