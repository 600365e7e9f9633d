"""Policy tables that are dated: the number in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from .period import Period

T = TypeVar("T")


@dataclass(frozen=True)
class Edition(Generic[T]):
    """One edition of a policy table: its name, when it is in force, and what it says."""

    name: str
    in_force: Period
    table: T


class NoEdition(LookupError):
    """No edition, or more than one, claims the day asked about."""


def edition_on(editions: Sequence[Edition[T]], day: date) -> Edition[T]:
    """The edition in force on a day; exactly one must claim it."""
    claiming = [edition for edition in editions if day in edition.in_force]
    if len(claiming) != 1:
        names = ", ".join(edition.name for edition in claiming) or "none"
        raise NoEdition(f"{day:%-d %B %Y} needs one edition in force, found {names}")
    return claiming[0]
