"""Pooled budgets as a partner sees them: each partner's money to the penny, and what waits for the viewer's organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Finding
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models

from ..models import Pool
from ..rules.carrying_over import Allowed
from ..rules.pooling import is_agreed
from ..store.carrying_over import pooled_at
from ..store.pools import PoolStands, SpendingStands, open_pool, pool_of_spending, year_to_close
from ..store.pools import pools as _pools


@dataclass(frozen=True)
class PoolSeen:
    """One pool for one viewer: names of its partners, whether it waits for the viewer's organisation to join, and for which votes."""

    stands: PoolStands
    names: dict[UUID, str]
    to_join: bool
    to_vote: tuple[SpendingStands, ...]
    to_give_back: bool
    year: date
    carries: Allowed
    back: dict[UUID, int]
    pooled: Finding | None

    def to_close(self, member: Member) -> bool:
        """Whether a year waits for the viewer to close it."""
        return bool(self.back) and self.stands.row.unit_id == member.unit_id and not self.to_give_back


def pools(member: Member, *, at: datetime) -> list[PoolSeen]:
    """Every pool that the viewer's organisation is a partner of: what waits for it first, then by title."""
    with models.standing_still():
        found = [_seen(one, member, at) for one in _pools(Pool.objects.order_by("title", "id"))]
    return sorted(
        found, key=lambda one: not (one.to_join or one.to_vote or one.to_give_back or one.to_close(member))
    )


def pool(pool_id: UUID, member: Member, *, at: datetime) -> PoolSeen:
    """One pool; refused where the viewer sees none."""
    return _seen(open_pool(pool_id), member, at)


def spending(spending_id: UUID, member: Member, *, at: datetime) -> tuple[PoolSeen, SpendingStands]:
    """What somebody asks to spend, with its pool; refused where the viewer sees none."""
    stands, asked = pool_of_spending(spending_id)
    return _seen(stands, member, at), asked


def _seen(stands: PoolStands, member: Member, at: datetime) -> PoolSeen:
    known = {one.id: one.name for one in access.organisations()}
    ours, partners = member.organisation_id, stands.agreed.partners
    voted = {one.row.id for one in stands.spendings if ours in one.votes.agreed | one.votes.against}
    waits = tuple(
        one
        for one in stands.spendings
        if one.row.id not in voted and is_agreed(stands.agreed, one.votes) is None
    )
    over = day_of(at) > stands.agreed.ends and any(stands.left.values())
    year, carries, back = year_to_close(stands, day_of(at))
    return PoolSeen(
        stands, {one.organisation: known.get(one.organisation, "an organisation since closed") for one in partners},
        stands.agreed.partner(ours) is not None and ours not in stands.joined, waits,
        over and stands.row.unit_id == member.unit_id, year, carries, back,
        pooled_at(stands.row.place, day_of(at)),
    )  # fmt: skip
