"""What follows when somebody does not comply: as far as the record knows, with the clause that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, WorkingCalendar, edition_on
from throughcare.foundation.operating_model.rules import Function, Sentence

from .contacts import FAILED, Outcome, months_on

ORDERS = frozenset({Sentence.COMMUNITY_ORDER, Sentence.SUSPENDED_SENTENCE_ORDER})
LICENCES = frozenset({Sentence.CUSTODY_UNDER_12_MONTHS, Sentence.CUSTODY_12_MONTHS_OR_MORE})


@dataclass(frozen=True)
class ContactTerms:
    """The window and number of failures of an order, the days for a letter and for evidence, and months ahead."""

    within_months: int
    failures: int
    letter_days: int
    evidence_days: int
    ahead_months: int
    clauses: Mapping[str, Clause]


@lru_cache(maxsize=1)
def contact_editions() -> tuple[Edition[ContactTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "contacts.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def _terms(one: dict[str, Any]) -> ContactTerms:
    named = ("orders", "letter", "evidence", "ahead")
    return ContactTerms(
        within_months=one["orders"]["within_months"],
        failures=one["orders"]["failures"],
        letter_days=one["letter"]["working_days"],
        evidence_days=one["evidence"]["working_days"],
        ahead_months=one["ahead"]["months"],
        clauses={name: Clause(one[name].get("source", one["source"]), one[name]["clause"]) for name in named},
    )


def contact_terms(day: date) -> Edition[ContactTerms]:
    """The terms in force on a day."""
    return edition_on(contact_editions(), day)


def window_begins(on: date, months: int) -> date:
    """The day from after which so many months are counted that end on a day."""
    return months_on(on, -months)


def follows(
    outcome: Outcome, on: date, *, sentence: Sentence, earlier: Sequence[date], calendar: WorkingCalendar
) -> tuple[Finding, ...]:
    """What follows an outcome on a day; ``earlier`` are the days of the failures already recorded in the case."""
    terms = contact_terms(on).table
    if outcome is Outcome.ABSENT_AWAITING:
        by = calendar.add(on, terms.evidence_days)
        return (Finding("evidence", terms.clauses["evidence"], f"Evidence is due by {by:%-d %B %Y}"),)
    if outcome not in FAILED or sentence not in ORDERS | LICENCES:
        return ()
    by = calendar.add(on, terms.letter_days)
    letter = Finding("letter", terms.clauses["letter"], f"A letter goes out by {by:%-d %B %Y}")
    return (_of_order(on, earlier, terms), letter) if sentence in ORDERS else (letter,)


def _of_order(on: date, earlier: Sequence[date], terms: ContactTerms) -> Finding:
    since = window_begins(on, terms.within_months)
    counted = 1 + sum(since < day <= on for day in earlier)
    window = f"{terms.within_months} months"
    if counted >= terms.failures:
        said = f"Failure {counted} within {window} on this record: the matter goes to court, or to whoever decides a breach"
    else:
        said = f"The first failure within {window} on this record: a warning is due, unless one was given within that time"
    return Finding("failure to comply", terms.clauses["orders"], said)


def decided_under(sentence: Sentence) -> Function | None:
    """The function of the operating model that decides what becomes of a failure; None where nothing is enforced."""
    if sentence in ORDERS:
        return Function.BREACH_DECISION
    return Function.RECALL_ADVICE if sentence in LICENCES else None
