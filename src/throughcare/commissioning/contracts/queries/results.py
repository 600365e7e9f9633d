"""Tells of results: what was told of an agreement, what each comes to so far with its interval, and of which one may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.kernel import Refused

from ..rules.results import Told, accrued
from ..store import open_agreement, terms_measured, told_of


@dataclass(frozen=True)
class ResultSeen:
    """A result as it was told, and what its cohort alone comes to by it: the least, as told, the most; None where no terms pay for it."""

    told: Told
    accrued: tuple[int, int, int] | None


def results_of(agreement_id: UUID) -> list[ResultSeen]:
    """Every result that was told of an agreement, the last first; refused where there is none for the viewer."""
    editions = open_agreement(agreement_id).editions
    found = []
    for told in reversed(told_of(agreement_id)):
        try:
            found.append(ResultSeen(told, accrued(editions, told)))
        except Refused:
            found.append(ResultSeen(told, None))
    return found


@dataclass(frozen=True)
class Measurable:
    """An agreement of the viewer's body of which they may tell a result."""

    agreement_id: UUID
    title: str
    first_day: date


def measurable() -> list[Measurable]:
    """The agreements of which the viewer may tell a result, by title."""
    found: dict[UUID, Measurable] = {}
    for agreement_id, title, _, starts, text in terms_measured():
        if "results:" in text:
            found.setdefault(agreement_id, Measurable(agreement_id, title, date.fromisoformat(starts)))
    return list(found.values())
