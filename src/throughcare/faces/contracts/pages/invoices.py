"""Invoices of a statement: as a PDF, as structured data, and paid."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import InvoiceStands, StatementSeen
from throughcare.commissioning.contracts.rules.invoicing import Invoice, as_ubl
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .saying import pounds


class Paid(SentOnce, PlainForm):
    """The day on which an invoice was paid, and the payment's reference."""

    paid_on = DayField(label="Day on which it was paid")
    reference = forms.CharField(label="Reference of the payment", max_length=40)


def table_of(request: Asking, seen: StatementSeen) -> Table:
    """A statement's invoices, each with its forms, when it is due and whether it was paid."""
    today, back = day_of(request.at), f"/contracts/statements/{seen.stands.row.id}/invoices"
    return Table(
        "Invoices",
        [Column("Invoice"), Column("Issued"), Column("Amount", numeric=True), Column("To be paid by"), Column("How it stands"), Column("To do")],
        [
            [
                Lines(one.invoice.number, [Link("PDF", f"{back}/{one.number}.pdf", one.invoice.number), Link("XML", f"{back}/{one.number}.xml", one.invoice.number)]),
                day(one.invoice.issued), pounds(one.invoice.pence), day(one.invoice.due),
                Lines(first_capital(one.state(today).value), [f"{day(one.payment.paid_on)}, {one.payment.reference}"] if one.payment else []),
                Link("Record its payment", f"{back}/{one.number}/paid", one.invoice.number)
                if one.payment is None and request.member.may(May.APPROVE_PAYMENT) else Unknown("Nothing"),
            ]
            for one in queries.invoices_of(seen.stands.row.id)
        ],
        empty="Nothing of it was approved yet.",
    )  # fmt: skip


@page(May.LOOK_AT_MONEY)
def pdf(request: Asking, statement_id: UUID, number: int) -> HttpResponse:
    """An invoice as a PDF whose parts are tagged."""
    one = _found(statement_id, number)
    answer = HttpResponse(as_pdf(one.invoice), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{one.invoice.number}.pdf"'
    return answer


def as_pdf(invoice: Invoice) -> bytes:
    """An invoice set by Typst as PDF/UA-1; every word of it is handed over as data, never as markup."""
    import typst

    kind = "Credit note" if invoice.is_credit else "Invoice"
    said = {
        "title": f"{kind} {invoice.number}", "number": invoice.number,
        "about": [
            f"From {invoice.supplier}", f"To {invoice.customer}", f"For {invoice.title}, {invoice.month:%B %Y}",
            f"Issued {day(invoice.issued)}, by the buyer for its provider", f"To be paid by {day(invoice.due)}",
        ],
        "lines": [[str(line.place), first_capital(line.what), pounds(line.pence)] for line in invoice.lines],
        "total": pounds(invoice.pence),
    }  # fmt: skip
    with as_file(files("throughcare.faces.contracts") / "print" / "invoice.typ") as template:
        return bytes(
            typst.compile(str(template), sys_inputs={"data": json.dumps(said)}, pdf_standards="ua-1")
        )


@page(May.LOOK_AT_MONEY)
def xml(request: Asking, statement_id: UUID, number: int) -> HttpResponse:
    """An invoice as structured data (UBL 2.1)."""
    one = _found(statement_id, number)
    answer = HttpResponse(as_ubl(one.invoice), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{one.invoice.number}.xml"'
    return answer


@page(May.APPROVE_PAYMENT)
def paid(request: Asking, statement_id: UUID, number: int) -> HttpResponse:
    """Record that an invoice was paid."""
    one, form = _found(statement_id, number), Paid(request.POST or None)
    back = f"/contracts/statements/{statement_id}"
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.record_payment, statement_id=statement_id, number=number)
    ):
        messages.success(request, "The payment is recorded.")
        return redirect(back)
    context = {
        "heading": "Record a payment",
        "back": Link("Statement", back),
        "form": form,
        "button": "Record it",
        "words": f"{one.invoice.number}: {pounds(one.invoice.pence)}, to be paid by {day(one.invoice.due)}.",
    }
    return render(request, "contracts/form.html", context)


def _found(statement_id: UUID, number: int) -> InvoiceStands:
    try:
        return queries.invoice(statement_id, number)
    except Refused:
        raise Http404 from None
