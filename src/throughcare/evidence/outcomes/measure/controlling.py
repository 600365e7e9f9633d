"""What may be answered to a question, in the light of what was answered of the same tables before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from throughcare.foundation.kernel import Period

from .answered import Answered
from .moments import Label, Labels, Moments
from .question import CALENDAR_COLUMNS, Question
from .spaces import Asked
from .suppression import Suppression, Told

Counts = Mapping[Labels, Moments]

_DAY = "day of the event"
"""The column of stretches of days, where questions choose different ones."""
_EARLIEST = date(1900, 1, 1)


def controlled(
    asked: Question, counts: Counts, before: Iterable[Answered], count: Callable[[Question], Counts]
) -> Answered:
    """What may be answered to a question with these counts, after others; ``count`` counts by more columns.

    Earlier answers by windows or years of another calendar are looked at apart. Definitions are taken to
    count the same people: a cell that one withheld is not given away by another.
    """
    calendar = (asked.definition.cohort_months, asked.definition.first_month)
    earlier = [
        one
        for one in dict.fromkeys(before)
        if one.calendar == calendar or not one.columns & set(CALENDAR_COLUMNS)
    ]
    stretches = _stretches([asked.within, *(one.within for one in earlier)])
    now = _table(asked.by, asked.where, asked.within, stretches)
    columns = sorted(now.columns.union(*(one.columns for one in earlier)) - {_DAY})
    if set(columns) == set(asked.by) and not stretches:
        columns, found = list(asked.by), counts
    else:
        found = _counted_finely(asked, columns, stretches, count)
        columns = [*columns, *([_DAY] if stretches else [])]
    rule = Suppression(asked.definition.suppress_below)
    few = frozenset(labels for labels, one in counts.items() if 0 < one.people < rule.below)
    tables = [_table(one.by, one.where, one.within, stretches) for one in earlier]
    withheld = rule.withheld_after(
        now,
        columns,
        {labels: one.people for labels, one in found.items()},
        [Told(table, one.withheld) for table, one in zip(tables, earlier, strict=True)],
        few,
    )
    few_awaiting = frozenset(labels for labels, one in counts.items() if 0 < one.awaiting < rule.below)
    awaiting = rule.withheld_after(
        now,
        columns,
        {labels: one.awaiting for labels, one in found.items()},
        [Told(table, one.awaiting) for table, one in zip(tables, earlier, strict=True)],
        withheld | few_awaiting,
    )
    return Answered(calendar, asked.by, asked.where, asked.within, withheld, awaiting)


def _counted_finely(
    asked: Question,
    columns: Sequence[str],
    stretches: Sequence[Period],
    count: Callable[[Question], Counts],
) -> Counts:
    """Counts by every column that any question told people apart by, and by stretch of days where they differ."""
    wide = replace(asked, by=tuple(columns), where=(), weights=False)
    if not stretches:
        return count(wide)
    return {
        (*labels, place): one
        for place, stretch in enumerate(stretches)
        for labels, one in count(replace(wide, within=stretch)).items()
    }


def _table(
    by: Sequence[str],
    where: Sequence[tuple[str, Sequence[Label]]],
    within: Period | None,
    stretches: Sequence[Period],
) -> Asked:
    chosen = [(name, frozenset(values)) for name, values in where]
    if stretches:
        inside = [
            place for place, one in enumerate(stretches) if within is None or within.meets(one) is not None
        ]
        chosen.append((_DAY, frozenset(inside)))
    return Asked(tuple(by), tuple(sorted(chosen, key=lambda one: one[0])))


def _stretches(chosen: Sequence[Period | None]) -> list[Period]:
    """The stretches of days that questions tell apart; none where all choose the same."""
    if len(set(chosen)) < 2:
        return []
    edges = {_EARLIEST}
    for one in chosen:
        if one is not None:
            edges |= {one.start, *([] if one.end is None else [one.end])}
    starts = sorted(edges)
    return [Period(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]
