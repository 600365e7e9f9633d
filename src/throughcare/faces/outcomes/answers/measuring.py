"""What the page of one measure shows, in plain values: the cohort, its figures, places in a funnel, time to first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from throughcare.evidence import outcomes
from throughcare.evidence.extracts import store
from throughcare.faces.web.look import charts
from throughcare.foundation.kernel import Permission, Refused

from .words import name_of
from .work import Found, reached

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.measure.definition import Definition
    from throughcare.evidence.outcomes.measure.funnel import Funnel
    from throughcare.evidence.outcomes.measure.results import Cell, Result
    from throughcare.evidence.outcomes.measure.survival import Survival
    from throughcare.evidence.outcomes.measure.tables import Tables

NUMBERS = ("entries", "people", "awaiting", "reoffended", "reoffences")
FIGURES = ("binary", "per_person", "per_reoffending_person", "severity_per_person")
SPLIT_BY = ("sex", "kind")
STEPS = 5
"""Everybody, the breakdown, year by year, the change split, the charts: what a page that waits is told."""
Plain = dict[str, Any]


def measured(*, tables: str, definition: str, by: str, made: str) -> Found:
    """Measure a source by one definition, with a breakdown; ``made`` tells one making of the tables from another."""
    return store.in_turn(tables, lambda held: _measured(held, outcomes.definition(definition), by))


def _measured(held: Tables, counted_by: Definition, by: str) -> Found:
    given: dict[str, Any] = {"engine": "duckdb", "within": counted_by.in_force}
    whole = outcomes.reoffending(held, counted_by, survival=True, milestones=True, **given)
    if not whole.counts:
        raise Refused("Nobody in these tables enters a cohort of this definition.")
    reached(1, STEPS)
    broken = outcomes.reoffending(held, counted_by, by=(by,), survival=True, **given)
    reached(2, STEPS)
    drawn: dict[str, bytes] = {}
    series = _series(held, counted_by.family)
    reached(3, STEPS)
    split = _split(held, counted_by, given)
    reached(4, STEPS)
    shown: Plain = {
        "known_to": held.known_to.isoformat(),
        "columns": list(broken.asked.event_columns) + list(broken.asked.people_columns),
        "whole": plain_cell(whole.cells[0]),
        "cells": [plain_cell(cell) for cell in broken.cells],
        "on_the_way": [_on_the_way(one) for one in whole.on_the_way],
        "survival": _survival(whole, drawn),
        "series": series,
        "funnel": _funnel(broken, drawn)
        if by not in {"window", "year"}
        else {"because": "A funnel compares places or groups, not years."},
        "split": split,
    }
    _draw_cells(broken, drawn)
    return Found(shown, drawn)


def people_in(*, tables: str, definition: str, by: str, made: str, cell: int) -> Found:
    """The extract's numbers of the people in one cell of a breakdown; asked only for those who may drill.

    ``told`` is how many they are where the cell itself may be shown; how few a withheld cell holds is not told.
    """
    return store.in_turn(tables, lambda held: _people_in(held, outcomes.definition(definition), by, cell))


def _people_in(held: Tables, counted_by: Definition, by: str, cell: int) -> Found:
    result = outcomes.reoffending(held, counted_by, by=(by,), engine="duckdb", within=counted_by.in_force)
    if cell >= len(result.cells):
        raise Refused("There is no such cell. Choose one from the table of measures.")
    labels = dict(result.cells[cell].labels)
    numbers = result.people_in(may={Permission.DRILL_TO_PEOPLE}, **labels)
    told = len(numbers) if tuple(labels.values()) not in result.withheld else None
    said = [None if v is None else str(v) for v in labels.values()]
    return Found({"labels": said, "numbers": numbers, "told": told})


def plain_cell(cell: Cell) -> Plain:
    """One cell as values that can be kept: a number, an estimate as three, or the words why neither."""
    shown: Plain = {"labels": [None if v is None else str(v) for v in cell.labels.values()]}
    for name in NUMBERS:
        value = getattr(cell, name)
        shown[name] = value if isinstance(value, int) else str(value)
    for name in FIGURES:
        shown[name] = figure(getattr(cell, name))
    return shown


def figure(found: Any) -> list[float] | str:
    """An estimate as value, low and high; otherwise why there is none."""
    if isinstance(found, outcomes.Estimate):
        return [found.value, found.low, found.high]
    return str(found)


def _on_the_way(one: Any) -> Plain:
    known = one.known if isinstance(one.known, int) else str(one.known)
    return {"outcome": one.outcome, "known": known, "achieved": figure(one.achieved)}


def _draw_cells(result: Result, drawn: dict[str, bytes]) -> None:
    """The binary rate of every cell that may be shown."""
    estimates = [
        charts.Estimate(label_of(plain["labels"]), *(round(100 * part, 1) for part in plain["binary"]))
        for plain in map(plain_cell, result.cells)
        if isinstance(plain["binary"], list)
    ]
    if estimates:
        drawn["cells"] = charts.intervals(
            "People who reoffended", estimates, unit="% of entries", line_at=None
        )


def label_of(labels: list[str | None]) -> str:
    """A cell's labels in words, as a chart has them."""
    return name_of(labels)


