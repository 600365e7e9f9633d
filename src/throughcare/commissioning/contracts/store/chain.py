"""Loads what was told of the supply chain of agreements: for each subcontractor and month what was told last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ..models import ChainTold
from ..rules.supply_chain import ChainPaid


def chain_told(agreements: Iterable[UUID]) -> dict[UUID, list[ChainPaid]]:
    """Of each of these agreements, what stands of each subcontractor and month, the last month first. One question."""
    last: dict[tuple[UUID, str, date], ChainPaid] = {}
    for row in ChainTold.objects.filter(agreement__in=list(agreements)).order_by("at", "id"):
        last[row.agreement_id, row.subcontractor, row.month] = ChainPaid(
            row.subcontractor, row.month, row.pence, row.invoiced_on, row.paid_on
        )
    found: dict[UUID, list[ChainPaid]] = defaultdict(list)
    for (agreement, *_), one in sorted(last.items(), key=lambda pair: (-pair[0][2].toordinal(), pair[0][1])):
        found[agreement].append(one)
    return found
