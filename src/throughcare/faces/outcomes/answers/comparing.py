"""What a comparison report shows, in plain values: both models, their balance, effects, sensitivity and words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.faces.web.look import charts

from . import studies
from .work import Found

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.compare.study import ModelResult, NotRun, OutcomeResult

Plain = dict[str, Any]


def compared(*, tables: str, service: str, made: str, on: str) -> Found:
    """Compare people who had a service with people like them who had not, by both models, always."""
    put = studies.put_forward(tables, service)
    result = outcomes.compare_people(put.columns, put.study, on=date.fromisoformat(on))
    drawn: dict[str, bytes] = {}
    models = [
        _model(place, one, drawn) for place, one in enumerate((result.static, result.static_and_dynamic))
    ]
    _draw_effects(models, drawn)
    shown = {
        "standards": result.standards,
        "agree": result.agree,
        "doubt": result.doubt,
        "lost": put.lost,
        "truth": put.truth,
        "models": models,
    }
    return Found(shown, drawn)


def _model(place: int, model: ModelResult | NotRun, drawn: dict[str, bytes]) -> Plain:
    from throughcare.evidence.outcomes.compare.study import NotRun

    if isinstance(model, NotRun):
        return {"name": model.name, "because": model.because}
    balance = model.balance
    love = {name: {"before": before, "after": after} for name, before, after in balance.love_plot()}
    drawn[f"love{place}"] = charts.dots("How alike the groups are", love, unit="standard deviations apart")
    return {
        "name": model.name,
        "covariates": list(model.covariates),
        "treated": balance.treated,
        "treated_matched": balance.treated_matched,
        "comparison": balance.comparison,
        "comparison_used": balance.comparison_used,
        "effective": balance.comparison_effective,
        "quality": model.quality.value,
        "worst": balance.worst.covariate,
        "shared": balance.overlap_after.shared,
        "widest": model.widest_pair,
        "caliper": model.caliper,
        "balance": [
            [
                c.covariate,
                c.treated_mean,
                c.comparison_mean_before,
                c.comparison_mean_after,
                c.standardised_before,
                c.standardised_after,
                c.variance_ratio_after,
            ]
            for c in balance.covariates
        ],
        "outcomes": [_outcome(one) for one in model.outcomes],
    }


def _outcome(one: OutcomeResult) -> Plain:
    effect, wording = one.effect, one.wording
    bounds = one.bounds
    return {
        "outcome": one.outcome.column,
        "measure": one.outcome.measure.value,
        "treated_rate": effect.treated_rate,
        "comparison_rate": effect.comparison_rate,
        "difference": [effect.difference, effect.interval.low, effect.interval.high],
        "ratio": [effect.ratio, effect.ratio_interval.low, effect.ratio_interval.high],
        "p": one.corrected_p,
        "sets": effect.sets,
        "method": effect.method,
        "e_value": [one.e_value.of_estimate, one.e_value.of_interval],
        "bounds": None
        if bounds is None
        else {
            "survives": bounds.survives,
            "alpha": bounds.alpha,
            "rows": [list(r) for r in zip(bounds.gammas, bounds.p_values, strict=True)],
        },
        "verdict": wording.verdict.value,
        "sentence": wording.sentence,
        "may_say": list(wording.may_say),
        "may_not_say": list(wording.may_not_say),
    }


def _draw_effects(models: list[Plain], drawn: dict[str, bytes]) -> None:
    """Each measure's difference under both models, with the line of no difference."""
    for name, scale, unit in (("binary", 100, "percentage points"), ("frequency", 1, "reoffences a person")):
        rows = [
            charts.Estimate(model["name"], *(round(scale * part, 2) for part in one["difference"]))
            for model in models
            for one in model.get("outcomes", ())
            if one["measure"] == name
        ]
        drawn[f"effect-{name}"] = charts.intervals(f"Difference, {name}", rows, unit=unit, line_at=0)
