"""What a paper is made from, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughcare.casework.people.rules.languages import ENGLISH


@dataclass(frozen=True)
class Fact:
    """One thing that the record holds: what it is, in a few words that stay the same, and what it says now."""

    what: str
    says: str


@dataclass(frozen=True)
class Part:
    """One part of a paper: its heading and what it says."""

    heading: str
    text: str


@dataclass(frozen=True)
class Known:
    """What a draft is made from: a name, the failure, what was ordered, what the law asks, every fact of the record, and the language."""

    name: str
    failed_on: date
    what: str
    sentence: str
    order: str
    within_months: int
    number: int
    law: str
    facts: tuple[Fact, ...]
    language: str = ENGLISH
