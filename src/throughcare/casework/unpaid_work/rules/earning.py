"""Hours earned off by early compliance: from a share of the order worked without a failure, each further hour takes off a part.

Sentencing Act 2026, section 37.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from .terms import Earning
from .words import Scheme


@dataclass(frozen=True)
class Earned:
    """Where somebody stands: minutes earned off now, the most they can come to, and, when they ceased to earn, since which day."""

    scheme: Scheme
    minutes: Decimal
    most: Decimal
    ceased_on: date | None = None


def most_earned(ordered: Decimal, earning: Earning) -> Decimal:
    """The most that can be earned off an order, in its own unit: what is worked and what is earned together make the whole."""
    return ordered - (ordered + earning.per_hour * earning.from_share * ordered) / (1 + earning.per_hour)


def earned_for(ordered: Decimal, worked: Decimal, earning: Earning) -> Decimal:
    """What so much worked has earned off, in the order's own unit; never more than the most."""
    beyond = earning.per_hour * (worked - earning.from_share * ordered)
    return min(most_earned(ordered, earning), max(Decimal(0), beyond))


@dataclass(frozen=True)
class Day:
    """What one day brought: minutes worked that earn, and whether it was a failure to attend without excuse, or being sent home."""

    on: date
    worked: int = 0
    failed: bool = False


def stands_in(scheme: Scheme, ordered: Decimal, worked: Decimal, earning: Earning) -> tuple[Decimal, Decimal]:
    """What is earned off now, and what it can come to: what ceased to earn stays as it is, and what never earns comes to nothing."""
    if scheme is Scheme.INELIGIBLE:
        return Decimal(0), Decimal(0)
    now = earned_for(ordered, worked, earning)
    return now, now if scheme is Scheme.DISQUALIFIED else most_earned(ordered, earning)


def earned(ordered: int, days: Sequence[Day], earning: Earning | None, *, eligible: bool) -> Earned:
    """What an order of minutes has earned off, from its days.

    A failure before the threshold is first reached ends it for good. One after it ends it only where the terms say so, and
    then what was earned by then stays.
    """
    if earning is None or not eligible:
        return Earned(Scheme.INELIGIBLE, Decimal(0), Decimal(0))
    whole, worked, ceased = Decimal(ordered), Decimal(0), None
    threshold = earning.from_share * whole
    for day in sorted(days, key=lambda one: one.on):
        if day.failed and (worked < threshold or earning.ends_on_late_failure):
            ceased = day.on
            break
        worked += day.worked
    reached = Scheme.QUALIFYING if worked >= threshold else Scheme.ELIGIBLE
    scheme = Scheme.DISQUALIFIED if ceased else reached
    now, most = stands_in(scheme, whole, worked, earning)
    return Earned(scheme, now, most, ceased)


def whole_minutes(earned_off: Decimal) -> int:
    """Minutes to take off an order: the whole ones."""
    return int(earned_off.to_integral_value(rounding=ROUND_FLOOR))