def _survival(whole: Result, drawn: dict[str, bytes]) -> Plain:
    found = whole.survival()
    if isinstance(found, str) or not found.steps:
        return {"because": "Nobody reoffended, or too few people to show."}
    days = [d for d in (30, 61, 91, 182, 273, 365) if d <= found.watched_to]
    points = [[day, *_three(found, day)] for day in days]
    start = (0.0, 100.0)
    drawn["survival"] = charts.curves(
        "Time to the first reoffence",
        {
            "not reoffended": [start, *((float(s.day), 100 * s.free.value) for s in found.steps)],
            "95% interval": [
                *((float(s.day), 100 * s.free.low) for s in reversed(found.steps)),
                start,
                *((float(s.day), 100 * s.free.high) for s in found.steps),
            ],
        },
        across="days since the start",
        unit="% not reoffended",
    )
    return {"points": points, "median": found.median, "entries": found.entries}


def _three(found: Survival, day: int) -> list[float]:
    free = found.free_at(day)
    return [free.value, free.low, free.high]


def _funnel(result: Result, drawn: dict[str, bytes]) -> Plain:
    held = {
        label_of([None if v is None else str(v) for v in labels]): counts
        for labels, counts in result.counts.items()
        if labels not in result.withheld
    }
    try:
        found = outcomes.funnel(held)
    except Refused as refusal:
        return {"because": f"There is no funnel: {refusal.because}."}
    drawn["funnel"] = _draw_funnel(found)
    places = [[p.name, p.entries, p.value, str(p.standing)] for p in found.places]
    return {"target": found.target, "spread": found.spread, "places": places}


def _draw_funnel(found: Funnel) -> bytes:
    limits = {"99.8% limits": ("low_alarm", "high_alarm"), "95% limits": ("low_warning", "high_warning")}
    lines = {"target": [(float(one.entries), 100 * found.target) for one in found.limits]}
    for name, (
        low,
        high,
    ) in limits.items():  # one line from the largest place along the lower limit and back along the upper
        below = [(float(one.entries), 100 * getattr(one, low)) for one in reversed(found.limits)]
        lines[name] = below + [(float(one.entries), 100 * getattr(one, high)) for one in found.limits]
    places = {p.name: (float(p.entries), 100 * p.value) for p in found.places}
    return charts.curves("Funnel about the target", lines, across="entries", unit="% reoffended", dots=places)


def _series(held: Tables, family: str) -> list[Plain]:
    """The binary rate of each year by the definition in force, with a break wherever the rules change."""
    rows: list[Plain] = []
    for result, gap in outcomes.series(held, family, by=("year",), weights=False, engine="duckdb"):
        if gap is not None:
            rows.append({"break": list(gap.differing), "before": gap.before, "after": gap.after})
        rows += [
            {"year": c["labels"][0], "definition": result.definition.title, **c}
            for c in map(plain_cell, result.cells)
        ]
    return rows


def _split(held: Tables, counted_by: Definition, given: Mapping[str, Any]) -> Plain:
    """The change from the first complete year to the last, split into what people did and who they were."""
    by = ("year", *SPLIT_BY)
    missing = [
        name for name in SPLIT_BY if name not in {*held.columns("index_events"), *held.columns("people")}
    ]
    if missing:
        return {"because": f"The change cannot be split: these tables do not hold {' and '.join(missing)}."}
    try:
        result = outcomes.reoffending(held, counted_by, by=by, weights=False, **given)
    except Refused as refusal:
        return {"because": f"The change cannot be split: {refusal.because}."}
    years = _whole_years(result)
    if len(years) < 2:
        return {
            "because": "The change cannot be split: two years are needed in which every group may be shown, beside what was answered before."
        }
    first, last = min(years), max(years)
    parts = outcomes.split_change(years[first], years[last], SPLIT_BY)
    return {
        "first": first,
        "last": last,
        "change": parts.change,
        "rate": parts.rate,
        "make_up": dict(parts.make_up),
    }


def _whole_years(result: Result) -> dict[str, dict[tuple[Any, ...], tuple[int, int]]]:
    """The years in which every group of the split has people enough to be shown, with entries and reoffenders."""
    strata: dict[str, dict[tuple[Any, ...], tuple[int, int]]] = {}
    small = set()
    for labels, counts in result.counts.items():
        year = str(labels[0])
        if labels in result.withheld or counts.entries == 0 or counts.awaiting:
            small.add(year)
        strata.setdefault(year, {})[labels[1:]] = (counts.entries, counts.reoffended)
    everything = {group for groups in strata.values() for group in groups}
    return {
        year: groups for year, groups in strata.items() if year not in small and set(groups) == everything
    }
