"""Invoices of a statement: what was approved of it at one time is one, with what was paid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Payment
from ..rules.invoicing import Invoice, InvoiceLine, PaidState, due_on, state_of
from .sides import sides_of
from .statements import LineStands, StatementStands


@dataclass(frozen=True)
class InvoiceStands:
    """An invoice, the instant at which its lines were approved, and its payment."""

    invoice: Invoice
    approved_at: datetime
    payment: Payment | None

    @property
    def number(self) -> int:
        """Which of its statement's it is, from 1."""
        return int(self.invoice.number.rpartition("-")[2])

    def state(self, today: date) -> PaidState:
        """Where it stands on a day."""
        return state_of(self.invoice, self.payment.paid_on if self.payment else None, today)


def invoices(stands: StatementStands) -> list[InvoiceStands]:
    """A statement's invoices, in the order in which their lines were approved."""
    approved: dict[datetime, list[LineStands]] = defaultdict(list)
    for line in stands.lines:
        if line.entry:
            approved[line.entry.at].append(line)
    if not approved:
        return []
    paid = {one.approved_at: one for one in Payment.objects.filter(statement=stands.row.id)}
    buyer, provider = (_named(unit) for unit in sides_of(stands.row.agreement_id))
    return [
        InvoiceStands(_invoice(stands, number, at, approved[at], provider, buyer), at, paid.get(at))
        for number, at in enumerate(sorted(approved), 1)
    ]


def open_invoice(stands: StatementStands, number: int) -> InvoiceStands:
    """One invoice of a statement; refused where there is none."""
    found = next((one for one in invoices(stands) if one.number == number), None)
    if found is None:
        raise Refused("There is no such invoice.")
    return found


def _invoice(
    stands: StatementStands, number: int, at: datetime, lines: list[LineStands], supplier: str, customer: str
) -> Invoice:
    row, issued = stands.row, day_of(at)
    return Invoice(
        f"{row.month:%Y%m}-{row.id.hex[-8:].upper()}-{number}", issued, due_on(issued), supplier, customer, row.title, row.month,
        tuple(
            InvoiceLine(one.row.place, _what(one, row.month), one.entry.pence if one.entry else 0) for one in lines
        ),
    )  # fmt: skip


def _what(line: LineStands, month: date) -> str:
    named = f": {line.row.name}" if line.row.name else ""
    late = f", puts right {line.row.month:%B %Y}" if line.row.month != month else ""
    return f"{line.row.what}{named}{late}"


def _named(unit_id: UUID) -> str:
    unit = access.units([unit_id]).get(unit_id)
    return f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
