"""The dated terms of integrated offender management: what proposes a strand, who must agree, the clause of each rule, and the clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .words import Rating, Strand


@dataclass(frozen=True)
class IntegratedClocks:
    """By when each side does its part, in working days."""

    answer_working: int
    decide_working: int


@dataclass(frozen=True)
class IntegratedTerms:
    """One edition; ``clauses`` gives each rule's clause and basis by its name, ``bodies`` which partners may answer, ``ratings`` what each means."""

    source: str
    strands: tuple[Strand, ...]
    fixed: tuple[str, ...]
    flex_groups: frozenset[str]
    chance_pct: float
    clauses: Mapping[str, tuple[str, str]]
    clocks: IntegratedClocks
    must_agree: tuple[str, ...]
    bodies: tuple[str, ...]
    ratings: Mapping[Rating, str]

    def found(self, rule: str, because: str) -> Finding:
        """A finding under a rule's clause, which says whether it is assumed."""
        clause, basis = self.clauses[rule]
        return Finding(rule, Clause(self.source, f"{clause} ({basis})"), because)


@lru_cache(maxsize=1)
def integrated_editions() -> tuple[Edition[IntegratedTerms], ...]:
    """Every edition of the terms in the package, the oldest first."""
    text = files(__package__).joinpath("editions", "integrated.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def integrated_terms(on: date) -> Edition[IntegratedTerms]:
    """The terms in force on a day; NoEdition before there was a scheme."""
    return edition_on(integrated_editions(), on)


def _terms(one: Mapping[str, Any]) -> IntegratedTerms:
    return IntegratedTerms(
        source=one["source"],
        strands=tuple(Strand(name) for name in one["strands"]),
        fixed=tuple(one["offences"]["fixed"]),
        flex_groups=frozenset(one["offences"]["flex_groups"]),
        chance_pct=one["chance_pct"],
        clauses={name: (row["clause"], row["basis"]) for name, row in one["clauses"].items()},
        clocks=IntegratedClocks(**one["clocks"]),
        must_agree=tuple(one["must_agree"]),
        bodies=tuple(one["bodies"]),
        ratings={rating: one["ratings"][rating.value] for rating in Rating},
    )
