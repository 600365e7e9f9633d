"""A pooled budget: who pays in what share, whose money is kept for one need, who decides, and whose money each spending is.

All money is whole pence, and each partner's is known to the penny: nothing that is spent is anybody's together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from throughcare.foundation.kernel import Finding, Refused
from throughcare.foundation.operating_model.rules.model import Declared
from throughcare.foundation.operating_model.rules.questions import Answer

MOST_PARTNERS = 12
"""The most partners of one pool (assumed)."""


class DecidedBy(StrEnum):
    """Who lets the money of a pool be spent."""

    ALL = "every partner"
    LEAD = "whoever leads"
    SHARES = "partners of more than a share of it"


class Entry(StrEnum):
    """What moves a partner's money in a pool."""

    PAID_IN = "paid in"
    SPENT = "spent"
    GIVEN_BACK = "given back"


@dataclass(frozen=True)
class Partner:
    """One partner: its organisation, its share in whole percent, and the need that its money is kept for, if any."""

    organisation: UUID
    percent: int
    kept_for: str = ""


@dataclass(frozen=True)
class Pool:
    """What partners agreed: shares that come to a hundred, who leads, who decides, from when until when."""

    partners: tuple[Partner, ...]
    lead: UUID
    decided_by: DecidedBy
    starts: date
    ends: date
    more_than: int = 50

    def partner(self, organisation: UUID) -> Partner | None:
        """A partner of it, None for whoever is none."""
        return next((one for one in self.partners if one.organisation == organisation), None)


def pooled(said: Declared[Answer]) -> Finding:
    """What a model says of pooled budgets; one that is silent bars nothing."""
    words = {
        True: "The operating model pools budgets with other local services",
        False: "The operating model pools no budgets",
    }
    silent = "The operating model does not say whether budgets are pooled"
    is_yes = said.value.is_yes
    return Finding(
        "pooled budgets", said.ground.clause, words[is_yes] if isinstance(is_yes, bool) else silent
    )


def check_pool(pool: Pool) -> None:
    """Refuse partners that are one or too many, named twice, of no share, not a hundred together, without whoever leads, or for no time."""
    named = [one.organisation for one in pool.partners]
    if not 2 <= len(named) <= MOST_PARTNERS:
        raise Refused(f"A pool has from 2 to {MOST_PARTNERS} partners.", field="partners")
    if len(set(named)) != len(named):
        raise Refused("Each partner is named once.", field="partners")
    if pool.lead not in named:
        raise Refused("Whoever leads is a partner.", field="partners")
    if any(not 1 <= one.percent <= 99 for one in pool.partners):
        raise Refused("Each share is a whole percent from 1 to 99.", field="partners")
    together = sum(one.percent for one in pool.partners)
    if together != 100:
        raise Refused(f"The shares come to {together} percent; expected 100.", field="partners")
    if pool.ends <= pool.starts:
        raise Refused("It must end after it begins.", field="ends")
    if not 1 <= pool.more_than <= 99:
        raise Refused("Give a whole percent from 1 to 99.", field="more_than")


@dataclass(frozen=True)
class Moved:
    """One line of the ledger: whose money, what moved it, and how many pence."""

    organisation: UUID
    entry: Entry
    pence: int


def balances(pool: Pool, moved: Iterable[Moved]) -> dict[UUID, int]:
    """What of each partner's money is left, in pence."""
    left = {one.organisation: 0 for one in pool.partners}
    for line in moved:
        left[line.organisation] += line.pence if line.entry is Entry.PAID_IN else -line.pence
    return left


def split(pool: Pool, left: Mapping[UUID, int], need: str, pence: int) -> dict[UUID, int]:
    """Whose money a spending is, in pence by partner; refused where those whose money may go to this need have not enough.

    By the shares of those partners. Where one has not enough left, the others carry the rest by theirs; odd pence go to the largest
    remainders, then to the earlier named.
    """
    if pence < 1:
        raise Refused("Give an amount above nought.", field="amount")
    may = [one for one in pool.partners if one.kept_for in {"", need}]
    there = sum(left[one.organisation] for one in may)
    if there < pence:
        raise Refused(
            f"£{there / 100:,.2f} may be spent on this need; £{pence / 100:,.2f} is asked.", field="amount"
        )
    given = {one.organisation: 0 for one in may}
    todo, open_ = pence, [one for one in may if left[one.organisation]]
    while todo:
        parts = _by_shares(open_, todo)
        for one in open_:
            given[one.organisation] += min(
                parts[one.organisation], left[one.organisation] - given[one.organisation]
            )
        todo = pence - sum(given.values())
        open_ = [one for one in open_ if given[one.organisation] < left[one.organisation]]
    return {who: part for who, part in given.items() if part}


def _by_shares(partners: Sequence[Partner], pence: int) -> dict[UUID, int]:
    together = sum(one.percent for one in partners)
    exact = [Fraction(pence * one.percent, together) for one in partners]
    parts = [int(one) for one in exact]
    odd = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))[: pence - sum(parts)]
    for at in odd:
        parts[at] += 1
    return {one.organisation: part for one, part in zip(partners, parts, strict=True)}


@dataclass(frozen=True)
class Votes:
    """The partners that voted for a spending and against it; whoever says nothing has not voted."""

    agreed: frozenset[UUID] = field(default_factory=frozenset)
    against: frozenset[UUID] = field(default_factory=frozenset)


def is_agreed(pool: Pool, votes: Votes) -> bool | None:
    """Whether a spending was agreed by the rule of its pool: None while it hangs on who has not voted."""
    if pool.decided_by is DecidedBy.LEAD:
        return True if pool.lead in votes.agreed else False if pool.lead in votes.against else None
    if pool.decided_by is DecidedBy.ALL:
        if votes.against:
            return False
        return True if votes.agreed >= {one.organisation for one in pool.partners} else None
    weights = {one.organisation: one.percent for one in pool.partners}
    agreed, against = (sum(weights[who] for who in side) for side in (votes.agreed, votes.against))
    if agreed > pool.more_than:
        return True
    return False if 100 - against <= pool.more_than else None


def check_joined(pool: Pool, joined: Iterable[UUID]) -> None:
    """Refuse money in a pool that not every partner has joined."""
    missing = len({one.organisation for one in pool.partners} - set(joined))
    if missing:
        raise Refused(f"{missing} of its partners {'has' if missing == 1 else 'have'} not joined it yet.")


def check_paid_in(pool: Pool, day: date, pence: int) -> None:
    """Refuse to pay in before it begins or after it has ended, and nothing."""
    if not pool.starts <= day <= pool.ends:
        raise Refused(f"Money is paid in from {pool.starts:%-d %B %Y} to {pool.ends:%-d %B %Y}.")
    if pence < 1:
        raise Refused("Give an amount above nought.", field="amount")


def check_given_back(pool: Pool, day: date, left: int, pence: int) -> None:
    """Refuse to give back before the pool has ended, or more than a partner has left."""
    if day <= pool.ends:
        raise Refused(f"What is left is given back once it has ended, after {pool.ends:%-d %B %Y}.")
    if not 1 <= pence <= left:
        raise Refused(f"£{left / 100:,.2f} of its money is left.", field="amount")
