"""The order that every day in a row of results must have with every other: one table, each with its clause."""

from __future__ import annotations

from datetime import date
from typing import Final

from throughcare.foundation.kernel import Clause, DayOrder

from .release import deferred_at_most

_SENSE: Final = Clause("Sense", "what comes first comes first")
_TEN: Final = Clause("Children and Young Persons Act 1933", "section 50")

# Of one field the first that is broken is said, so what is plainest stands first.
DAYS_OF_A_RESULT: Final = (
    DayOrder("date_of_birth", "hearing_date", "date_of_birth", "is after the hearing", _SENSE),
    DayOrder(
        "date_of_birth",
        "hearing_date",
        "date_of_birth",
        "makes the person under ten, the age of criminal responsibility, at the hearing",
        _TEN,
        least_years=10,
    ),
    DayOrder("date_of_birth", "offence_date", "offence_date", "is before the person was born", _SENSE),
    DayOrder(
        "offence_date", "hearing_date", "offence_date", "is after the hearing that dealt with it", _SENSE
    ),
    DayOrder(
        "date_of_birth",
        "offence_date",
        "offence_date",
        "makes the person under ten, the age of criminal responsibility, at the offence",
        _TEN,
        least_years=10,
    ),
    DayOrder(
        "hearing_date", "report_due", "report_due", "is before the hearing that asked for the report", _SENSE
    ),
    DayOrder(
        "hearing_date",
        "deferred_until",
        "deferred_until",
        "is before the hearing that put sentence off",
        _SENSE,
    ),
)


def days_of_a_result(heard: date) -> tuple[DayOrder, ...]:
    """The table as the law of the day of the hearing has it: how long sentence may be put off is dated."""
    most = deferred_at_most(heard)
    if most is None:
        return DAYS_OF_A_RESULT
    months, clause = most
    because = f"puts sentence off for more than {months} months ({clause})"
    latest = DayOrder("hearing_date", "deferred_until", "deferred_until", because, clause, most_months=months)
    return (*DAYS_OF_A_RESULT, latest)
