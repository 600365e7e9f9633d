"""What may be answered to a question, in the light of what was answered of the same tables before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.disclosure import Asked, Label, Labels, Suppression, Told

from .answered import Answered
from .moments import Moments
from .question import CALENDAR_COLUMNS, Question

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
    earlier = _of_one_calendar(asked, before)
    stretches = _stretches([asked.within, *(one.within for one in earlier)])
    now = _table(asked.by, asked.where, asked.within, stretches)
    columns, found = _counted_finely(asked, counts, earlier, stretches, count)
    tables = [_table(one.by, one.where, one.within, stretches) for one in earlier]
    below = asked.definition.suppress_below

    def withheld(what: str, told: Iterable[frozenset[Labels]], also: frozenset[Labels]) -> frozenset[Labels]:
        few = frozenset(labels for labels, one in counts.items() if 0 < getattr(one, what) < below)
        before = [Told(table, cells) for table, cells in zip(tables, told, strict=True)]
        numbers = {labels: int(getattr(one, what)) for labels, one in found.items()}
        return Suppression(below).withheld_after(now, columns, numbers, before, few | also)

    hidden = withheld("people", [one.withheld for one in earlier], frozenset())
    awaiting = withheld("awaiting", [one.awaiting for one in earlier], hidden)
    return Answered(_calendar(asked), asked.by, asked.where, asked.within, hidden, awaiting)


def _calendar(asked: Question) -> tuple[int, int]:
    return asked.definition.cohort_months, asked.definition.first_month


def _of_one_calendar(asked: Question, before: Iterable[Answered]) -> list[Answered]:
    return [
        one
        for one in dict.fromkeys(before)
        if one.calendar == _calendar(asked) or not one.columns & set(CALENDAR_COLUMNS)
    ]


def _counted_finely(
    asked: Question,
    counts: Counts,
    earlier: Sequence[Answered],
    stretches: Sequence[Period],
    count: Callable[[Question], Counts],
) -> tuple[list[str], Counts]:
    """Counts by every column that any question told people apart by, and by stretch of days where they differ."""
    told = {*asked.by, *(name for name, _ in asked.where)}.union(*(one.columns for one in earlier))
    if told == set(asked.by) and not stretches:
        return list(asked.by), counts
    columns = sorted(told)
    wide = replace(asked, by=tuple(columns), where=(), weights=False)
    if not stretches:
        return columns, count(wide)
    return [*columns, _DAY], {
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
