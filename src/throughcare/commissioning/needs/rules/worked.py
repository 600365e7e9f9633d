"""Whether what was bought worked: outcomes of those served against people like them, by their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from throughcare.foundation.kernel import Clause, Finding, Refused

OURS = Clause(
    "commissioning intentions, review", "outcomes of those served against people like them, assumed"
)
FEWEST = 10
"""Of fewer people no outcome is told: the rule of every figure here."""
_WHOLE = Decimal(100)


class Good(StrEnum):
    """Which way a measure is better."""

    LESS = "less"
    MORE = "more"


class Worked(StrEnum):
    """What an outcome says of a service."""

    BETTER = "better than people like them"
    WORSE = "worse than people like them"
    ALIKE = "no difference that can be told from chance"


@dataclass(frozen=True)
class Outcome:
    """One outcome of those served: by how many points of a hundred it differs from people like them, with its interval of 95%.

    ``compared`` says with whom, and how they were made alike; ``found_at`` is the address of the comparison that it was read from.
    """

    measure: str
    good: Good
    served: int
    compared: str
    difference: Decimal
    low: Decimal
    high: Decimal
    found_at: str


def worked(told: Outcome) -> Worked:
    """What an outcome says: nothing where its interval leaves no difference possible."""
    if told.low <= 0 <= told.high:
        return Worked.ALIKE
    fell = told.high < 0
    return Worked.BETTER if fell is (told.good is Good.LESS) else Worked.WORSE


def check_outcome(told: Outcome) -> None:
    """Refuse an outcome that cannot be, that is of too few people, or that says not with whom they were compared."""
    if told.served < FEWEST:
        raise Refused(f"An outcome is told of {FEWEST} people or more.", field="served")
    if not told.low <= told.difference <= told.high:
        raise Refused("The difference lies between the two ends of its interval.", field="difference")
    if not -_WHOLE <= told.low <= told.high <= _WHOLE:
        raise Refused("A difference is of points of a hundred: from −100 to 100.", field="low")
    for name, words in (("measure", told.measure), ("compared", told.compared)):
        if not words.strip():
            raise Refused("Say what was measured, and with whom they were compared.", field=name)
    if not told.found_at.startswith("/outcomes/"):
        raise Refused("Give the address of the comparison, as “/outcomes/comparison?…”.", field="found_at")


def review_of_outcomes(told: Sequence[Outcome]) -> tuple[Finding, ...]:
    """What a review finds of outcomes, each measure for itself; that it is not known where none was told."""
    if not told:
        return (Finding("outcomes", OURS, "what came of those served is not known"),)
    return tuple(Finding("outcomes", OURS, f"{one.measure}: {worked(one).value}") for one in told)
