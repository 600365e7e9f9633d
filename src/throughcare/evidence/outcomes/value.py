"""What a service is worth: cost a person, cost of each reoffence avoided, benefit over cost.

An effect is an interval, so everything reckoned from it is one too. When the interval reaches no
effect, the dearest a reoffence avoided may have cost has no limit, and that is what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from throughcare.foundation.kernel import Edition, Money, Period, Refused, edition_on

if TYPE_CHECKING:
    from .compare.effect import Effect

COST_OF_CRIME, COST_OF_REOFFENDING = "cost-of-crime", "cost-of-reoffending"


@dataclass(frozen=True)
class UnitCost:
    """Pounds for one thing, and whether anybody has checked the figure (``verified`` or ``assumed``)."""

    amount: Money
    label: str


@dataclass(frozen=True)
class UnitCosts:
    """A dated list of costs in one price year; ``totals`` are for a whole cohort, ``each`` for one crime."""

    name: str
    source: str
    prices: str
    follow_up: str
    components: tuple[str, ...]
    each: Mapping[str, UnitCost]
    totals: Mapping[str, UnitCost]

    def of(self, kind: str) -> UnitCost:
        """The cost of one kind; refused with the kinds there are."""
        if kind not in self.each:
            known = ", ".join(sorted(self.each)) or "none"
            raise Refused(f"{self.name} has no unit cost for {kind}; it has {known}", field="kind")
        return self.each[kind]


@cache
def unit_costs(series: str) -> tuple[Edition[UnitCosts], ...]:
    """Every edition of a series of unit costs in the package."""
    folder = files(__package__).joinpath("unit_costs")
    names = sorted(one.name for one in folder.iterdir() if one.name.startswith(f"{series}-"))
    if not names:
        raise Refused(f"there is no series of unit costs named {series}", field="series")
    return tuple(
        _edition(yaml.safe_load(folder.joinpath(name).read_text(encoding="utf-8"))) for name in names
    )


def unit_costs_on(series: str, day: date) -> Edition[UnitCosts]:
    """The edition of a series in force on a day."""
    return edition_on(unit_costs(series), day)


@dataclass(frozen=True)
class Range:
    """An estimate with its interval. ``None`` for an end, or for the estimate, means that it has no limit."""

    estimate: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Value:
    """What one service's effect is worth beside its cost.

    ``avoided`` is people or reoffences that did not happen; ``cost_per_avoided`` in pounds, its ends
    reversed, as avoiding more makes each cheaper; ``benefit_cost`` pounds of benefit for one of cost;
    ``break_even`` the number that must be avoided for the service to pay for itself.
    """

    cost: Money
    cost_per_person: Money
    avoided: Range
    cost_per_avoided: Range
    benefit: Range
    benefit_cost: Range
    net_benefit: Range
    break_even: Decimal
    unit_cost: UnitCost


def value_of(effect: Effect, *, people: int, cost: Money, unit_cost: UnitCost, multiplier: Decimal) -> Value:
    """Value of an effect on so many people at a whole cost, each thing avoided saving its unit cost.

    ``multiplier`` is how many crimes happen for each proven reoffence; 1 counts the proven ones only.
    """
    if people < 1 or cost.amount < 0:
        raise Refused("value needs at least one person and a cost of nothing or more", field="people")
    worth = unit_cost.amount.amount * multiplier
    if worth <= 0:
        raise Refused("a thing avoided must be worth more than nothing", field="unit_cost")
    avoided = Range(
        *(_exact(-end) * people for end in (effect.difference, effect.interval.high, effect.interval.low))
    )
    benefit = _scaled(avoided, worth)
    return Value(
        cost=cost,
        cost_per_person=Money(cost.amount / people, cost.currency).to_the_penny(),
        avoided=avoided,
        cost_per_avoided=_each(cost.amount, avoided),
        benefit=benefit,
        benefit_cost=_over(benefit, cost.amount),
        net_benefit=_scaled(benefit, Decimal(1), less=cost.amount),
        break_even=cost.amount / worth,
        unit_cost=unit_cost,
    )


def _exact(number: float) -> Decimal:
    return Decimal(repr(float(number)))


def _scaled(given: Range, times: Decimal, less: Decimal = Decimal(0)) -> Range:
    ends = (given.estimate, given.low, given.high)
    return Range(*(None if end is None else end * times - less for end in ends))


def _over(benefit: Range, cost: Decimal) -> Range:
    """Benefit for each pound; without limit when the service cost nothing."""
    return Range(None, None, None) if cost == 0 else _scaled(benefit, 1 / cost)


def _each(cost: Decimal, avoided: Range) -> Range:
    """Pounds for each avoided; an end at which nothing is avoided has no limit, and neither has its cost."""

    def of(number: Decimal | None) -> Decimal | None:
        return cost / number if number is not None and number > 0 else None

    return Range(of(avoided.estimate), of(avoided.high), of(avoided.low))


def _edition(entry: Mapping[str, Any]) -> Edition[UnitCosts]:
    period = Period(entry["in_force"]["start"], entry["in_force"].get("end"))
    each = {
        kind: UnitCost(Money(Decimal(one["amount"])), one["label"])
        for kind, one in entry.get("each", {}).items()
    }
    totals = {
        kind: UnitCost(Money(Decimal(one["amount"]) * 10**9), one["label"])
        for kind, one in entry.get("totals_bn", {}).items()
    }
    table = UnitCosts(
        name=entry["name"],
        source=entry["source"],
        prices=entry["prices"],
        follow_up=entry["follow_up"],
        components=tuple(entry["components"]),
        each=each,
        totals=totals,
    )
    return Edition(entry["name"], period, table)
