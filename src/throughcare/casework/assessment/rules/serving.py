"""Where a sentence is served: where the person is recorded to be. Assessment stands below supervision, and so is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Held:
    """Where a person is recorded to be now: in custody or not, None where they are neither, and the day of their last release."""

    in_custody: bool | None
    released_on: date | None
    since: date


def served_in(*, is_custodial: bool, releases_on: date | None, held: Held | None, today: date) -> str:
    """Where a sentence is served: custody, community, or empty where that must be asked.

    Whoever is out on licence serves a custodial sentence in the community, and whoever was received under another sentence
    serves an order inside. Where nobody records where they are, a custodial sentence tells only until its day of release.
    """
    if held is not None:
        return {True: "custody", False: "community", None: ""}[held.in_custody]
    if not is_custodial:
        return "community"
    return "" if releases_on is not None and releases_on <= today else "custody"


Tells = Callable[[UUID], Held | None]
_telling: list[Tells] = []


def tells_where(tell: Tells) -> Tells:
    """Declare the one function that tells where a person is; it answers None for somebody without an open case."""
    _telling[:] = [tell]
    return tell


def where_is(person_id: UUID) -> Held | None:
    """Where a person is recorded to be; None where nobody records it."""
    return _telling[0](person_id) if _telling else None
