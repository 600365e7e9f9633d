"""One case of the demonstration as its history is made: what the generator knows of it, and how its sentences end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from throughcare.casework.courts.actions import Ending
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision.queries import OpenCase

from .lives import Result


@dataclass
class Held:
    """What the demonstration remembers of a case it brought in."""

    key: str
    case: OpenCase
    opened: date
    ends_on: date | None = None
    released_on: date | None = None
    sentences: list[tuple[UUID, Result]] = field(default_factory=list)
    holder: dict[str, UUID] = field(default_factory=dict)
    told_until: date | None = None
    appointed_on: date | None = None
    prison: str = ""
    moved_on: bool = False


def endings_of(held: Held) -> Iterator[Ending]:
    """How and when each sentence of a case ends: served, or revoked after breach."""
    for id, result in held.sentences:
        if result.ends_on is None:
            continue
        if result.completes:
            yield Ending(id, result.ends_on, SentenceState.COMPLETED, "")
        else:
            yield Ending(id, result.ends_on, SentenceState.REVOKED, "revoked by the court after breach")


def why_closed(held: Held) -> str:
    """Why a case is closed: nothing followed a report, or its last sentence ended."""
    ended, never = "the last sentence ended", "the report was sent and no sentence followed for probation"
    return ended if held.sentences else never
