"""What pages ask of cases carried over to a model: how far it has come, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from throughcare.foundation.access.queries import organisations
from throughcare.foundation.kernel import Count, Published, disclose
from throughcare.foundation.kernel.suppression import comes_to
from throughcare.foundation.operating_model.queries import Unheld

from ..models import Carrying
from ..rules.carrying import Fate


@dataclass(frozen=True)
class FlowSeen:
    """A role of some cases: whose it was, whose it becomes or why nobody's, in how many cases."""

    role: str
    was: str
    becomes: str
    cases: Published
    changes: bool
    is_gap: bool


@dataclass(frozen=True)
class CarryingSeen:
    """Cases being carried over, or a rehearsal: the row, the fate of its cases, and what goes from whom to whom.

    What is carried over is counted as it is. A rehearsal changes nothing and may be asked for every day, so each of its counts
    is disclosed by itself, and how many cases it reached is what those that are shown come to.
    """

    carrying: Carrying
    fates: dict[Fate, Published]
    flows: list[FlowSeen]
    reached: Published
    of: Published | None
    set_aside: Published


def carryings(most: int = 50) -> list[CarryingSeen]:
    """What was carried over or rehearsed, latest first."""
    names = {str(one.id): one.name for one in organisations()}
    return [_seen(row, names) for row in Carrying.objects.order_by("-at")[:most]]


def carrying(carrying_id: UUID) -> CarryingSeen | None:
    """One of them with its report."""
    row = Carrying.objects.filter(id=carrying_id).first()
    if row is None:
        return None
    return _seen(row, {str(one.id): one.name for one in organisations()})


def _seen(row: Carrying, names: dict[str, str]) -> CarryingSeen:
    told = disclosed if row.is_rehearsal else exactly
    flows = [_flow(key, told(many), names) for key, many in row.flows.items()]
    fates = {fate: told(int(row.fates.get(fate.value, 0))) for fate in Fate}
    ordered = sorted(flows, key=lambda flow: (flow.role, -(flow.cases.value or 0), flow.was))
    reached = comes_to(fates.values()) if row.is_rehearsal else exactly(row.done)
    of = None if row.of is None else reached if row.is_rehearsal else exactly(row.of)
    return CarryingSeen(row, fates, ordered, reached, of, told(row.set_aside))


def disclosed(many: int) -> Published:
    """A count of cases after disclosure control."""
    return disclose(Count(many))


def exactly(many: int) -> Published:
    """A count of cases as it is, of what was done to them."""
    return Published(many)


def _flow(key: str, many: Published, names: dict[str, str]) -> FlowSeen:
    role, was, becomes = key.split("|")
    nobody = becomes in Unheld.__members__
    gap = becomes == Unheld.NOBODY_APPOINTED.name
    said = Unheld[becomes].value if nobody else names.get(becomes, "an organisation no longer recorded")
    return FlowSeen(
        role, names.get(was, "an organisation no longer recorded"), said, many, was != becomes, gap
    )
