"""A licence after a sentence for public protection: when the Parole Board is to be asked whether it ends, and when it ends by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from throughcare.casework.courts.rules import SentenceKind
from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .dates import months_on
from .law import read_edition

_NAMED = {
    SentenceKind.PUBLIC_PROTECTION: "imprisonment",
    SentenceKind.YOUTH_PUBLIC_PROTECTION: "detention",
}


@dataclass(frozen=True)
class PublicProtectionTerms:
    """Months from the first release until the Board is asked and, with ``more`` without a break, until it ends; by kind."""

    clause: Clause
    basis: str
    refer_after: dict[str, int]
    ends_after: dict[str, int] | None
    more: int | None
    ask_more: int | None
    not_before: date | None


@lru_cache(maxsize=1)
def public_protection_editions() -> tuple[Edition[PublicProtectionTerms], ...]:
    """Every edition of how such a licence ends."""
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one))
        for one in read_edition("public_protection")
    )


def _terms(one: dict[str, Any]) -> PublicProtectionTerms:
    return PublicProtectionTerms(
        Clause(one["source"], one["name"]), one["basis"], one["refer_after"], one["ends_after"], one["more"], one["ask_more"],
        one["not_before"],
    )  # fmt: skip


@dataclass(frozen=True)
class LicenceEnds:
    """When the Board is to be asked, when the person may ask for it, and when the licence ends by itself; None: the law has no such day.

    ``finding`` says by which law and from which days.
    """

    refer_on: date
    may_ask_on: date | None
    ends_on: date | None
    finding: Finding

    def has_ended(self, on: date) -> bool:
        """Whether it has ended by itself by a day."""
        return self.ends_on is not None and on >= self.ends_on


def licence_ends(
    kind: SentenceKind, first_out: date | None, in_force_since: date | None, *, on: date
) -> LicenceEnds | None:
    """How the licence of somebody stands to its end, by the law of a day; None for a life licence, which has none, and before release.

    ``first_out`` is the first release of the sentence; ``in_force_since`` the last, None while they are recalled: a recall breaks the
    time that counts towards the end, and not the time after which the Board is asked.
    """
    if kind not in _NAMED or first_out is None:
        return None
    named, terms = _NAMED[kind], edition_on(public_protection_editions(), on).table
    refer = months_on(first_out, terms.refer_after[named])
    asks = ends = None
    if in_force_since is not None and terms.ends_after and terms.more:
        counts = max(months_on(first_out, terms.ends_after[named]), in_force_since)
        ends = max(months_on(counts, terms.more), terms.not_before or date.min)
        asks = months_on(counts, terms.ask_more) if terms.ask_more else None
    because = f"first released on {first_out:%-d %B %Y}"
    if in_force_since is None:
        because += ", and recalled: nothing counts towards its end until they are out again"
    elif in_force_since != first_out:
        because += f", on licence without a break since {in_force_since:%-d %B %Y}"
    return LicenceEnds(
        refer, asks, ends, Finding("public_protection_licence", terms.clause, f"{because} ({terms.basis})")
    )


def latest_end(
    kinds: Iterable[SentenceKind], first_out: date | None, in_force_since: date | None, *, on: date
) -> LicenceEnds | None:
    """How the licence of somebody who serves several sentences stands to its end: that of the last; none beside one for life."""
    known = sorted(set(kinds))
    if SentenceKind.LIFE in known:
        return None
    found = [
        one for kind in known if (one := licence_ends(kind, first_out, in_force_since, on=on)) is not None
    ]
    return max(found, key=lambda one: (one.ends_on or date.max, one.refer_on), default=None)
