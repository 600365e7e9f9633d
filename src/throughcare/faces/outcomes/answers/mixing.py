"""What the page of rates adjusted by a predictor shows: observed, predicted, and what is left when the mix is allowed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.evidence.extracts import store
from throughcare.faces.web.look import charts
from throughcare.foundation.kernel import Refused

from .measuring import label_of
from .work import Found

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.measure.definition import Definition
    from throughcare.evidence.outcomes.measure.results import Result
    from throughcare.evidence.outcomes.measure.tables import Tables

Plain = dict[str, Any]


def adjusted_by_predictor(*, tables: str, definition: str, by: str, made: str) -> Found:
    """Each group's rate corrected for who is in it; the baseline is everybody in the same cohorts."""
    return store.in_turn(tables, lambda held: _adjusted(held, outcomes.definition(definition), by))


def _adjusted(held: Tables, counted_by: Definition, by: str) -> Found:
    given: dict[str, Any] = {"engine": "duckdb", "within": counted_by.in_force}
    whole = outcomes.reoffending(held, counted_by, **given)
    if not whole.asked.has_predicted:
        raise Refused("These tables hold no predicted chances, so nothing can be adjusted by them.")
    if not whole.counts:
        raise Refused("Nobody in these tables enters a cohort of this definition.")
    everybody = whole.counts[()]
    if () in whole.withheld or everybody.predicted_known < counted_by.suppress_below:
        raise Refused("Too few people have a predicted chance to show anything of them.")
    baseline = everybody.predicted_sum / everybody.predicted_known
    broken = outcomes.reoffending(held, counted_by, by=(by,), **given)
    groups = [
        _group(broken, labels, baseline) for labels in sorted(broken.counts, key=lambda one: str(one[0]))
    ]
    observed = everybody.predicted_reoffended / everybody.predicted_known
    shown = {
        "known_to": held.known_to.isoformat(),
        "baseline": baseline,
        "known": everybody.predicted_known,
        "entries": everybody.entries,
        "observed": observed,
        "groups": groups,
    }
    return Found(shown, _drawn(groups, observed))


def _group(result: Result, labels: tuple[Any, ...], baseline: float) -> Plain:
    counts = result.counts[labels]
    named: Plain = {"labels": [None if value is None else str(value) for value in labels]}
    if labels in result.withheld_where_few(lambda one: one.predicted_known):
        return named | {"because": "suppressed"}
    found = outcomes.adjusted(counts, baseline_predicted=baseline)
    return named | {
        "observed": found.observed,
        "predicted": found.predicted,
        "known": found.known,
        "entries": found.entries,
        "adjusted": [found.adjusted.value, found.adjusted.low, found.adjusted.high],
    }


def _drawn(groups: list[Plain], observed: float) -> dict[str, bytes]:
    estimates = [
        charts.Estimate(label_of(one["labels"]), *(round(100 * part, 1) for part in one["adjusted"]))
        for one in groups
        if "adjusted" in one
    ]
    if not estimates:
        return {}
    title = "Reoffended, adjusted for who they are"
    return {
        "adjusted": charts.intervals(title, estimates, unit="% of entries", line_at=round(100 * observed, 1))
    }
