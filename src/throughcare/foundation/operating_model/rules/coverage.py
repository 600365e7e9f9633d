"""Whether the lines of a function name every subject exactly once, on every day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod

from .model import Line
from .subjects import AXES, INSIDE, Cohort, subject_at

Point = Mapping[str, str]


def axes_named(lines: Iterable[Line]) -> tuple[str, ...]:
    """The axes on which the lines tell subjects apart, in the order of ``AXES``."""
    named = {axis for line in lines for condition in line.conditions for axis in condition.allowed}
    return tuple(axis for axis in AXES if axis in named)


def points(axes: Sequence[str]) -> Iterator[Point]:
    """Every combination of values on the given axes: one for each class of subject they can tell apart."""
    for values in product(*(AXES[axis] for axis in axes)):
        yield dict(zip(axes, values, strict=True))


def days_to_ask(lines: Iterable[Line]) -> list[date]:
    """One day in each stretch of time through which the lines do not change."""
    changes = {day for line in lines for day in (line.since, line.until) if day is not None}
    return [date.min, *sorted(changes)]


def work_to_check(lines: Sequence[Line]) -> int:
    """How many questions it takes to check the lines: classes of subject, times days, times lines."""
    classes = prod(len(AXES[axis]) for axis in axes_named(lines))
    return classes * len(days_to_ask(lines)) * len(lines)


def first_overlap(lines: Sequence[Line]) -> tuple[Line, Line, Point] | None:
    """Two lines that both name somebody, and whom; None when there are none such."""
    for day, point in _asked(lines):
        subject = subject_at(point)
        naming = [line for line in lines if line.names(subject, day)]
        if len(naming) > 1:
            return naming[0], naming[1], point
    for day in days_to_ask(lines):
        rest = [line for line in lines if line.is_otherwise and line.is_in_force(day)]
        if len(rest) > 1:
            return rest[0], rest[1], {}
    return None


def first_hole(lines: Sequence[Line]) -> Point | None:
    """A class of subject that no line names; None when there is none."""
    for day, point in _asked(lines):
        if any(line.is_otherwise and line.is_in_force(day) for line in lines):
            continue
        subject = subject_at(point)
        if not any(line.names(subject, day) for line in lines):
            return {**point, "day": day.isoformat()} if day != date.min else point
    return None


def in_words(point: Point) -> str:
    """A class of subject in words; “anybody” when nothing tells it apart."""
    return ", ".join(_axis_in_words(axis, value) for axis, value in point.items()) or "anybody"


def _axis_in_words(axis: str, value: str) -> str:
    if axis in set(Cohort):
        return axis if value == INSIDE else f"not {axis}"
    return f"{axis} {value}"


def _asked(lines: Sequence[Line]) -> Iterator[tuple[date, Point]]:
    return product(days_to_ask(lines), list(points(axes_named(lines))))
