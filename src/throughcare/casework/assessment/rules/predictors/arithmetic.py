"""Ages, months, rounding and the logistic curve, as every predictor reckons them."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal


def whole_years(start: date, end: date) -> int:
    """Whole years between two days; born on 29 February, a birthday falls on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def whole_months(start: date, end: date) -> int:
    """Whole months between two days."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def months_later(day: date, months: int) -> date:
    """The same day of the month that many months on, or the month's last day when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, date.max.year)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def sigmoid(logit: float) -> float:
    """The probability that a logit stands for."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    grown = math.exp(logit)
    return grown / (1 + grown)


def half_up(number: float, places: int = 0) -> float:
    """Rounded half away from zero to a number of decimal places."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(number)).quantize(step, ROUND_HALF_UP))


def percent(probability: float) -> float:
    """A probability as a percentage to two places, kept from saying never (0 only) or certainly (99.99)."""
    rounded = half_up(probability * 100, 2)
    return 99.99 if rounded >= 100 else max(rounded, 0.0)


def whole_percent(probability: float) -> int:
    """A probability as a whole percentage from 1 to 99."""
    return min(99, max(1, int(half_up(half_up(probability, 5) * 100))))


def polynomial(coefficients: Sequence[float], at: float) -> float:
    """c0·x + c1·x² + c2·x³ + …, as the instruments write a curve through zero."""
    total = 0.0
    for coefficient in reversed(coefficients):
        total = (total + coefficient) * at
    return total


def from_steps(steps: Sequence[Sequence[float]], at: float) -> float:
    """The value of the last step that begins at or below ``at``; steps are [from, value] in order."""
    return next(value for begins, value in reversed(steps) if at >= begins)
