"""The one table of histories that cannot be, as expressions: asked of every row by the editions that ask it."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..predictors import Problem, possible
from . import expressions as e
from .expressions import Check


def history_checks() -> tuple[Check, ...]:
    """Every row of the table, in its order."""
    return (*_orders(), *_ages(), *_first(), *_counts(), _denied())


def _orders() -> Iterator[Check]:
    for one in possible.ORDERS:
        first, latest = pl.col(one.first), pl.col(one.second).dt.offset_by(f"{one.months}mo")
        wrong = first >= latest if one.strictly else first > latest
        yield Check(one.problem, e.is_true(wrong), (one.second, one.first))


def _ages() -> Iterator[Check]:
    for one in possible.AGES:
        inside = _age_on(one.day).is_between(one.least, one.below, closed="left")
        yield Check(one.problem, e.is_true(~inside & _born_before(one.day)), (possible.BORN, one.day))


def _age_on(day: str) -> pl.Expr:
    return e.years(possible.BORN, day)


def _born_before(day: str) -> pl.Expr:
    return pl.col(day) > pl.col(possible.BORN)


def _first() -> Iterator[Check]:
    first, convicted = pl.col(possible.FIRST), "conviction_date"
    young = Check(Problem.FIRST_TOO_YOUNG, e.is_true(first < possible.YOUNGEST), (possible.FIRST,))
    late = e.is_true(_born_before(convicted) & (_age_on(convicted) < first))
    yield young
    yield Check(Problem.FIRST_AFTER_CONVICTION, late, (possible.FIRST, possible.BORN, convicted))


def _counts() -> Iterator[Check]:
    for one in possible.COUNTS:
        known = pl.sum_horizontal([pl.col(name).fill_null(0) for name in one.parts])
        yield Check(one.problem, e.is_true(known > pl.col("sanctions")), (*one.parts, "sanctions"))


def _denied() -> Check:
    counted = [e.is_true(pl.col(name) > 0) for name in possible.SEXUAL_COUNTS]
    told = pl.any_horizontal([*counted, pl.col("last_sexual_date").is_not_null()])
    never = e.is_true(~pl.col(possible.NEVER))
    return Check(Problem.SEXUAL_UNEXPECTED, never & told, (possible.NEVER, *possible.DENIED))
