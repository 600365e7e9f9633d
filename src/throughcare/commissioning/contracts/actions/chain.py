"""What a provider tells of its subcontractors: their invoices for a statement's month, and when each was paid."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import ChainTold, Statement
from ..rules.supply_chain import ChainPaid, check_chain_paid
from ..store import chain_told, open_agreement


@action(Permission.CHANGE_AGREEMENT)
def tell_of_subcontractor(
    *, by: Member, at: datetime, agreement_id: UUID, subcontractor: str, month: date, pence: int, invoiced_on: date,
    paid_on: date | None = None,
) -> None:  # fmt: skip
    """Tell what a subcontractor asked for a month that was stated, on which day, and when it was paid; what is told later stands in its place."""
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.provider_unit != by.unit_id:
        raise Refused("Only the team that provides tells of its subcontractors.")
    told = ChainPaid(subcontractor, month, pence, invoiced_on, paid_on)
    stated = Statement.objects.filter(agreement=agreement_id).values_list("month", flat=True)
    check_chain_paid(told, stands.latest.agreed.supply_chain, stated, day_of(at))
    if told in chain_told([agreement_id])[agreement_id]:
        return
    insert_all([
        ChainTold(id=new_id(), agreement_id=agreement_id, **vars(told), unit_id=by.unit_id, member_id=by.id, at=at)
    ])  # fmt: skip
    add_to_line(agreement=agreement_id)
