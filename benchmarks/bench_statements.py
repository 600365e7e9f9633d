"""A month's statements for 200 agreements in the last month of their second year, from what the rows of each say: the reckoning alone."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from throughcare.commissioning.contracts.rules.agreed import Earns, Timed
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.monthly import Fact, clipped, month_after
from throughcare.commissioning.contracts.rules.signing import Edition
from throughcare.commissioning.contracts.rules.stating import Kept, drawn

AGREEMENTS, A_YEAR, MONTHS, AIM = 200, 600, 24, 30
"""Agreements, referrals a year of each, months into the term, and seconds aimed at."""


def facts_of(chance: random.Random, starts: date) -> list[Fact]:
    """Referrals that came evenly, each answered, accepted and attended for a while."""
    found = []
    for number in range(A_YEAR * MONTHS // 12):
        day = starts + timedelta(days=chance.randrange(30 * MONTHS))
        answered = day + timedelta(days=chance.randrange(12))
        row = UUID(int=chance.getrandbits(128))
        found += [Fact(row, Timed.ANSWERED, day, answered), Fact(row, Earns.ACCEPTED, answered, answered)]
        found.append(Fact(row, Timed.STARTED, answered, answered + timedelta(days=chance.randrange(30))))
        found += [
            Fact(UUID(int=chance.getrandbits(128)), Earns.ATTENDED, held, held)
            for held in (answered + timedelta(days=7 * n) for n in range(number % 6))
        ]
    return found


def main() -> None:
    """Print seconds by the clock for all of them, and how many things were counted."""
    agreed = replace(agreement_from(example_terms(), "example"), results=None)
    editions = [Edition(1, agreed.starts, agreed)]
    chance, counted = random.Random(1), 0
    month = month_after(agreed.starts, MONTHS - 1)
    every = [facts_of(chance, agreed.starts) for _ in range(AGREEMENTS)]
    start = time.perf_counter()
    for facts in every:
        earlier = month_after(month, -1)
        before = [Kept(earlier, clipped(facts, earlier), frozenset(), (), {})]
        drawn(editions, facts, month, before)
        counted += len(facts)
    took = time.perf_counter() - start
    print(
        f"{AGREEMENTS} agreements, {counted:,} things counted: {took:.1f} s; aim {AIM} s for all, reading and keeping besides"
    )


if __name__ == "__main__":
    main()
