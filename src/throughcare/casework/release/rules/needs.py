"""What somebody needs on the day of release: what is owed, by whom, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, edition_on

from .law import read_edition
from .words import NeedKind, NeedState, Owes


@dataclass(frozen=True)
class NeedTerms:
    """How many days before release one need is to be known, and to be in place, and which side owes it meanwhile."""

    known: int
    placed: int
    whose: Owes


@dataclass(frozen=True)
class NeedsAsked:
    """What is asked about everybody who is due out, and by which source."""

    clause: Clause
    of: Mapping[NeedKind, NeedTerms]


@lru_cache(maxsize=1)
def needs_editions() -> tuple[Edition[NeedsAsked], ...]:
    """Every edition of what is asked before release."""
    return tuple(
        Edition(
            one["name"], Period(one["from"], one["until"]),
            NeedsAsked(
                Clause(one["source"], one["name"]),
                {
                    NeedKind[kind.upper()]: NeedTerms(said["known"], said["placed"], Owes[said["whose"].upper()])
                    for kind, said in one["needs"].items()
                },
            ),
        )
        for one in read_edition("needs")
    )  # fmt: skip


def needs_asked(on: date) -> NeedsAsked:
    """What is asked before release, by the edition of a day."""
    return edition_on(needs_editions(), on).table


@dataclass(frozen=True)
class Known:
    """What is known of one need; ``due`` the day that somebody promised it by, where it was said."""

    state: NeedState = NeedState.NOT_KNOWN
    due: date | None = None


@dataclass(frozen=True)
class NeedOwed:
    """A need that somebody still owes something for: what, by when, which side, and whether that day has passed."""

    kind: NeedKind
    state: NeedState
    by: date
    whose: Owes
    is_late: bool


def needs_owed(known: Mapping[NeedKind, Known], release: date, *, on: date) -> list[NeedOwed]:
    """What is owed for a release, the earliest first: to find out what nobody knows, and to put in place what is missing.

    A day that somebody promised stands for the policy's, but never later than the release itself.
    """
    asked, found = needs_asked(on), []
    for kind, terms in asked.of.items():
        now = known.get(kind, Known())
        if now.state.is_settled:
            continue
        before = terms.known if now.state is NeedState.NOT_KNOWN else terms.placed
        by = min(now.due or release - timedelta(days=before), release)
        found.append(NeedOwed(kind, now.state, by, terms.whose, by < on))
    return sorted(found, key=lambda one: (one.by, list(NeedKind).index(one.kind)))


def check_need(state: NeedState, *, due: date | None, what: str, today: date) -> None:
    """Refuse a need whose day is past while help is still needed, or one in place that says nothing of what it is."""
    if state is NeedState.NEEDED and due is None:
        raise Refused("Say by which day it is to be in place.", field="due")
    if not state.is_settled and due is not None and due < today:
        raise Refused(f"{due:%-d %B %Y} is past. Expected today or a later day.", field="due")
    if state is NeedState.IN_PLACE and not what:
        raise Refused("Say what is in place: the kind of place, the surgery, the account.", field="what")
