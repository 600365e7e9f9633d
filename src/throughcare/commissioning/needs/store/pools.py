"""Loads pooled budgets: what was agreed, who joined, the ledger, and what is asked to be spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Pool, PoolEntry, PoolJoined, PoolPartner, PoolSpending, PoolVote, PoolYear
from ..rules import pooling
from ..rules.carrying_over import Allowed, DatedLine, last_year_end, to_go_back
from ..rules.pooling import DecidedBy, Entry, Moved, Partner, Votes
from ..rules.seats import Vote
from .carrying_over import allowed_at


@dataclass(frozen=True)
class SpendingStands:
    """What somebody asks to spend, how partners voted, and whose money it was in pence once it was spent."""

    row: PoolSpending
    votes: Votes
    carried: dict[UUID, int] = field(default_factory=dict)

    @property
    def is_spent(self) -> bool:
        """Whether it was spent."""
        return bool(self.carried)


@dataclass(frozen=True)
class PoolStands:
    """One pool as it stands: what was agreed, who joined it, and every line of its ledger, the earliest first."""

    row: Pool
    agreed: pooling.Pool
    joined: frozenset[UUID]
    lines: tuple[PoolEntry, ...]
    spendings: tuple[SpendingStands, ...]
    years: tuple[PoolYear, ...] = ()

    @property
    def left(self) -> dict[UUID, int]:
        """What of each partner's money is left, in pence."""
        moved = (Moved(one.organisation_id, Entry(one.entry), one.pence) for one in self.lines)
        return pooling.balances(self.agreed, moved)


def pools(rows: Iterable[Pool]) -> list[PoolStands]:
    """These pools as they stand; the same number of queries for any."""
    every = list(rows)
    ids = [row.id for row in every]
    partners: dict[UUID, list[Partner]] = defaultdict(list)
    for one in PoolPartner.objects.filter(pool__in=ids).order_by("place"):
        partners[one.pool_id].append(Partner(one.organisation_id, one.percent, one.kept_for))
    joined: dict[UUID, set[UUID]] = defaultdict(set)
    for pool_id, who in PoolJoined.objects.filter(pool__in=ids).values_list("pool_id", "organisation_id"):
        joined[pool_id].add(who)
    lines: dict[UUID, list[PoolEntry]] = defaultdict(list)
    for line in PoolEntry.objects.filter(pool__in=ids).order_by("at", "id"):
        lines[line.pool_id].append(line)
    years: dict[UUID, list[PoolYear]] = defaultdict(list)
    for year in PoolYear.objects.filter(pool__in=ids).order_by("ends"):
        years[year.pool_id].append(year)
    asked = _spendings(ids, [line for each in lines.values() for line in each])
    return [
        PoolStands(
            row, _agreed(row, partners[row.id]), frozenset(joined[row.id]), tuple(lines[row.id]), tuple(asked[row.id]),
            tuple(years[row.id]),
        )
        for row in every
    ]  # fmt: skip


def _agreed(row: Pool, partners: list[Partner]) -> pooling.Pool:
    return pooling.Pool(
        tuple(partners), row.organisation_id, DecidedBy(row.decided_by), row.starts, row.ends, row.more_than
    )


def _spendings(ids: list[UUID], lines: list[PoolEntry]) -> dict[UUID, list[SpendingStands]]:
    votes: dict[UUID, dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for vote in PoolVote.objects.filter(pool__in=ids):
        votes[vote.spending_id][vote.vote].add(vote.organisation_id)
    carried: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for line in lines:
        if line.spending_id is not None:
            carried[line.spending_id][line.organisation_id] = line.pence
    found: dict[UUID, list[SpendingStands]] = defaultdict(list)
    for row in PoolSpending.objects.filter(pool__in=ids).order_by("at", "id"):
        given = votes[row.id]
        stands = SpendingStands(
            row, Votes(frozenset(given[Vote.FOR]), frozenset(given[Vote.AGAINST])), carried[row.id]
        )
        found[row.pool_id].append(stands)
    return found


def year_to_close(stands: PoolStands, today: date) -> tuple[date, Allowed, dict[UUID, int]]:
    """The last year that is over, what the model in force at its end allows of it, and what of each partner's money must go back yet."""
    ends = last_year_end(today)
    most = allowed_at(stands.row.place, ends)
    if any(year.ends == ends for year in stands.years):
        return ends, most, {}
    lines = (
        DatedLine(one.organisation_id, Entry(one.entry), one.pence, day_of(one.at)) for one in stands.lines
    )
    return ends, most, to_go_back(lines, ends, most)


def open_pool(pool_id: UUID, *, lock: bool = False) -> PoolStands:
    """One pool, held against others who act on it where ``lock``; refused where the viewer sees none."""
    if lock:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"pool {pool_id}"])
    row = Pool.objects.filter(id=pool_id).first()
    if row is None:
        raise Refused("There is no such pooled budget that you may see.")
    return pools([row])[0]


def pool_of_spending(spending_id: UUID, *, lock: bool = False) -> tuple[PoolStands, SpendingStands]:
    """What somebody asks to spend, with its pool; refused where the viewer sees none."""
    row = PoolSpending.objects.filter(id=spending_id).first()
    if row is None:
        raise Refused("Nobody asks to spend that.")
    stands = open_pool(row.pool_id, lock=lock)
    return stands, next(one for one in stands.spendings if one.row.id == spending_id)
