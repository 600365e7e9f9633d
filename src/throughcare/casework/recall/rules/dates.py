"""When a recall ends: release after a fixed term, moved by days at large and days added, by tranche, and never after the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Finding


@dataclass(frozen=True)
class Away:
    """Days on which somebody was unlawfully at large, both ends counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Served:
    """A fixed-term recall as it is served: revoked, returned, for so many days, of a sentence (or run) of so many; and what moves the day.

    ``added`` are days added in custody since the return, those given back taken off. ``expires`` is the last day of the sentence,
    ``held_until`` the release of another sentence that runs besides, and ``requisite`` the end of the custodial part where a
    home detention curfew was recalled: None where there is none.
    """

    revoked: date
    returned: date
    days: int
    sentence_days: int
    expires: date | None
    away: Sequence[Away] = ()
    added: int = 0
    held_until: date | None = None
    requisite: date | None = None


@dataclass(frozen=True)
class ReleasedOn:
    """The day of release after a recall, the tranche it follows (0: none), and each step of the working."""

    on: date
    tranche: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Tranches:
    start: date
    clause: Clause
    days: tuple[tuple[int | None, date], ...]


@lru_cache(maxsize=1)
def _tranches() -> _Tranches:
    one = yaml.safe_load(files(__package__).joinpath("editions", "release_56.yaml").read_text("utf-8"))
    days = tuple((each.get("up_to_days"), each["day"]) for each in one["tranches"])
    return _Tranches(one["from"], Clause(one["source"], one["clause"]), days)


_COUNT = Clause(
    "Sentencing Act 2026",
    "section 30: automatic release after the fixed term, counted from the day of return",
)
_NEVER_AFTER = Clause("Criminal Justice Act 2003", "section 249: a licence ends with its sentence")
_LARGE = Clause("Prison Act 1952", "section 49: days unlawfully at large do not count")
NEW_LENGTH = 56


def tranche_of(sentence_days: int, revoked: date, returned: date) -> tuple[int, date] | None:
    """The tranche (from 1) and its day, for somebody already back when the 56-day rule began; None where the ordinary rule is theirs."""
    known = _tranches()
    if revoked >= known.start or returned >= known.start:
        return None
    place, day = next(
        (place, day)
        for place, (most, day) in enumerate(known.days, start=1)
        if most is None or sentence_days <= most
    )
    return place, day


def release_after_recall(served: Served) -> ReleasedOn | None:
    """The day of release, the day of return counting as the first; None while another sentence holds them beyond it.

    Days at large after the return push the fixed term, days added push whatever day it would be, and no day is after the sentence.
    """
    large = sum(one.days for one in served.away if one.first >= served.returned)
    on = served.returned + timedelta(days=served.days - 1 + large)
    said = [
        _found(_COUNT, f"{served.days} days from the return on {_day(served.returned)}, that day counted")
    ]
    if large:
        said.append(_found(_LARGE, f"{large} days at large since the return push it to {_day(on)}"))
    tranche = (
        tranche_of(served.sentence_days, served.revoked, served.returned)
        if served.days == NEW_LENGTH
        else None
    )
    if tranche and tranche[1] > on:
        on = tranche[1]
        said.append(
            _found(_tranches().clause, f"back before the rule began: tranche {tranche[0]}, {_day(on)}")
        )
    on += timedelta(days=served.added)
    if served.added:
        said.append(_found(_COUNT, f"{served.added} days added since the return push it to {_day(on)}"))
    if served.requisite and served.requisite > on:
        on = served.requisite
        said.append(
            _found(
                _COUNT, f"recalled from home detention curfew: not before the custodial part ends, {_day(on)}"
            )
        )
    if served.expires and on > served.expires:
        on = served.expires
        said.append(_found(_NEVER_AFTER, f"the sentence ends on {_day(on)}, before that"))
    if served.held_until and served.held_until > on:
        return None
    return ReleasedOn(on, tranche[0] if tranche else 0, tuple(said))


def _found(clause: Clause, because: str) -> Finding:
    return Finding("release_after_recall", clause, because)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def expires_on(last: date, away: Iterable[Away], credit: int) -> date:
    """The last day of a sentence, pushed by every day at large and brought forward by days in custody that count towards it."""
    return last + timedelta(days=sum(one.days for one in away) - credit)
