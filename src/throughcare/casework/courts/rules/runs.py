"""Sentences that follow one another: when each begins, when it ends, and which links between them cannot be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Generic, TypeVar

from .terms import LONGEST_YEARS, Term, last_day_of_run
from .words import Runs, SentenceKind

K = TypeVar("K", bound=Hashable)
# No court passes so many one after another; more is a fault of the file. Assumed, not law.
MOST_IN_A_RUN: Final = 100


@dataclass(frozen=True)
class Link(Generic[K]):
    """One sentence as a link of a run: its parts in the order they are served, and the sentence it names.

    ``counts`` is false for one that was quashed, set aside or recorded in error: a run closes over it.
    """

    kind: SentenceKind
    imposed_on: date
    terms: tuple[Term, ...]
    runs: Runs = Runs.ALONE
    named: K | None = None
    counts: bool = True

    @property
    def follows(self) -> bool:
        """Whether it is served after the sentence it names: terms of custody are, orders run from the day they are made."""
        return self.runs is Runs.CONSECUTIVE and self.kind.is_custodial and self.named is not None


@dataclass(frozen=True)
class Reach:
    """From when until when a sentence lasts, and the first and last day of the run it belongs to up to its own end."""

    begins_on: date
    ends_on: date | None
    run_from: date


def chain(key: K, links: Mapping[K, Link[K]]) -> list[K]:
    """The sentences that come before one in its run, the first first, and itself last; a ring is cut where it closes."""
    found: list[K] = []
    at: K | None = key
    while at is not None and at in links and at not in found and len(found) <= MOST_IN_A_RUN:
        found.append(at)
        link = links[at]
        at = link.named if link.follows else None
    return found[::-1]


def reach(key: K, links: Mapping[K, Link[K]]) -> Reach:
    """When one sentence begins and ends, beside all that it follows; OverflowError past the last of days."""
    own = links[key]
    before = [links[one] for one in chain(key, links)[:-1] if links[one].counts]
    first = before[0].imposed_on if before else own.imposed_on
    if not own.terms:
        return Reach(own.imposed_on, None, first)
    if any(not one.terms for one in before):
        return Reach(own.imposed_on, None, first)
    served = [term for one in before for term in one.terms]
    begins = last_day_of_run(first, served) + timedelta(days=1) if served else own.imposed_on
    return Reach(begins, last_day_of_run(first, [*served, *own.terms]), first)


def reaches(links: Mapping[K, Link[K]]) -> dict[K, Reach]:
    """When each of somebody's sentences begins and ends."""
    return {key: reach(key, links) for key in links}


def link_fault(key: K, links: Mapping[K, Link[K]]) -> str:
    """Why a sentence cannot stand beside the one it names, in words; empty where it can.

    The named one must be among the links. Checked: that it is a sentence of the same kind of service, passed no later,
    that neither follows the other in a ring, that it has not run out, and that the run is one that can be served.
    """
    own = links[key]
    if own.named is None:
        return ""
    named = links[own.named]
    after_custody = own.runs is Runs.CONSECUTIVE and own.kind.is_custodial
    faults = (
        (
            named.imposed_on > own.imposed_on,
            "names a sentence passed later: expected one passed before it, or with it",
        ),
        (not named.counts, "names a sentence that was quashed, set aside or recorded in error"),
        (
            after_custody and not named.kind.is_custodial,
            f"names a {named.kind}: a term of custody follows another term of custody",
        ),
        (in_a_ring(key, links), "closes a ring: each of these sentences would begin when another has ended"),
    )
    found = next((because for wrong, because in faults if wrong), "")
    return found or (_run_fault(key, links) if own.follows else "")


def in_a_ring(key: K, links: Mapping[K, Link[K]]) -> bool:
    """Whether a sentence comes back to itself through those it names, however they run beside each other."""
    seen: set[K] = set()
    at: K | None = key
    while at is not None and at in links and at not in seen and len(seen) <= MOST_IN_A_RUN:
        seen.add(at)
        at = links[at].named
        if at == key:
            return True
    return False


def _run_fault(key: K, links: Mapping[K, Link[K]]) -> str:
    own = links[key]
    assert own.named is not None
    if len(chain(key, links)) > MOST_IN_A_RUN:
        return f"makes a run of more than {MOST_IN_A_RUN} sentences"
    try:
        named, whole = reach(own.named, links), reach(key, links)
    except OverflowError:
        return f"makes a run of more than {LONGEST_YEARS} years"
    if named.ends_on is not None and named.ends_on < own.imposed_on:
        return f"names a sentence that ended on {named.ends_on:%-d %B %Y}, before this one was passed"
    if whole.ends_on is not None and whole.ends_on.year - whole.run_from.year > LONGEST_YEARS:
        return f"makes a run of more than {LONGEST_YEARS} years"
    return ""
