"""Works out the tiers of a nation by the rule, and prints how long it takes; reading and writing are not in it.

Run: ``python benchmarks/bench_tiers.py --people 250000``. Facts are made up from a seed (shares assumed, none
published).
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date

from throughcare.casework.assessment.rules.tier import TierResult, V3Facts, tier_v3

DAY = date(2026, 11, 20)
NATIONAL = 250_000
TARGET_SECONDS = 30


def facts(chance: random.Random) -> V3Facts:
    """One made-up person's facts."""
    known = chance.random() > 0.05
    return V3Facts(
        has_active_event=chance.random() > 0.02,
        arp=round(chance.betavariate(2, 3) * 100, 2) if known else None,
        csrp=round(chance.betavariate(1, 30) * 100, 2) if known else None,
        arp_static=chance.random() < 0.4,
        csrp_static=chance.random() < 0.4,
        mappa=chance.random() < 0.06,
        rosh=chance.choice(("low", "medium", "medium", "high", "very_high", None)),
        domestic_abuse=chance.random() < 0.3,
        on=DAY,
    )


def main() -> None:
    """Time the rule over everybody."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=NATIONAL)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.people < NATIONAL:
        print(f"{asked.people:,} people are not a nation: these figures are not national.")
    chance = random.Random(asked.seed)
    people = [facts(chance) for _ in range(asked.people)]
    begun, worked = time.perf_counter(), time.process_time()
    results: list[TierResult] = [tier_v3(one) for one in people]
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    counted = {tier: sum(one.tier == tier for one in results) for tier in [*"ABCDEFG", None]}
    print(
        f"{len(results):,} tiers in {took:.1f} s, {len(results) / took:,.0f} a second; target {TARGET_SECONDS} s"
    )
    print("tiers:", ", ".join(f"{tier or 'none'} {number:,}" for tier, number in counted.items()))


if __name__ == "__main__":
    main()
