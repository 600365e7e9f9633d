"""Pieces that every formula shares: ages, months, curves, rounding, bands, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ..predictors import Problem, words

Steps = Sequence[Sequence[float | str]]


@dataclass(frozen=True)
class Check:
    """A reason to refuse: where ``fails`` is true. ``fields`` are named as they stand, or, with
    ``only_missing``, those of them that are not known."""

    problem: Problem
    fails: pl.Expr
    fields: tuple[str, ...] = ()
    only_missing: bool = False

    def text(self) -> pl.Expr:
        """The reason in words where it fails, else None."""
        if self.only_missing:
            said = [pl.when(pl.col(name).is_null()).then(pl.lit(words(name))) for name in self.fields]
            named = pl.concat_str(said, separator=", ", ignore_nulls=True)
            whole = pl.concat_str([pl.lit(f"{self.problem.value}: "), named, pl.lit(".")])
            return pl.when(self.fails).then(whole)
        named_fixed = ", ".join(words(name) for name in self.fields)
        said_fixed = f"{self.problem.value}: {named_fixed}." if named_fixed else f"{self.problem.value}."
        return pl.when(self.fails).then(pl.lit(said_fixed))


def is_true(expression: pl.Expr) -> pl.Expr:
    """A truth value in which not known is no."""
    return expression.fill_null(False)


def missing(*fields: str, problem: Problem = Problem.MISSING) -> Check:
    """Refuse where any of the fields is not known."""
    return Check(problem, pl.any_horizontal([pl.col(f).is_null() for f in fields]), fields, only_missing=True)


def years(start: str, end: str) -> pl.Expr:
    """Whole years from one date column to another."""
    early = _day_of_year(end) < _day_of_year(start)
    return (pl.col(end).dt.year() - pl.col(start).dt.year() - early.cast(pl.Int32)).cast(pl.Int64)


def _day_of_year(name: str) -> pl.Expr:
    return pl.col(name).dt.month().cast(pl.Int32) * 32 + pl.col(name).dt.day()


def months(start: str, end: str) -> pl.Expr:
    """Whole months from one date column to another."""
    year = (pl.col(end).dt.year() - pl.col(start).dt.year()) * 12
    month = pl.col(end).dt.month().cast(pl.Int32) - pl.col(start).dt.month().cast(pl.Int32)
    early = pl.col(end).dt.day() < pl.col(start).dt.day()
    return (year + month - early.cast(pl.Int32)).cast(pl.Int64)


def free_months(cap: int, follow_up: str) -> pl.Expr:
    """Months free of offences since follow-up began, up to the cap; none when it begins later."""
    passed = months(follow_up, "assessment_date").clip(0, cap)
    return pl.when(pl.col("assessment_date") > pl.col(follow_up)).then(passed).otherwise(0)


def curve(coefficients: Sequence[float], at: pl.Expr) -> pl.Expr:
    """A curve through nought: the sum of each coefficient times a rising power."""
    power = x = at.cast(pl.Float64)
    total = pl.lit(0.0)
    for coefficient in coefficients:
        total = total + coefficient * power if coefficient else total
        power = power * x
    return total


def sigmoid(logit: pl.Expr) -> pl.Expr:
    """The probability of a logit."""
    return 1 / (1 + (-logit).exp())


def half_up(number: pl.Expr, places: int = 0) -> pl.Expr:
    """Rounded half away from zero; numbers here are never below nought."""
    scale = 10.0**places
    return (number * scale + 0.5 + 1e-9).floor() / scale


def percent(probability: pl.Expr) -> pl.Expr:
    """A probability as a percentage to two places, at most 99.99."""
    return half_up(probability * 100, 2).clip(0.0, 99.99)


def whole_percent(probability: pl.Expr) -> pl.Expr:
    """A probability as a whole percentage from 1 to 99."""
    return half_up(half_up(probability, 5) * 100).clip(1, 99)


def stepped(steps: Steps, at: pl.Expr) -> pl.Expr:
    """The value of the last step that begins at or below; as numbers."""
    found = pl.lit(None, dtype=pl.Float64)
    for begins, value in steps:
        found = pl.when(at >= begins).then(pl.lit(float(value))).otherwise(found)
    return found


def banded(bands: Steps, score: pl.Expr) -> pl.Expr:
    """The name of the band that a score lies in."""
    found = pl.lit(None, dtype=pl.String)
    for begins, name in bands:
        found = pl.when(score >= begins).then(pl.lit(str(name))).otherwise(found)
    return found


def looked_up(field: str, weights: Mapping[str, float]) -> pl.Expr:
    """The weight of each code; None for a code that is not there."""
    return pl.col(field).replace_strict(dict(weights), default=None, return_dtype=pl.Float64)


def yes(field: str) -> pl.Expr:
    """1 where the answer is yes, 0 where it is no or not known."""
    return pl.col(field).fill_null(False).cast(pl.Float64)


def level(field: str) -> pl.Expr:
    """The level of an answer, 0 where it is not known."""
    return pl.col(field).fill_null(0).cast(pl.Float64)


def when_one(condition: pl.Expr, value: pl.Expr | float) -> pl.Expr:
    """The value where the condition holds, else nought."""
    return pl.when(condition).then(value).otherwise(0.0)
