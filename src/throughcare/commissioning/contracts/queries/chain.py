"""Tells of the supply chain: what was promised each subcontractor beside what it asked for and was paid, for both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.kernel.days import day_of

from ..models import Statement
from ..rules.supply_chain import ChainPaid, ChainState, Promised, chain_state, promised_and_paid
from ..store import AgreementStands, chain_told, open_agreement, statements


@dataclass(frozen=True)
class ChainSeen:
    """An agreement's supply chain on a day: each subcontractor summed, every invoice told of, and the months that were stated."""

    stands: AgreementStands
    promised: list[Promised]
    told: list[ChainPaid]
    stated: list[date]
    today: date


def chain_of(agreement_id: UUID, *, at: datetime) -> ChainSeen:
    """The supply chain of one agreement; refused where there is none for the viewer."""
    stands, today = open_agreement(agreement_id), day_of(at)
    stated = statements(Statement.objects.filter(agreement=agreement_id).order_by("-month"))
    told = chain_told([agreement_id])[agreement_id]
    promised = promised_and_paid(
        stands.latest.agreed.supply_chain, sum(one.approved for one in stated), told, today
    )
    return ChainSeen(stands, promised, told, [one.row.month for one in stated], today)


def chain_overdue(agreements: Iterable[UUID], *, at: datetime) -> list[tuple[UUID, ChainPaid]]:
    """Invoices of subcontractors under these agreements that are overdue, the longest first. One question."""
    today = day_of(at)
    found = [
        (agreement, one)
        for agreement, told in chain_told(agreements).items()
        for one in told
        if chain_state(one, today) is ChainState.OVERDUE
    ]
    return sorted(found, key=lambda pair: (pair[1].due, pair[1].subcontractor))
