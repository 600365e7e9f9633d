"""What counts as a failure to comply, and what the law asks after it: by the day on which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from throughcare.casework.supervision.rules.absences import LICENCES, ORDERS, contact_terms, window_begins
from throughcare.casework.supervision.rules.contacts import Outcome, Whom
from throughcare.foundation.kernel import Clause, Finding
from throughcare.foundation.operating_model.rules import Place, Sentence

from .words import Must

_TABLE = Clause("This project's table of attendance", "what each outcome says of compliance")
_PRACTICE = Clause(
    "Practice of probation services", "a warning or a recall is considered for each failure on licence"
)


class Counts(Enum):
    """Whether something counts as a failure; evidence that is still awaited is neither."""

    YES = "counts"
    AWAITED = "evidence is awaited"
    NO = "does not count"


@dataclass(frozen=True)
class Counted:
    """Whether something counts, and why, with the clause."""

    counts: Counts
    finding: Finding


@dataclass(frozen=True)
class Happened:
    """One thing that was to be attended: what came of it, with whom, under which sentence, and where the person was."""

    outcome: Outcome
    with_whom: Whom
    sentence: Sentence
    place: Place


def counted_as(told: Happened) -> Counted:
    """Whether something counts as a failure: never what the service put off, and never an acceptable absence."""
    outside = _outside(told)
    if outside:
        return _no(outside)
    meaning = told.outcome.means
    if told.outcome is Outcome.ABSENT_AWAITING:
        return _counted(Counts.AWAITED, "it is not decided whether the absence was acceptable")
    if meaning.complied is False:
        return _counted(Counts.YES, f"{told.outcome}: did not comply")
    if meaning.complied is None:
        return _no(f"{told.outcome}: whether they complied is not known")
    acceptable = told.outcome is Outcome.ABSENT_ACCEPTABLE
    return _no("the absence was acceptable" if acceptable else f"{told.outcome}: complied")


def _outside(told: Happened) -> str:
    """Why something is no matter of compliance at all; empty where it may be."""
    if told.with_whom is not Whom.PERSON:
        return "it was with somebody else than the person"
    if told.sentence not in ORDERS | LICENCES:
        return "no order or licence is being served"
    if told.place is Place.CUSTODY:
        return "the person was in custody"
    return "it was the service's doing" if told.outcome.means.whose == "service" else ""


def _no(because: str) -> Counted:
    return _counted(Counts.NO, because)


def _counted(counts: Counts, because: str) -> Counted:
    return Counted(counts, Finding("failure to comply", _TABLE, because))


@dataclass(frozen=True)
class Position:
    """Which failure this is within the window, since when that counts, whether a warning was given in it, and what the law asks.

    ``cautions`` are what should be known before it is acted upon.
    """

    number: int
    since: date
    warned_on: date | None
    must: Must
    finding: Finding
    cautions: tuple[str, ...] = ()


def position(on: date, sentence: Sentence, *, earlier: Sequence[date], warnings: Sequence[date]) -> Position:
    """Where a failure stands in its window; ``earlier`` are days of failures that stand, ``warnings`` days of warnings sent."""
    terms = contact_terms(on).table
    since = window_begins(on, terms.within_months)
    number = 1 + sum(since < day <= on for day in earlier)
    warned = max((day for day in warnings if since < day <= on), default=None)
    if sentence in LICENCES:
        return Position(
            number,
            since,
            warned,
            Must.CONSIDER,
            Finding("failure on licence", _PRACTICE, _nth(number, terms.within_months)),
        )
    must = Must.COURT if number >= terms.failures else Must.WARN
    said = f"{_nth(number, terms.within_months)}: {must}"
    cautions = ("No warning is recorded within that time.",) if must is Must.COURT and warned is None else ()
    return Position(
        number, since, warned, must, Finding("failure to comply", terms.clauses["orders"], said), cautions
    )


def _nth(number: int, months: int) -> str:
    return f"Failure {number} within {months} months on this record"
