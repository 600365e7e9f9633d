"""A question that was answered, in a form that can be kept: what may be answered next depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Period
from throughcare.foundation.kernel.disclosure import Label, Labels


@dataclass(frozen=True)
class Answered:
    """A question that was answered, and which of its cells were withheld.

    ``calendar`` is the cohorts' length in months and first month: what a window and a year mean.
    ``awaiting`` are the cells whose number awaiting was withheld, those withheld whole among them.
    """

    calendar: tuple[int, int]
    by: tuple[str, ...]
    where: tuple[tuple[str, tuple[Label, ...]], ...]
    within: Period | None
    withheld: frozenset[Labels]
    awaiting: frozenset[Labels]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that it told people apart by."""
        return frozenset(self.by) | {name for name, _ in self.where}


def as_plain(answered: Answered) -> dict[str, object]:
    """An answer as plain values that JSON can hold."""
    within = answered.within
    return {
        "calendar": list(answered.calendar),
        "by": list(answered.by),
        "where": [[name, [_plain(value) for value in values]] for name, values in answered.where],
        "within": None
        if within is None
        else [within.start.isoformat(), within.end and within.end.isoformat()],
        "withheld": sorted([[_plain(label) for label in labels] for labels in answered.withheld], key=repr),
        "awaiting": sorted([[_plain(label) for label in labels] for labels in answered.awaiting], key=repr),
    }


def from_plain(told: Mapping[str, object]) -> Answered:
    """An answer from what ``as_plain`` gave."""
    first, last = _list(told["calendar"])
    within = None
    if told["within"] is not None:
        start, end = _list(told["within"])
        within = Period(date.fromisoformat(str(start)), None if end is None else date.fromisoformat(str(end)))
    where = [_list(one) for one in _list(told["where"])]
    return Answered(
        calendar=(int(str(first)), int(str(last))),
        by=tuple(str(name) for name in _list(told["by"])),
        where=tuple((str(name), tuple(_label(value) for value in _list(values))) for name, values in where),
        within=within,
        withheld=_cells(told["withheld"]),
        awaiting=_cells(told["awaiting"]),
    )


def _cells(written: object) -> frozenset[Labels]:
    return frozenset(tuple(_label(label) for label in _list(labels)) for labels in _list(written))


def _plain(label: Label) -> object:
    return {"day": label.isoformat()} if isinstance(label, date) else label


def _label(written: object) -> Label:
    if isinstance(written, Mapping):
        return date.fromisoformat(written["day"])
    assert written is None or isinstance(written, str | int | float | bool)
    return written


def _list(written: object) -> list[object]:
    assert isinstance(written, list)
    return written
