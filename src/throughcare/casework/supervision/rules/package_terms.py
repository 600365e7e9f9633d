"""Supervision packages as dated editions: what each gives by tier, the phases of supervision, and whether somebody has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, edition_on

NOT_KNOWN, DOES_NOT_APPLY, ON_ANOTHER = "SPNK", "SPNA", "SPX"


class Phase(StrEnum):
    """How far supervision by a package has got; the code that the national case system has for it."""

    EARLY = "INIT"
    STANDARD = "STD"
    FINAL_THIRD = "FTHRD"
    RED = "IOM"
    TREATMENT = "OPD"
    NOT_STARTED = "SPNS"
    NOT_KNOWN = "SPNK"
    DOES_NOT_APPLY = "SPNA"
    IN_CUSTODY = "SENT"
    AT_LARGE = "UATLRG"

    @property
    def words(self) -> str:
        """The phase as a page says it."""
        return _WORDS[self]


_WORDS: Mapping[Phase, str] = {
    Phase.EARLY: "early engagement",
    Phase.STANDARD: "standard supervision",
    Phase.FINAL_THIRD: "final third",
    Phase.RED: "rated red in integrated offender management",
    Phase.TREATMENT: "in treatment on the personality disorder pathway",
    Phase.NOT_STARTED: "not begun",
    Phase.NOT_KNOWN: "not known yet",
    Phase.DOES_NOT_APPLY: "outside packages",
    Phase.IN_CUSTODY: "in custody, so paused",
    Phase.AT_LARGE: "unlawfully at large, so paused",
}


@dataclass(frozen=True)
class Package:
    """What a package gives: for which tier, the weekly appointments that end early engagement, and the most in a year."""

    code: str
    tier: str
    early_weeks: int
    yearly: int


@dataclass(frozen=True)
class PackageTerms:
    """One edition of the packages, with the clause of each rule."""

    packages: Mapping[str, Package]
    clauses: Mapping[str, Clause]
    every_days: int
    more_for_women: int
    women_in: frozenset[str]
    counts: frozenset[str]
    final_from: Fraction

    def of_tier(self, tier: str) -> Package | None:
        """The package of a tier; None for a tier that has none."""
        return next((one for one in self.packages.values() if one.tier == tier), None)


@lru_cache(maxsize=1)
def package_editions() -> tuple[Edition[PackageTerms], ...]:
    """Every edition of the packages."""
    text = files(__package__).joinpath("editions", "packages.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def _terms(one: Mapping[str, Any]) -> PackageTerms:
    packages = {
        code: Package(code, row["tier"], row["early_weeks"], row["yearly"])
        for code, row in one["packages"].items()
    }
    return PackageTerms(
        packages=packages,
        clauses={name: _clause(said, one["source"]) for name, said in one["clauses"].items()},
        every_days=one["every_days"],
        more_for_women=one["more_for_women"]["up_to"],
        women_in=frozenset(one["more_for_women"]["tiers"]),
        counts=frozenset(one["counts"]),
        final_from=Fraction(*one["final_third"]["part"]),
    )


def _clause(said: Mapping[str, str], source: str) -> Clause:
    words = said["clause"] if said["basis"] == "source" else f"{said['clause']} (assumed)"
    return Clause(said.get("source", source), words)


def packages_on(day: date) -> Edition[PackageTerms]:
    """The packages in force on a day; NoEdition before there were any."""
    return edition_on(package_editions(), day)


@dataclass(frozen=True)
class PackageStatus:
    """Whether somebody is supervised by a package, and in which of the two phases that others ask about."""

    on_package: bool
    final_third: bool
    early_engagement: bool


@dataclass(frozen=True)
class PackagesTold:
    """What is told of somebody's packages: of the sentence they are supervised on, its phase, and of each sentence."""

    package: str | None = None
    phase: str | None = None
    of_sentences: Sequence[str] = ()


def package_status(told: PackagesTold | None, *, answered: bool = True) -> PackageStatus | None:
    """How somebody stands: None where nobody of that name is known; refused where nobody answered, for that is no answer."""
    if not answered:
        raise Refused("Whether they have a package could not be found out: an outage is never read as none.")
    if told is None:
        return None
    named = {told.package, *told.of_sentences}
    known = {code for edition in package_editions() for code in edition.table.packages}
    return PackageStatus(bool(named & known), told.phase == Phase.FINAL_THIRD, told.phase == Phase.EARLY)
