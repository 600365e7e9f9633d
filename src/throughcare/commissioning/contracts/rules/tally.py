"""What happened to the people of one cohort: the only thing a payment for outcomes may rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from throughcare.foundation.kernel import Refused


@dataclass(frozen=True)
class PersonOutcome:
    """One person's follow-up: reoffences counted, their severity, and outcomes on the way.

    ``person`` is a disclosure-safe reference. ``predicted`` is the chance of reoffending reckoned
    before, None when nobody reckoned it. ``achieved`` maps an outcome such as ``employment`` to whether
    it was achieved; one that is absent is unknown, which is not the same as no.
    """

    person: str
    reoffences: int
    severity: Decimal = Decimal(0)
    predicted: Decimal | None = None
    achieved: Mapping[str, bool] = field(default_factory=dict)

    @property
    def reoffended(self) -> bool:
        """Whether anything was proven at all."""
        return self.reoffences > 0


@dataclass(frozen=True)
class Tally:
    """A cohort added up: enough to measure, to judge chance and to pay, and nothing about anyone.

    Squares are kept so that spread is the people's own and never assumed. ``known`` counts those whose
    outcome is known, by outcome. ``predicted`` is the sum of predicted chances, None when some are
    unknown.
    """

    people: int
    reoffenders: int
    reoffences: int
    reoffence_squares: int
    severity: Decimal = Decimal(0)
    severity_squares: Decimal = Decimal(0)
    achieved: Mapping[str, int] = field(default_factory=dict)
    known: Mapping[str, int] = field(default_factory=dict)
    predicted: Decimal | None = None

    def __post_init__(self) -> None:
        if self.people < 1:
            raise Refused("a cohort needs at least one person", field="people")
        if not 0 <= self.reoffenders <= min(self.people, self.reoffences):
            raise Refused(
                "reoffenders must be people of the cohort with a reoffence each", field="reoffenders"
            )

    def __add__(self, other: Tally) -> Tally:
        both = self.predicted is not None and other.predicted is not None
        return Tally(
            self.people + other.people,
            self.reoffenders + other.reoffenders,
            self.reoffences + other.reoffences,
            self.reoffence_squares + other.reoffence_squares,
            self.severity + other.severity,
            self.severity_squares + other.severity_squares,
            _added(self.achieved, other.achieved),
            _added(self.known, other.known),
            (self.predicted or Decimal(0)) + (other.predicted or Decimal(0)) if both else None,
        )


def tally(rows: Iterable[PersonOutcome]) -> Tally:
    """Add up the people of a cohort; a person named twice is refused."""
    people = list(rows)
    if len({row.person for row in people}) != len(people):
        raise Refused("somebody is in the cohort twice: a cohort counts each person once", field="person")
    predicted = [row.predicted for row in people if row.predicted is not None]
    return Tally(
        people=len(people),
        reoffenders=sum(row.reoffended for row in people),
        reoffences=sum(row.reoffences for row in people),
        reoffence_squares=sum(row.reoffences**2 for row in people),
        severity=sum((row.severity for row in people), Decimal(0)),
        severity_squares=sum((row.severity**2 for row in people), Decimal(0)),
        achieved=_counted(people, only_yes=True),
        known=_counted(people, only_yes=False),
        predicted=sum(predicted, Decimal(0)) if len(predicted) == len(people) else None,
    )


def evidence(rows: Iterable[PersonOutcome]) -> str:
    """A fingerprint of a cohort's rows, whatever their order: a statement names what it rests on."""
    lines = sorted(
        json.dumps(
            [r.person, r.reoffences, str(r.severity), _text(r.predicted), sorted(r.achieved.items())],
            separators=(",", ":"),
        )
        for r in rows
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _counted(people: list[PersonOutcome], *, only_yes: bool) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in people:
        for outcome, yes in row.achieved.items():
            counts[outcome] = counts.get(outcome, 0) + (1 if yes or not only_yes else 0)
    return counts


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
