"""The nightly tool's own sums, kept so that its figures can be read and compared with ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_CUT_OFF = time(18, 30)
_WEDNESDAY_CUT_OFF = time(19, 30)
_WEDNESDAY = 2


@dataclass(frozen=True)
class TierCount:
    """Cases of one tier in one place, and how many of them are inactive and why."""

    total: int
    warrants: int
    unpaid_work: int
    overdue_termination: int


Weights = Mapping[str, int]


def tier_points(count: TierCount, points: int, weights: Weights, *, subtract_inactive: bool) -> Decimal:
    """Points of one tier, less the share of each inactive case that its weight (0 to 100) does not keep."""
    whole = Decimal(count.total * points)
    if not subtract_inactive:
        return whole
    inactive = {
        "warrants": count.warrants,
        "unpaid_work": count.unpaid_work,
        "overdue_termination": count.overdue_termination,
    }
    kept = {kind: min(100, max(0, weights.get(kind, 0))) for kind in inactive}
    lost = sum(number * points * (100 - kept[kind]) for kind, number in inactive.items())
    return whole - Decimal(lost) / 100


def sexual_risk_points(
    licence: int, community: int, licence_weight: Decimal, community_weight: Decimal
) -> Decimal:
    """Points of assessments of sexual risk (ARMS), by where the sentence is served."""
    return licence * licence_weight + community * community_weight


def parole_points(completed_in_30_days: int, points: int, *, enabled: bool) -> int:
    """Points of parole reports completed in the last thirty days; none where the rule is switched off."""
    return completed_in_30_days * points if enabled else 0


@dataclass(frozen=True)
class NightlyParts:
    """What the nightly total is made of; the 2021 rule added the last two, the present one omits them."""

    tiers: Decimal
    standard_reports: int
    fast_reports: int
    parole: int = 0
    sexual_risk: Decimal = Decimal(0)

    @property
    def total(self) -> int:
        """Every part together, rounded half up to a whole point."""
        whole = self.tiers + self.standard_reports + self.fast_reports + self.parole + self.sexual_risk
        return int(whole.quantize(Decimal(1), ROUND_HALF_UP))


def tiers_together(
    groups: Sequence[tuple[TierCount, int]], weights: Weights, *, subtract_inactive: bool
) -> Decimal:
    """Points of many tiers, each with the points one of its cases weighs."""
    each = (
        tier_points(count, points, weights, subtract_inactive=subtract_inactive) for count, points in groups
    )
    return sum(each, Decimal(0))


def working_window(at: datetime) -> tuple[datetime, datetime]:
    """The tool's own day that holds an instant: it ends at half past six, on Wednesday an hour later."""
    end = _cut_off(at)
    if at >= end:
        return end, _cut_off(at + timedelta(days=1))
    return _cut_off(at - timedelta(days=1)), end


def _cut_off(at: datetime) -> datetime:
    moment = _WEDNESDAY_CUT_OFF if at.weekday() == _WEDNESDAY else _CUT_OFF
    return at.replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)
