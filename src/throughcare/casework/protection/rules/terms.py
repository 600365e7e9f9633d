"""The dated terms of public protection: what proposes a category, the clause of each rule with its basis, and the clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .words import Category, ProtectionLevel


@dataclass(frozen=True)
class ProtectionClocks:
    """By when each side does its part."""

    propose_days: int
    confirm_working: int
    level_months: int
    level_working: int
    referral_working: int
    review_weeks: Mapping[ProtectionLevel, int]
    first_meeting_working: Mapping[ProtectionLevel, int]
    minutes_working: Mapping[ProtectionLevel, int]


@dataclass(frozen=True)
class ProtectionTerms:
    """One edition; ``clauses`` gives each rule's clause and basis by its name, ``bodies`` whom a meeting can invite."""

    source: str
    order: tuple[Category, ...]
    custody_months: float
    suspended: bool
    sexual_groups: frozenset[str]
    murder: tuple[str, ...]
    terrorism: tuple[str, ...]
    clauses: Mapping[str, tuple[str, str]]
    clocks: ProtectionClocks
    bodies: tuple[str, ...]

    def found(self, rule: str, because: str) -> Finding:
        """A finding under a rule's clause, which says whether it is assumed."""
        clause, basis = self.clauses[rule]
        return Finding(rule, Clause(self.source, f"{clause} ({basis})"), because)


@lru_cache(maxsize=1)
def protection_editions() -> tuple[Edition[ProtectionTerms], ...]:
    """Every edition of the terms in the package, the oldest first."""
    text = files(__package__).joinpath("editions", "protection.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def protection_terms(on: date) -> Edition[ProtectionTerms]:
    """The terms in force on a day; NoEdition before the arrangements began."""
    return edition_on(protection_editions(), on)


def _terms(one: Mapping[str, Any]) -> ProtectionTerms:
    said = one["category"]
    clocks: dict[str, Any] = {
        name: _by_level(count) if isinstance(count, dict) else count for name, count in one["clocks"].items()
    }
    return ProtectionTerms(
        source=one["source"],
        order=tuple(Category(number) for number in said["order"]),
        custody_months=said["custody_months"],
        suspended=said["suspended"],
        sexual_groups=frozenset(said["sexual_groups"]),
        murder=tuple(said["murder"]),
        terrorism=tuple(said["terrorism"]),
        clauses={name: (row["clause"], row["basis"]) for name, row in one["clauses"].items()},
        clocks=ProtectionClocks(**clocks),
        bodies=tuple(one["bodies"]),
    )


def _by_level(said: Mapping[str, int]) -> dict[ProtectionLevel, int]:
    return {ProtectionLevel(level): count for level, count in said.items()}
