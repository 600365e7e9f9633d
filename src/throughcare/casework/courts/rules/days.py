"""The order that every day in a row of results must have with every other: one table, each with its clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from throughcare.foundation.kernel import Clause, DayOrder, impossible

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
    DayOrder("hearing_date", "also_listed", "also_listed", "is before the first day of the hearing", _SENSE),
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


def offence_day_faults(on: date | None, heard: date | None, born: date | None) -> list[str]:
    """Why an offence cannot have been committed on a day, fit to follow “the day”; nothing where it can."""
    if heard is None:
        return []
    days = {"offence_date": on, "hearing_date": heard, "date_of_birth": born}
    found = impossible(days_of_a_result(heard), days)
    return [one.finding.because for one in found if one.field == "offence_date"]


# Pairs of days of a row between which no order can be asked, each with why; every other pair stands in the table, or
# follows from two that do.
NO_ORDER: Final[Mapping[frozenset[str], str]] = {
    frozenset(
        {"report_due", "deferred_until"}
    ): "a report may be wanted before a deferred sentence or for it",
    frozenset({"report_due", "also_listed"}): "a hearing may go on before its report comes or after",
    frozenset(
        {"deferred_until", "also_listed"}
    ): "a hearing that goes on may be that of the deferred sentence or come before",
}
