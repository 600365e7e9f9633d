"""Who owns what is owed to a person, and by when they are to be seen again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from typing import TypeVar

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .words import TenureKind

M = TypeVar("M")


class Duty(Enum):
    """What is owed to a person, each with the roles that owe it, the first that is held."""

    SENTENCE = (TenureKind.OFFENDER_MANAGER, TenureKind.PRISON_MANAGER)
    CONTACT = (TenureKind.SUPERVISOR, TenureKind.OFFENDER_MANAGER)
    ENFORCEMENT = (TenureKind.RESPONSIBLE_OFFICER, TenureKind.OFFENDER_MANAGER)


def owner_of(duty: Duty, holders: Mapping[str, M]) -> M | None:
    """Whoever owes a duty, of those who hold a role; None: nobody does, so whoever leads the team owes it."""
    return next((holders[kind] for kind in duty.value if kind in holders), None)


@dataclass(frozen=True)
class SeeingTerms:
    """Days from one contact to the next by risk of serious harm, and the sentences for which none is counted."""

    source: str
    basis: str
    days_between: Mapping[str, int]
    not_counted: frozenset[str]


@lru_cache(maxsize=1)
def seeing_editions() -> tuple[Edition[SeeingTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "seeing.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            SeeingTerms(one["source"], one["basis"], one["days_between"], frozenset(one["not_counted"])),
        )
        for one in yaml.safe_load(text)
    )


def seeing_on(day: date) -> Edition[SeeingTerms]:
    """The terms in force on a day."""
    return edition_on(seeing_editions(), day)


def is_to_be_seen(sentence: str, place: str, *, on: date) -> bool:
    """Whether contact is owed: not in custody, and not before a court has passed sentence."""
    return place != "custody" and sentence not in seeing_on(on).table.not_counted


def next_contact(risk: str, last: date, *, on: date, less_often: int | None = None) -> tuple[date, Finding]:
    """The day by which somebody last seen on a day is to be seen again, by the terms in force on another.

    ``less_often`` is after how many days instead, where their good compliance was recognised so.
    """
    edition = seeing_on(on)
    days = less_often or edition.table.days_between[risk]
    by = last + timedelta(days=days)
    why = f"at risk {risk.replace('_', ' ')}" if less_often is None else "for good compliance"
    because = f"last seen on {last:%-d %B %Y}, {why} to be seen every {days} days"
    return by, Finding("next contact", Clause(edition.table.source, edition.name), because)
