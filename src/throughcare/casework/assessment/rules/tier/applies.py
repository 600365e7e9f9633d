"""Which version and edition of the tier applies on a day: a dated edition of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from throughcare.foundation.kernel import Edition, Period, edition_on

from .. import editions


@dataclass(frozen=True)
class Applies:
    """A rule and the edition of it that is in force."""

    rule: str
    edition: str


@cache
def applying() -> Sequence[Edition[Applies]]:
    """Every choice, each with the days on which it holds."""
    return tuple(_choice(one) for one in editions.read("tier_applies")["choices"])


def _choice(one: Mapping[str, str | None]) -> Edition[Applies]:
    since, until = one["from"], one["until"]
    in_force = Period(date.fromisoformat(str(since)), date.fromisoformat(until) if until else None)
    return Edition(f"{one['edition']} from {since}", in_force, Applies(str(one["rule"]), str(one["edition"])))


def applies_on(day: date) -> Applies:
    """The rule and edition in force on a day; raises NoEdition when none is."""
    return edition_on(applying(), day).table
