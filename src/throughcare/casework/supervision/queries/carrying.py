"""What pages ask of cases carried over to a model: how far it has come, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from throughcare.foundation.access.queries import organisations
from throughcare.foundation.operating_model.queries import Unheld

from ..models import Carrying
from ..rules.carrying import Fate


@dataclass(frozen=True)
class FlowSeen:
    """A role of some cases: whose it was, whose it becomes or why nobody's, in how many cases."""

    role: str
    was: str
    becomes: str
    cases: int
    changes: bool
    is_gap: bool


@dataclass(frozen=True)
class CarryingSeen:
    """Cases being carried over, or a rehearsal: the row, the fate of its cases, and what goes from whom to whom."""

    carrying: Carrying
    fates: dict[Fate, int]
    flows: list[FlowSeen]


def carryings(most: int = 50) -> list[Carrying]:
    """What was carried over or rehearsed, latest first."""
    return list(Carrying.objects.order_by("-at")[:most])


def carrying(carrying_id: UUID) -> CarryingSeen | None:
    """One of them with its report."""
    row = Carrying.objects.filter(id=carrying_id).first()
    if row is None:
        return None
    names = {str(one.id): one.name for one in organisations()}
    flows = [_flow(key, many, names) for key, many in row.flows.items()]
    fates = {fate: int(row.fates.get(fate.value, 0)) for fate in Fate}
    return CarryingSeen(row, fates, sorted(flows, key=lambda flow: (flow.role, -flow.cases, flow.was)))


def _flow(key: str, many: int, names: dict[str, str]) -> FlowSeen:
    role, was, becomes = key.split("|")
    nobody = becomes in Unheld.__members__
    gap = becomes == Unheld.NOBODY_APPOINTED.name
    said = Unheld[becomes].value if nobody else names.get(becomes, "an organisation no longer recorded")
    return FlowSeen(
        role, names.get(was, "an organisation no longer recorded"), said, many, was != becomes, gap
    )
