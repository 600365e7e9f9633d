"""What terms come to in their first year when volumes, mix or the start are other than was thought: for both sides, in pence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .agreed import Agreement, Earns
from .fees import A_YEAR, month_fee, reconciled, to_the_penny, weighed

SHARES = (50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150)
"""Per cent of the volume that was thought, from half to half as much again."""
LATE = (0, 3, 6)
"""Months by which what is done starts late."""
_WHOLE = 100


@dataclass(frozen=True)
class Costs:
    """What a year costs the provider, in pence: whatever comes, and each thing that is done."""

    fixed: int
    each: int


@dataclass(frozen=True)
class Strained:
    """A year under one supposition: what the buyer pays, what it costs the provider, and what each unit came to."""

    supposed: str
    counts: Mapping[Earns, int]
    paid: int
    cost: int

    @property
    def left(self) -> int:
        """What is left to the provider, below nothing where it loses."""
        return self.paid - self.cost

    @property
    def each(self) -> int | None:
        """What the buyer pays for each thing done; None where nothing was."""
        done = sum(self.counts.values())
        return to_the_penny(Fraction(self.paid, done)) if done else None


def year_paid(agreed: Agreement, counts: Mapping[Earns, int]) -> int:
    """What the first year comes to when so much is done: fee, prices and volume, with every service level met."""
    months = min(A_YEAR, agreed.months)
    fee = sum(month_fee(agreed.fee, month) for month in range(months))
    prices = sum(price * counts.get(kind, 0) for kind, price in agreed.prices.items())
    if agreed.volumes is None:
        return fee + prices
    return fee + prices + reconciled(agreed.volumes, fee, weighed(agreed.volumes, dict(counts)), months)


def strained(agreed: Agreement, thought: Mapping[Earns, int], costs: Costs) -> list[Strained]:
    """The first year at half the volume to half as much again, with each kind alone moved, and with a late start."""
    found = [
        _under(agreed, f"{share} per cent of the volume", _times(thought, share), costs) for share in SHARES
    ]
    for kind in thought:
        for share in (50, 150):
            moved = {**thought, kind: _part(thought[kind], share, _WHOLE)}
            found.append(_under(agreed, f"{share} per cent of “{kind.value}” alone", moved, costs))
    for late in LATE[1:]:
        fewer = {kind: _part(count, A_YEAR - late, A_YEAR) for kind, count in thought.items()}
        found.append(_under(agreed, f"a start {late} months late", fewer, costs))
    return found


def most_at_risk(agreed: Agreement) -> int:
    """The most that service levels can take in the first year, in pence."""
    fee = sum(month_fee(agreed.fee, month) for month in range(min(A_YEAR, agreed.months)))
    every = min(Fraction(agreed.credit_cap), sum((Fraction(one.most) for one in agreed.levels), Fraction(0)))
    return to_the_penny(fee * every / _WHOLE)


def _under(agreed: Agreement, supposed: str, counts: Mapping[Earns, int], costs: Costs) -> Strained:
    cost = costs.fixed + costs.each * sum(counts.values())
    return Strained(supposed, counts, year_paid(agreed, counts), cost)


def _times(thought: Mapping[Earns, int], share: int) -> dict[Earns, int]:
    return {kind: _part(count, share, _WHOLE) for kind, count in thought.items()}


def _part(count: int, share: int, of: int) -> int:
    return int(Fraction(count * share, of))
