"""The dated terms of enforcement: in how many working days each step is owed, and from which source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, edition_on


class Clock(StrEnum):
    """What is counted in working days."""

    REFER = "refer"
    ACCEPT = "accept"
    RETURN = "return"
    DECIDE = "decide"
    PAUSE = "pause"
    COURT = "court"
    WITHDRAW = "withdraw"
    HEARING = "hearing"
    WARRANT = "warrant"


@dataclass(frozen=True)
class Term:
    """A number of working days, where it stands, and whether it is published or assumed."""

    days: int
    clause: Clause
    basis: str


@dataclass(frozen=True)
class EnforcementTerms:
    """The clocks, and the share of decisions by somebody paid for delivery that another looks at."""

    clocks: Mapping[Clock, Term]
    audit_share: Decimal


@lru_cache(maxsize=1)
def enforcement_editions() -> tuple[Edition[EnforcementTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "enforcement.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            EnforcementTerms(
                {Clock(name): _term(said) for name, said in one["clocks"].items()},
                Decimal(str(one["audit_share"])),
            ),
        )
        for one in yaml.safe_load(text)
    )


def _term(said: Mapping[str, object]) -> Term:
    days = said["days"]
    if not isinstance(days, int):
        raise TypeError(f"{days!r} in the terms of enforcement is no number of days")
    return Term(days, Clause(str(said["source"]), str(said["clause"])), str(said["basis"]))


def enforcement_terms(on: date) -> Edition[EnforcementTerms]:
    """The terms in force on the day of a failure."""
    return edition_on(enforcement_editions(), on)
