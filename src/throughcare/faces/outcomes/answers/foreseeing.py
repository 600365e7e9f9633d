"""What the forecast page shows: an early look at one cohort, what it foresees, and how such looks fared before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.evidence.extracts import store
from throughcare.evidence.outcomes.measure.forecast import forecast
from throughcare.faces.web.look import charts
from throughcare.foundation.kernel import Refused

from .work import Found

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.measure.definition import Definition
    from throughcare.evidence.outcomes.measure.tables import Tables

LOOKS = (3, 6, 9, 12, 15)
FINISHED = 8
"""How many finished cohorts an early look is scaled by."""
Plain = dict[str, Any]
Curves = dict[Any, dict[int, float]]


def foreseen(*, tables: str, definition: str, month: str, made: str) -> Found:
    """Foresee the newest cohort's final rate from its look at a month; where it is finished, say what came."""
    return store.in_turn(tables, lambda held: _foreseen(held, outcomes.definition(definition), month))


def _foreseen(held: Tables, counted_by: Definition, month: str) -> Found:
    if counted_by.proven_within is None or counted_by.proven_within.unit != "month":
        raise Refused("This definition has no wait for proof in months, so there is no early look at it.")
    last, at = counted_by.proven_within.count, int(month)
    curves, entries = _curves(held, counted_by, [*(m for m in LOOKS if m < last), last])
    newest = max((window for window, curve in curves.items() if at in curve), default=None)
    if newest is None:
        raise Refused("No cohort is large enough, or old enough, for a look at that month.")
    before = [
        curve for window, curve in sorted(curves.items()) if window < newest and last in curve and at in curve
    ]
    seen = {m: rate for m, rate in curves[newest].items() if m <= at}
    found = forecast(seen, entries[newest], before[-FINISHED:])
    final = [found.final.value, found.final.low, found.final.high]
    shown: Plain = {
        "known_to": held.known_to.isoformat(),
        "cohort": newest.isoformat(),
        "month": at,
        "last": last,
        "entries": entries[newest],
        "seen": sorted(seen.items()),
        "final": final,
        "maturity": found.maturity,
        "finished": found.finished,
        "unlike": found.from_unlikeness,
        "came": curves[newest].get(last),
        "before": [sorted(curve.items()) for curve in before[-FINISHED:]],
    }
    return Found(shown, {"forecast": _drawn(shown)})


def _curves(held: Tables, counted_by: Definition, months: list[int]) -> tuple[Curves, dict[Any, int]]:
    """Each cohort's rate as it stood after each number of months, cells too small left out, and its entries."""
    curves: Curves = {}
    entries: dict[Any, int] = {}
    for month in months:
        look = outcomes.reoffending(
            held,
            counted_by.interim(month),
            by=("window",),
            weights=False,
            engine="duckdb",
            within=counted_by.in_force,
        )
        for (window,), counts in look.counts.items():
            if (window,) not in look.withheld and counts.entries and not counts.awaiting:
                curves.setdefault(window, {})[month] = counts.reoffended / counts.entries
                entries[window] = counts.entries
    return curves, entries


def _drawn(shown: Plain) -> bytes:
    def percent(points: Any) -> list[tuple[float, float]]:
        return [(float(month), round(100 * rate, 2)) for month, rate in points]

    value, low, high = shown["final"]
    latest, last = shown["seen"][-1], shown["last"]
    lines = {
        "seen so far": percent([(0, 0.0), *shown["seen"]]),
        "foreseen": percent([latest, (last, value)]),
        "95% interval": percent([(last, low), latest, (last, high)]),
    }
    if shown["before"]:
        lines["a finished cohort"] = percent([(0, 0.0), *shown["before"][-1]])
    dots = {} if shown["came"] is None else {"what came": (float(last), round(100 * shown["came"], 2))}
    return charts.curves(
        "From an early look to the last", lines, across="months", unit="% reoffended", dots=dots
    )
