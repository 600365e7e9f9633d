"""Tells of invoices: those of a statement, and one."""

from __future__ import annotations

from uuid import UUID

from ..store import InvoiceStands, open_invoice, open_statement
from ..store import invoices as _invoices


def invoices_of(statement_id: UUID) -> list[InvoiceStands]:
    """A statement's invoices, in the order in which their lines were approved; refused where there is none for the viewer."""
    return _invoices(open_statement(statement_id))


def invoice(statement_id: UUID, number: int) -> InvoiceStands:
    """One invoice; refused where there is none for the viewer."""
    return open_invoice(open_statement(statement_id), number)
