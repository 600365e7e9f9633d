"""A pilot of an area: 25,000 people, 260 weeks, 100 replications, in nanoseconds a person-week; beside a plain weekly loop in numpy and events in SimPy.

Run ``python benchmarks/bench_pilot.py [--people 25000] [--replications 100]``. The first block compiles and is not counted.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import simpy

from throughcare.evidence.pilot.design import of_preset
from throughcare.evidence.pilot.running import WARM_WEEKS, Spec, prepared, run_block, run_design

DESIGN, WEEKS, AIM = "transforming-rehabilitation-2014", 260, 5.0
LOOP_WEEKS = 26


def main() -> None:
    """Print seconds by the clock and of processor, visits, and nanoseconds for each person and week."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--replications", type=int, default=100)
    given = parser.parse_args()
    design = replace(of_preset(DESIGN), areas={"one area": given.people})
    spec = Spec(weeks=WEEKS, replications=given.replications)
    run_block(prepared(design, Spec(weeks=WEEKS)), "one area", 0)
    print(
        f"load {os.getloadavg()[0]:.1f}; {given.people:,} people, {WEEKS} weeks, {given.replications} replications"
    )
    wall, used = time.perf_counter(), time.process_time()
    found = run_design(design, spec)
    wall, used = time.perf_counter() - wall, time.process_time() - used
    weeks = given.people * (WEEKS + WARM_WEEKS) * given.replications
    print(f"{wall:.1f} s by the clock (aim {AIM:.0f} s), {used:.1f} s of processor, mark {found.hash[:16]}")
    print(
        f"{used / weeks * 1e9:.1f} ns a person-week with the year that warms up, {found.visits / weeks:.3f} visits each"
    )
    print(f"{used / found.visits * 1e9:.0f} ns a visit")
    print(
        f"a plain loop in numpy, eight draws and no rule: {a_plain_loop(given.people):.0f} ns a person-week"
    )
    print(
        f"SimPy, each person visited as often, one draw a visit and no rule: {by_events(found.visits / weeks):,.0f} ns a visit"
    )


def by_events(often: float, people: int = 2_000, weeks: int = 52) -> float:
    """Nanoseconds a visit of people who are each visited so often a week by a process of their own."""
    luck, world = random.Random(1), simpy.Environment()
    visits = 0

    def life() -> Iterator[simpy.Event]:
        nonlocal visits
        while True:
            yield world.timeout(luck.expovariate(often))
            visits += 1

    for _ in range(people):
        world.process(life())
    used = time.process_time()
    world.run(until=weeks)
    return (time.process_time() - used) / visits * 1e9


def a_plain_loop(people: int) -> float:
    """Nanoseconds a person-week of passes over whole columns, one draw for each thing that can happen."""
    luck, state = np.random.default_rng(1), [np.zeros(people) for _ in range(12)]
    used = time.process_time()
    for _ in range(LOOP_WEEKS):
        for column in state[:8]:
            happens = luck.random(people) < 0.1
            column += np.where(happens, 1.0, 0.0)
        for column in state[8:]:
            column += state[0]
    return (time.process_time() - used) / (people * LOOP_WEEKS) * 1e9


if __name__ == "__main__":
    main()
