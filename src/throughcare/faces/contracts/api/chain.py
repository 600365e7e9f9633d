"""The supply chain of an agreement: promised, asked for and paid."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.supply_chain import MOST_PENCE, ChainState, chain_state
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])


class ChainInvoice(Schema):
    """One invoice of one subcontractor for a statement's month, in pence; ``paid_on`` is null while it is not told to be paid."""

    subcontractor: str = Field(max_length=120)
    month: date
    pence: int = Field(gt=0, le=MOST_PENCE)
    invoiced_on: date
    paid_on: date | None = None


class ChainInvoiceShown(ChainInvoice):
    """An invoice with the last day on which it is paid in time, and how it stands."""

    due: date
    state: ChainState


class SubcontractorShown(Schema):
    """A subcontractor: its share as promised, what that is of what was approved, and pence asked for, paid and overdue."""

    subcontractor: str
    share: int
    promised: int
    invoiced: int
    paid: int
    overdue: int


class ChainShown(Schema):
    """The supply chain: each subcontractor summed, and every invoice told of."""

    subcontractors: list[SubcontractorShown]
    invoices: list[ChainInvoiceShown]


@router.get("/contracts/{contract_id}/chain", response={200: ChainShown, **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def get_supply_chain(request: HttpRequest, contract_id: UUID) -> Any:
    """What was promised down the supply chain, and what was paid."""
    try:
        seen = queries.chain_of(contract_id, at=request.at)  # type: ignore[attr-defined]
    except Refused:
        return or_404(None)
    return ChainShown(
        subcontractors=[
            SubcontractorShown(
                subcontractor=one.subcontractor.name, share=one.subcontractor.share, promised=one.promised, invoiced=one.invoiced,
                paid=one.paid, overdue=one.overdue,
            )
            for one in seen.promised
        ],
        invoices=[
            ChainInvoiceShown(**vars(one), due=one.due, state=chain_state(one, seen.today)) for one in seen.told
        ],
    )  # fmt: skip


@router.post("/contracts/{contract_id}/chain", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def tell_of_subcontractor(request: HttpRequest, contract_id: UUID, payload: ChainInvoice) -> Any:
    """Tell of a subcontractor's invoice or its payment; what is told later stands in its place."""
    done(request, actions.tell_of_subcontractor, agreement_id=contract_id, **payload.dict())
    return Status(204, None)
