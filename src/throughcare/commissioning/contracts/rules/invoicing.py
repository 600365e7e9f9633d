"""Invoices of what was approved: what they say, when they are to be paid, whether they were, and the same as structured data.

The buyer states, approves and so invoices for its provider (self-billing): nobody types a sum again. What comes to less than
nothing is a credit note.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, edition_on

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:{}-2"
_AGGREGATE = _UBL.format("CommonAggregateComponents")
_BASIC = _UBL.format("CommonBasicComponents")


class PaidState(StrEnum):
    """Where an invoice stands."""

    DUE = "to be paid"
    OVERDUE = "overdue"
    PAID = "paid in time"
    LATE = "paid late"


@dataclass(frozen=True)
class PayingTerms:
    """Days to pay, and where that is said."""

    days: int
    clause: Clause
    basis: str


@dataclass(frozen=True)
class InvoiceLine:
    """One line: its place in the statement, what it is for, and pence."""

    place: int
    what: str
    pence: int


@dataclass(frozen=True)
class Invoice:
    """What was approved of a statement at one time: its number, days, both sides by name, and its lines."""

    number: str
    issued: date
    due: date
    supplier: str
    customer: str
    title: str
    month: date
    lines: tuple[InvoiceLine, ...]

    @property
    def pence(self) -> int:
        """What it comes to; below nothing it is owed by the provider."""
        return sum(one.pence for one in self.lines)

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note."""
        return self.pence < 0


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[PayingTerms], ...]:
    rows = yaml.safe_load(files(__package__).joinpath("editions", "paying.yaml").read_text("utf-8"))
    return tuple(
        Edition(
            f"paying from {one['from']}",
            Period(one["from"], one["until"]),
            PayingTerms(one["days"], Clause(one["source"], one["paragraph"]), one["basis"]),
        )
        for one in rows
    )


def paying_terms(on: date) -> PayingTerms:
    """The edition in force on a day."""
    return edition_on(_editions(), on).table


def due_on(issued: date) -> date:
    """The last day on which an invoice is paid in time."""
    return issued + timedelta(days=paying_terms(issued).days)


def state_of(invoice: Invoice, paid_on: date | None, today: date) -> PaidState:
    """Where an invoice stands on a day. A day later than the last is late; not known to be paid is never paid."""
    if paid_on is not None:
        return PaidState.PAID if paid_on <= invoice.due else PaidState.LATE
    return PaidState.DUE if today <= invoice.due else PaidState.OVERDUE


def check_may_pay(invoice: Invoice, paid_on: date, today: date) -> None:
    """Refuse a payment before its invoice was issued, or on a day to come."""
    if not invoice.issued <= paid_on <= today:
        raise Refused(
            f"An invoice of {invoice.issued:%-d %B %Y} was paid on that day or later, and not on a day to come.",
            field="paid_on",
        )


def as_ubl(invoice: Invoice) -> str:
    """The invoice as a document of the Universal Business Language 2.1; a credit note where it comes to less than nothing.

    Tax is not said: what statements come to is outside its scope or not known here, and unknown is not nought.
    """
    kind = "CreditNote" if invoice.is_credit else "Invoice"
    register_namespace("", _UBL.format(kind))
    register_namespace("cac", _AGGREGATE)
    register_namespace("cbc", _BASIC)
    sign = -1 if invoice.is_credit else 1
    root = Element(f"{{{_UBL.format(kind)}}}{kind}")
    _basic(root, "UBLVersionID", "2.1")
    _basic(root, "ID", invoice.number)
    _basic(root, "IssueDate", invoice.issued.isoformat())
    if not invoice.is_credit:
        _basic(root, "DueDate", invoice.due.isoformat())
        _basic(root, "InvoiceTypeCode", "380")
    else:
        _basic(root, "CreditNoteTypeCode", "381")
    _basic(root, "Note", f"{invoice.title}, {invoice.month:%B %Y}. Issued by the buyer for its provider.")
    _basic(root, "DocumentCurrencyCode", "GBP")
    for role, name in (
        ("AccountingSupplierParty", invoice.supplier),
        ("AccountingCustomerParty", invoice.customer),
    ):
        party = SubElement(SubElement(SubElement(root, _cac(role)), _cac("Party")), _cac("PartyName"))
        _basic(party, "Name", name)
    total = SubElement(root, _cac("LegalMonetaryTotal"))
    for what in ("LineExtensionAmount", "PayableAmount"):
        _amount(total, what, sign * invoice.pence)
    for line in invoice.lines:
        _line(root, kind, line, sign)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _line(root: Element, kind: str, line: InvoiceLine, sign: int) -> None:
    row = SubElement(root, _cac(f"{kind}Line"))
    _basic(row, "ID", str(line.place))
    quantity = SubElement(
        row, f"{{{_BASIC}}}{'CreditedQuantity' if kind == 'CreditNote' else 'InvoicedQuantity'}"
    )
    quantity.text = "1"
    _amount(row, "LineExtensionAmount", sign * line.pence)
    _basic(SubElement(row, _cac("Item")), "Name", line.what)


def _cac(name: str) -> str:
    return f"{{{_AGGREGATE}}}{name}"


def _basic(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_BASIC}}}{name}").text = text


def _amount(parent: Element, name: str, pence: int) -> None:
    made = SubElement(parent, f"{{{_BASIC}}}{name}", {"currencyID": "GBP"})
    made.text = f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
