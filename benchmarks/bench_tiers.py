"""Works out the tiers of a nation: by the rule alone, and as the act in the database, reading and writing included.

Run: ``python benchmarks/bench_tiers.py`` for the rule on made-up facts (from a seed; shares assumed, none published),
and, where a database was kept by ``bench_pages.py`` in var/bench-national (or in the folder that THROUGHCARE_VAR
names), for the act too: every organisation's own service works out everybody it sees, once with nothing changed and once
with every tier of an edition no longer in force. What is written is rolled back, so that it can be run again.
Fewer than 250,000 people are not called national.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from throughcare.casework.assessment.rules.tier import TierResult, V3Facts, tier_v3

ROOT = Path(__file__).resolve().parents[1]
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
        contact=None,
        contact_band=None,
        mappa=chance.random() < 0.06,
        rosh=chance.choice(("low", "medium", "medium", "high", "very_high", None)),
        lifer_ipp=False,
        released_on=None,
        domestic_abuse=chance.random() < 0.3,
        stalking=False,
        child_protection=False,
        ever_sexual_offence=False,
        on=DAY,
    )


def main() -> None:
    """Time the rule, then the act in a process of its own where there is a database to time it on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=NATIONAL)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--child", action="store_true", help="time the act alone, in the folder's environment"
    )
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(act()))
        return
    by_rule(asked.people, asked.seed)
    folder = Path(os.environ.get("THROUGHCARE_VAR") or ROOT / "var" / "bench-national")
    if not (folder / "postgres").exists():
        print(f"No database is kept in {folder.name}: make one with bench_pages.py to time the act.")
        return
    environment = {**os.environ, "THROUGHCARE_VAR": str(folder)}
    child = [sys.executable, __file__, "--child"]
    done = subprocess.run(child, env=environment, check=True, capture_output=True, text=True)
    say(json.loads(done.stdout.splitlines()[-1]))


def by_rule(people: int, seed: int) -> None:
    """Time the rule over made-up facts."""
    if people < NATIONAL:
        print(f"{people:,} people are not a nation: these figures are not national.")
    chance = random.Random(seed)
    everybody = [facts(chance) for _ in range(people)]
    begun = time.perf_counter()
    results: list[TierResult] = [tier_v3(one) for one in everybody]
    took = time.perf_counter() - begun
    counted = {tier: sum(one.tier == tier for one in results) for tier in [*"ABCDEFG", None]}
    print(f"The rule: {len(results):,} tiers in {took:.1f} s, {len(results) / took:,.0f} a second")
    print("tiers:", ", ".join(f"{tier or 'none'} {number:,}" for tier, number in counted.items()))


@dataclass
class Timed:
    """How many people were worked out, how many rows were written, and the seconds that took."""

    people: int = 0
    written: int = 0
    seconds: float = 0.0


class _RolledBackError(Exception):
    """Ends a transaction of which nothing is to stay."""


def act() -> dict[str, Any]:
    """Time the act over everybody, as each organisation's own service, nobody twice."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.config.settings"
    from throughcare.server.ready import ready

    with ready("worker"):
        from throughcare.foundation.access.models import Membership

        own = Membership.objects.filter(role="service", account=None).exclude(unit__kind="system")
        members = list(own.order_by("id").values_list("id", flat=True))
        seen: set[UUID] = set()
        same, outdated = Timed(), Timed()
        for member in members:
            _one(member, seen, same, outdated)
    return {"services": len(members), "same": vars(same), "outdated": vars(outdated)}


def _one(member_id: UUID, seen: set[UUID], same: Timed, outdated: Timed) -> None:
    from django.utils import timezone

    from throughcare.casework.assessment.models import Tier
    from throughcare.foundation.access import queries
    from throughcare.foundation.access.session import viewing

    at = timezone.now()
    by = queries.member(member_id, at=at)
    if by is None:
        return
    with viewing(by, at):
        held = Tier.objects.filter(during__upper_inf=True, during__startswith__lt=at)
        fresh = [person for person in held.values_list("person_id", flat=True) if person not in seen]
    seen |= set(fresh)
    if fresh:
        _timed(by, at, fresh, same, outdated_first=False)
        _timed(by, at, fresh, outdated, outdated_first=True)


def _timed(by: Any, at: Any, people: Sequence[UUID], timed: Timed, *, outdated_first: bool) -> None:
    """One act, rolled back; where asked, every tier is first said to be of an edition no longer in force."""
    from throughcare.casework.assessment.actions import recompute_tiers
    from throughcare.casework.assessment.models import Tier
    from throughcare.foundation.access.session import viewing

    try:
        with viewing(by, at):
            if outdated_first:
                theirs = Tier.objects.filter(during__upper_inf=True, person_id__in=people)
                theirs.update(edition="an earlier one", digest="of what an earlier edition saw")
            begun = time.perf_counter()
            found = recompute_tiers(by=by, at=at, person_ids=people)
            timed.seconds += time.perf_counter() - begun
            timed.people += found.people
            timed.written += found.written
            raise _RolledBackError
    except _RolledBackError:
        pass


def say(found: dict[str, Any]) -> None:
    """Print what the act took, and at what size."""
    people = found["same"]["people"]
    if people < NATIONAL:
        print(f"{people:,} people with a tier in sight are not a nation: these figures are not national.")
    for name, words in (("same", "with nothing changed"), ("outdated", "with every tier outdated")):
        one = found[name]
        each = one["people"] / one["seconds"] if one["seconds"] else 0
        print(
            f"The act, {words}: {one['people']:,} people by {found['services']} services, {one['written']:,} rows"
            f" written, in {one['seconds']:.1f} s, {each:,.0f} a second; target {TARGET_SECONDS} s"
        )


if __name__ == "__main__":
    main()
