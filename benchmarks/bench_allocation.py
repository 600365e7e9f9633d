"""Places a whole area's cases and prints how long it took, how good it is proved to be, and against what.

Run: ``python benchmarks/bench_allocation.py --cases 5000 --staff 300``. The area is synthetic: offices on
a grid, practitioners of mixed grades and hours, tiers in assumed shares (all assumed, none published).
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from datetime import date

from throughcare.casework.allocation.rules.assignment.check import check
from throughcare.casework.allocation.rules.assignment.effort import Progress
from throughcare.casework.allocation.rules.assignment.problem import Plan, Problem
from throughcare.casework.allocation.rules.assignment.solve import place
from throughcare.casework.allocation.rules.people import (
    CaseToPlace,
    Position,
    Practitioner,
    Sex,
    grades_on,
    prices_on,
)
from throughcare.casework.allocation.rules.points import Kind, OpenCase, Where, case_points, workload_on
from throughcare.casework.allocation.rules.pricing import Terms

DAY = date(2026, 3, 2)
TIERS = {
    "A3": 1,
    "A2": 2,
    "B3": 3,
    "B2": 9,
    "B1": 10,
    "C3": 6,
    "C2": 20,
    "C1": 19,
    "D2": 14,
    "D1": 12,
    None: 4,
}
PLACES = {Where.COMMUNITY: 60, Where.LICENCE: 25, Where.CUSTODY: 15}
GRADES = {"PO": 58, "PSO": 32, "TPO": 10}
LANGUAGES = ("Polish", "Urdu", "Welsh", "Romanian")
TARGET_SECONDS = 60
TARGET_GAP = 0.02


def chosen(chance: random.Random, shares: dict) -> object:
    return chance.choices(list(shares), weights=list(shares.values()))[0]


def an_area(cases: int, staff: int, *, seed: int = 1, fullness: float = 1.0) -> Problem:
    """A synthetic area in which everybody's load together is ``fullness`` of what is available."""
    chance = random.Random(seed)
    offices = [Position(chance.uniform(0, 80), chance.uniform(0, 80)) for _ in range(max(1, staff // 15))]
    placed = [a_case(chance, number, offices, staff) for number in range(cases)]
    wanted = sum(case.points for case in placed) / fullness
    shares = [chance.choice([1, 1, 1, 0.8, 0.6, 0.5]) for _ in range(staff)]
    people = [
        a_practitioner(chance, number, offices, round(wanted * share / sum(shares)), cases)
        for number, share in enumerate(shares)
    ]
    return Problem(tuple(placed), tuple(people), Terms(prices_on(DAY), grades_on(DAY)))


def a_case(chance: random.Random, number: int, offices: Sequence[Position], staff: int) -> CaseToPlace:
    tier, near = chosen(chance, TIERS), chance.choice(offices)
    where = chosen(chance, PLACES)
    return CaseToPlace(
        id=f"case-{number:05}",
        tier=tier,
        points=case_points(OpenCase(tier, where, Kind.STANDARD), workload_on(DAY)).points,
        home=None
        if chance.random() < 0.03
        else Position(chance.gauss(near.east_km, 7), chance.gauss(near.north_km, 7)),
        since=DAY,
        manager=f"who-{chance.randrange(staff):03}" if chance.random() < 0.7 else None,
        earlier_managers=frozenset({f"who-{chance.randrange(staff):03}"} if chance.random() < 0.2 else ()),
        language=chance.choice(LANGUAGES) if chance.random() < 0.05 else None,
        asked_for=Sex.FEMALE if chance.random() < 0.06 else None,
        needs=frozenset({"sexual offending"} if chance.random() < 0.05 else ()),
        held_by="",
        only=None,
        walls=frozenset(),
    )


def a_practitioner(
    chance: random.Random, number: int, offices: Sequence[Position], available: int, cases: int
) -> Practitioner:
    office = number % len(offices)
    return Practitioner(
        id=f"who-{number:03}",
        grade="PO" if number % 10 == 0 else str(chosen(chance, GRADES)),
        office=f"office-{office}",
        position=offices[office],
        available=available,
        load=0,
        body="",
        conflicts=frozenset(),
        barred_from=frozenset(),
        sex=Sex.FEMALE if chance.random() < 0.7 else Sex.MALE,
        languages=frozenset(one for one in LANGUAGES if chance.random() < 0.08),
        qualifications=frozenset({"sexual offending"} if number % 5 == 0 else ()),
        restricted_from=frozenset(f"case-{chance.randrange(cases):05}" for _ in range(max(1, cases // 500))),
    )


def told(progress: Progress) -> None:
    gap = (progress.objective - progress.bound) / max(abs(progress.objective), 1)
    print(
        f"    {progress.stage}: {progress.objective:,.0f}, not under {progress.bound:,.0f} ({gap:.2%})",
        flush=True,
    )


def report(problem: Problem, plan: Plan, seconds: float) -> bool:
    """Print what was found, check it independently, and say whether it met the target."""
    started = time.perf_counter()
    checked = check(problem, plan)
    took = time.perf_counter() - started
    greedy = plan.greedy_objective
    saved = 1 - plan.objective / greedy if greedy else 0.0
    print(f"  {seconds:.1f} s; cost {plan.objective:,.0f}; greedy {greedy:,.0f} ({saved:.1%} less)")
    print(f"  gap proved {checked.gap:.2%}; nobody holds {len(plan.unallocated)}")
    print(f"  independent check: {took:.2f} s of wall time, {'holds' if checked.holds else 'does not hold'}")
    for wrong in checked.wrong:
        print(f"  WRONG: {wrong}")
    return checked.holds and checked.gap <= TARGET_GAP and seconds < TARGET_SECONDS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--staff", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fullness", type=float, nargs="*", default=[0.85, 1.0, 1.15])
    asked = parser.parse_args()
    met = True
    for fullness in asked.fullness:
        problem = an_area(asked.cases, asked.staff, seed=asked.seed, fullness=fullness)
        print(f"{asked.cases:,} cases, {asked.staff} practitioners, {fullness:.0%} full")
        started = time.perf_counter()
        plan = place(problem, progress=told)
        met &= report(problem, plan, time.perf_counter() - started)
    print("target met" if met else f"target missed: {TARGET_GAP:.0%} in {TARGET_SECONDS} s")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
