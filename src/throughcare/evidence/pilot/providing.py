"""A provider under contract: the fee that its volume earns, what it spends, its cash by week, and whether it fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from throughcare.commissioning.contracts.rules.agreed import Band, Fee, Volumes
from throughcare.commissioning.contracts.rules.fees import A_YEAR, month_fee, reconciled

Real = NDArray[np.float64]
WEEKS_A_YEAR: Final = 52
PENCE: Final = 100


@dataclass(frozen=True)
class Deal:
    """What was agreed and what holding people costs, in pounds; volume is people held.

    ``expected`` is the volume that the fee is for in each year, ``cost`` what one of them costs a year at that volume, ``price``
    what is paid for one; ``fixed`` the share of cost that does not move, ``margin`` the price of one person more or fewer.
    """

    expected: tuple[float, ...]
    cost: float
    price: float
    margin: float
    fixed: float
    fee_range: float
    fee_kept: float
    learning: float
    staff_lag_weeks: int
    reserve_weeks: float
    patience_weeks: int
    guaranteed: bool = False


def deal_of(
    said: Mapping[str, float], expected: Sequence[float], cost: float, *, guaranteed: bool = False
) -> Deal:
    """The deal that follows from what is assumed: the price is cost and margin, and moves with volume as it was believed cost does."""
    price = cost * (1 + said["margin"])
    return Deal(
        expected=tuple(expected),
        cost=cost,
        price=price,
        margin=price * (1 - said["fixed_believed"]),
        fixed=said["fixed"],
        fee_range=said["fee_range"],
        fee_kept=said["fee_kept"],
        learning=said["learning"],
        staff_lag_weeks=round(said["staff_lag_weeks"]),
        reserve_weeks=said["reserve_weeks"],
        patience_weeks=round(said["patience_weeks"]),
        guaranteed=guaranteed,
    )


@dataclass(frozen=True, eq=False)
class Ledger:
    """What came of a deal, week by week, in pounds: fees received, cost, cash at the end of the week; and when it failed.

    ``failed`` is the first week in which somebody else must step in (None: none was); what it would have had after is left out, and
    ``stepped_in`` is what the same people cost from then on.
    """

    fees: Real
    cost: Real
    cash: Real
    failed: int | None
    stepped_in: float

    @property
    def profit(self) -> float:
        """What was received less what was spent, up to the end or to the failure."""
        return float(self.fees.sum() - self.cost.sum())

    @property
    def weeks_below(self) -> int:
        """In how many weeks it had less than nothing."""
        return int((self.cash < 0).sum())


def year_paid(deal: Deal, year: int, volume: float) -> tuple[list[float], float]:
    """The twelve fees of a year of the term (from nought), and what is added or taken back at its end: by the contracts' own rules."""
    told = deal.expected[year]
    a_year = round(PENCE * deal.price * told)
    fee = Fee(a_year, learning=Decimal(repr(100 * deal.learning)))
    months = [month_fee(fee, A_YEAR * year + month) for month in range(A_YEAR)]
    price = round(PENCE * deal.margin)
    volumes = Volumes(
        weights={},
        lower=round(told * (1 - deal.fee_range)),
        upper=round(told * (1 + deal.fee_range)),
        above=(Band(price),),
        below=price,
        fixed_share=Decimal(repr(100 * deal.fee_kept)),
    )
    more = reconciled(volumes, sum(months), Fraction(volume).limit_denominator(1_000))
    return [one / PENCE for one in months], more / PENCE


def ledger(deal: Deal, held: Real) -> Ledger:
    """The ledger of whole years of people held, by week: fees monthly in arrears, settled at the year's end; staff follow with a lag."""
    years = len(held) // WEEKS_A_YEAR
    held = held[: years * WEEKS_A_YEAR]
    fees, told = np.zeros(len(held)), np.zeros(len(held))
    for year in range(years):
        first = year * WEEKS_A_YEAR
        told[first : first + WEEKS_A_YEAR] = deal.expected[year]
        months, more = year_paid(deal, year, float(held[first : first + WEEKS_A_YEAR].mean()))
        for month, fee in enumerate(months, 1):
            fees[first + -(-month * WEEKS_A_YEAR // A_YEAR) - 1] += fee
        fees[first + WEEKS_A_YEAR - 1] += more
    cost = deal.cost / WEEKS_A_YEAR * (deal.fixed * told + (1 - deal.fixed) * followed(deal, held))
    cash = deal.reserve_weeks * deal.cost * deal.expected[0] / WEEKS_A_YEAR + np.cumsum(fees - cost)
    failed = None if deal.guaranteed else fails(cash, deal.patience_weeks)
    after = 0.0 if failed is None else float(cost[failed:].sum())
    return Ledger(fees[:failed], cost[:failed], cash[:failed], failed, after)


def followed(deal: Deal, held: Real) -> Real:
    """The people that staff are there for: those of some weeks ago, and as many as were expected before there were any."""
    lag = min(deal.staff_lag_weeks, len(held))
    return np.concatenate([np.full(lag, deal.expected[0]), held[: len(held) - lag]])


def fails(cash: Real, patience: int) -> int | None:
    """The week after so many running below nothing; None where there is none."""
    running = 0
    for week, amount in enumerate(cash):
        running = running + 1 if amount < 0 else 0
        if running >= max(patience, 1):
            return week + 1 if week + 1 < len(cash) else None
    return None
