"""What the value page shows: an effect with its interval turned into people, pounds and pounds for each pound."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.faces.web.look import charts
from throughcare.foundation.kernel import Money, Refused

from . import studies
from .work import Found

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.compare.study import ModelResult, NotRun
    from throughcare.evidence.outcomes.value import Range, UnitCosts

Plain = dict[str, Any]
RANGES = ("avoided", "cost_per_avoided", "benefit", "benefit_cost", "net_benefit")


def price_list(on: date) -> UnitCosts:
    """The unit costs in force on a day."""
    from throughcare.evidence.outcomes.value import COST_OF_CRIME, unit_costs_on

    found: UnitCosts = unit_costs_on(COST_OF_CRIME, on).table
    return found


def valued(*, tables: str, service: str, cost: str, kind: str, multiplier: str, made: str, on: str) -> Found:
    """Value one service's effect on how often people reoffend, by both models, at a cost for each person."""
    put, prices = studies.put_forward(tables, service), price_list(date.fromisoformat(on))
    unit = prices.of(kind)
    result = outcomes.compare_people(put.columns, put.study, on=date.fromisoformat(on))
    asked = (Decimal(cost), unit, Decimal(multiplier))
    models = [_model(one, *asked) for one in (result.static, result.static_and_dynamic)]
    shown = {
        "kind": kind,
        "unit": str(unit.amount.amount),
        "label": unit.label,
        "source": prices.source,
        "prices": prices.prices,
        "cost": cost,
        "multiplier": multiplier,
        "models": models,
        "lost": put.lost,
    }
    return Found(shown, _drawn(models))


def _model(model: ModelResult | NotRun, cost: Decimal, unit: Any, multiplier: Decimal) -> Plain:
    from throughcare.evidence.outcomes.compare.study import NotRun

    if isinstance(model, NotRun):
        return {"name": model.name, "because": model.because}
    [effect] = [o.effect for o in model.outcomes if o.outcome.measure is outcomes.Measure.FREQUENCY]
    people = model.balance.treated_matched
    try:
        found = outcomes.value_of(
            effect, people=people, cost=Money(cost * people), unit_cost=unit, multiplier=multiplier
        )
    except Refused as refusal:
        return {"name": model.name, "because": refusal.because}
    return {
        "name": model.name,
        "people": people,
        "cost": str(found.cost.amount),
        "each": str(found.cost_per_person.amount),
        "effect": [effect.difference, effect.interval.low, effect.interval.high],
        "break_even": str(found.break_even),
        **{name: _ends(getattr(found, name)) for name in RANGES},
    }


def _ends(found: Range) -> list[str | None]:
    return [None if one is None else str(one) for one in (found.estimate, found.low, found.high)]


def _drawn(models: list[Plain]) -> dict[str, bytes]:
    estimates = [
        charts.Estimate(one["name"], *(round(float(end), 2) for end in one["benefit_cost"]))
        for one in models
        if "benefit_cost" in one and None not in one["benefit_cost"]
    ]
    if not estimates:
        return {}
    return {
        "benefit": charts.intervals(
            "Benefit for each pound", estimates, unit="pounds for each pound", line_at=1
        )
    }
