"""Running a design: blocks of one area and one replication, shared out over threads; the same bytes however they are shared."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from throughcare.casework.allocation.rules.points import workload_on
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import InFlight

from . import tables
from .assumptions import Assumptions, assumptions_on
from .design import Design, Staff
from .effort import EVEN
from .keeping import Kept, mark_of
from .mixing import chances, fill_area, fill_assumed, fill_people, points_by_pool
from .putting_forward import put_forward
from .world.state import (
    AREA,
    FREE_TOP,
    FULL,
    HUB,
    LOG,
    LOGGED,
    MEASURES,
    NEVER,
    PERSON,
    POOLS,
    POST,
    RULES,
    WARM,
    World,
)

if TYPE_CHECKING:
    from throughcare.foundation.operating_model.rules import BodyKind

Counts = NDArray[np.int64]
WARM_WEEKS, QUARTER = 52, 13
MOST_WEEKS = 1040
COUNTED = ("out", "by_decile", "by_level", "by_group")


@dataclass(frozen=True)
class Spec:
    """How long and how often a design is run, and under what: ``values`` and ``effects`` stand before the design's own."""

    weeks: int = 260
    replications: int = 20
    seed: int = 1
    first: int = 0
    values: Mapping[str, float] = field(default_factory=dict)
    effects: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (QUARTER <= self.weeks <= MOST_WEEKS and self.weeks % QUARTER == 0):
            raise Refused(
                f"{self.weeks} weeks: expected whole quarters (13 weeks) up to {MOST_WEEKS}", field="weeks"
            )
        if not 1 <= self.replications <= 10_000:
            raise Refused(f"{self.replications} replications: expected 1 to 10,000", field="replications")


class Stopped(Exception):
    """A run that was told to stop."""


class BlockFailed(Exception):
    """A run of which one block failed: which, and how many were done."""


@dataclass(frozen=True, eq=False)
class Block:
    """What one area did in one replication: counts by quarter, body (the last is nobody) and measure; by predicted decile; by level; by groups."""

    out: Counts
    by_decile: Counts
    by_level: Counts
    by_group: Counts
    visits: int


@dataclass(frozen=True, eq=False)
class Run:
    """Every block of a design: counts by replication, area, quarter, body and measure."""

    design: Design
    spec: Spec
    bodies: tuple[BodyKind, ...]
    out: Counts
    by_decile: Counts
    by_level: Counts
    by_group: Counts
    visits: int

    def total(self, measure: str) -> Counts:
        """A measure over all quarters, areas and bodies, by replication."""
        found: Counts = self.out[..., MEASURES.index(measure)].sum(axis=(1, 2, 3))
        return found

    def of_body(self, measure: str) -> Counts:
        """A measure over all quarters and areas, by replication and body."""
        found: Counts = self.out[..., MEASURES.index(measure)].sum(axis=(1, 2))
        return found

    @cached_property
    def hash(self) -> str:
        """A mark of every count: equal runs have equal marks."""
        digest = hashlib.sha256()
        for name in COUNTED:
            digest.update(np.ascontiguousarray(getattr(self, name)).tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class Prepared:
    """Everything that the blocks of a design share: what each area is told, in one record, and the bodies in their order."""

    design: Design
    spec: Spec
    bodies: tuple[BodyKind, ...]
    rules: Mapping[str, np.void]


def effects_of(assumptions: Assumptions, design: Design, given: Mapping[str, float]) -> dict[str, float]:
    """The size of every effect: given, then the design's own, then the middle; null of what the design does not bring."""
    found = {}
    for name, effect in assumptions.effects.items():
        acts = effect.always or name in design.brings
        found[name] = given.get(name, design.effects.get(name, effect.middle)) if acts else effect.null
    return found


def values_of(assumptions: Assumptions, design: Design, given: Mapping[str, float]) -> dict[str, float]:
    """Every value assumed: as published or chosen, then as given, then as the design says."""
    usual = {name: one.value for name, one in assumptions.values.items()}
    return usual | dict(given) | {name: at for name, at in design.assume.items() if name in usual}


def prepared(design: Design, spec: Spec) -> Prepared:
    """The tables of a design, made from the rules and what is assumed."""
    assumptions = assumptions_on(design.starts).table
    values = values_of(assumptions, design, spec.values)
    rules = np.zeros(1, RULES)[0]
    fill_people(rules, assumptions, values)
    effects = effects_of(assumptions, design, spec.effects)
    fill_assumed(rules, values, effects)
    _fill_effort(rules, design, values, effects["service"])
    ruled = tables.ruled(design.before, design.after, design.starts)
    if len(ruled.bodies) > POOLS:
        raise Refused(f"{len(ruled.bodies)} bodies manage, tell or decide; a pilot holds at most {POOLS}")
    _fill_rules(rules, design, ruled, values)
    held = [points_by_pool(rules, len(ruled.bodies), model, values["settle_weeks"]) for model in (0, 1)]
    found = {}
    for area, people in design.areas.items():
        of_area = rules.copy()
        fill_area(of_area, values, people, design.capacity)
        of_area["post_counts"][:, : len(ruled.bodies)] = _posts(design, ruled.bodies, people, held, values)
        of_area["usual_load"] = held[0][1].sum() * people / of_area["post_counts"][0].sum()
        of_area["switch_week"] = WARM_WEEKS + (design.changes_at(area) - design.starts).days // 7
        found[area] = of_area
    return Prepared(design, spec, ruled.bodies, found)


def _fill_rules(rules: np.void, design: Design, ruled: tables.Ruled, values: Mapping[str, float]) -> None:
    on, bodies = design.starts, len(ruled.bodies)
    for name in ("manages", "notifies", "decides", "tells", "refer_days", "keeps"):
        rules[name] = getattr(ruled, name)
    rules["paid"][:, : bodies + 1] = ruled.paid
    rules["follows"] = design.after.in_flight.value is InFlight.STAY
    percentages = tuple(round(100 * float(chance), 1) for chance in chances(values))
    rules["at_change"], rules["tier"] = tables.changes(design.after, on), tables.tiers(on, percentages)
    rules["points"], rules["must"], rules["counts"] = tables.points(on), tables.musts(on), tables.counts()
    rules["recall_days"] = tables.recall_days(on)
    rules["early_weeks"], rules["spacing"] = tables.packages(on)
    rules["target"] = workload_on(on).table.grades["PO"].target
    for name, number in tables.clocks(on).items():
        rules[name] = number


def _fill_effort(rules: np.void, design: Design, values: Mapping[str, float], helped: float) -> None:
    for model, effort in enumerate((EVEN, design.effort)):
        rules["need"][model] = put_forward(
            effort, even=values["need"], follows=values["effort_follows"], chances=rules["two_year"],
            hazard=rules["hazard"], several=values["several"], helped=helped,
        )  # fmt: skip


def _posts(
    design: Design,
    bodies: Sequence[BodyKind],
    people: int,
    held: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]],
    values: Mapping[str, float],
) -> Counts:
    """The posts of each body in an area, before and after: by the points it holds, unless the design says how many people each has."""
    found = np.zeros((2, len(bodies)), np.int64)
    for model, (heads, points) in enumerate(held):
        staff = design.staff if model else Staff()
        whole = heads.sum() * people / (staff.everywhere or values["people_for_each"])
        wanted = whole * points / max(points.sum(), 1e-9)
        for at, body in enumerate(bodies):
            if body in staff.at:
                wanted[at] = heads[at] * people / staff.at[body]
        found[model] = np.where(wanted > 0, np.maximum(np.floor(wanted + 0.5), 1), 0)
    return found


def a_world(prepared: Prepared, area: str, slots: int, rows: int = 0) -> World:
    """An empty world for one area, with so many rows of a log."""
    rules, bodies = prepared.rules[area], len(prepared.bodies)
    counts = rules["post_counts"][:, :bodies]
    most = (
        np.maximum(counts.max(axis=0), counts[1].sum() + bodies) if rules["follows"] else counts.max(axis=0)
    )
    weeks = WARM_WEEKS + prepared.spec.weeks
    people, post = np.zeros(slots, PERSON), np.zeros(max(1, int(most.sum())), POST)
    people["due"], people["number"], people["free"] = -1, -1, np.arange(slots - 1, -1, -1)
    post["gone"], post["leaves"] = -1, NEVER
    hub = np.zeros(1, HUB)[0]
    hub["nobody"] = bodies
    hub["first_post"][:bodies] = np.concatenate([[0], np.cumsum(most)[:-1]])
    hub["at"][[FREE_TOP, WARM]] = slots, WARM_WEEKS
    hub["at"][AREA] = list(prepared.design.areas).index(area)
    out = np.zeros((weeks, bodies + 1, len(MEASURES)), np.int64)
    return World(
        people,
        post,
        np.zeros((slots, 2), np.int64),
        out,
        np.full(weeks, -1, np.int32),
        hub,
        np.zeros(rows, LOG),
    )


def run_world(prepared: Prepared, area: str, replication: int, rows: int = 0) -> tuple[World, int]:
    """The world of one area after all its weeks, and the visits made; made larger and run again where it ran out of room.

    With ``rows`` a log is kept, of as many rows as turn out to be wanted.
    """
    from .world.luck import key_of
    from .world.weeks import run

    slots = int(prepared.design.areas[area] * 1.9) + 600
    while True:
        world = a_world(prepared, area, slots, rows)
        key = key_of(prepared.spec.seed, replication)
        visits = run(world, prepared.rules[area], key)
        wanted = int(world.hub["at"][LOGGED])
        if not world.hub["at"][FULL] and wanted <= rows:
            return world, int(visits)
        slots, rows = slots * (2 if world.hub["at"][FULL] else 1), max(rows, 2 * wanted)


def run_block(prepared: Prepared, area: str, replication: int) -> Block:
    """One area, one replication: its counts by quarter, the warming up left out."""
    world, visits = run_world(prepared, area, replication)
    kept = world.out[WARM_WEEKS:]
    quarters = kept.reshape(-1, QUARTER, *kept.shape[1:]).sum(axis=1)
    return Block(quarters, world.hub["by_decile"], world.hub["by_level"], world.hub["by_group"], visits)


def run_design(
    design: Design,
    spec: Spec,
    *,
    threads: int | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
    stop: Callable[[], bool] = lambda: False,
    kept: Kept | None = None,
) -> Run:
    """Run a design; ``told`` hears how many blocks are done of how many, ``stop`` says whether to give up (raises Stopped).

    With ``kept`` each block is kept as it ends, and one that was kept is taken up: the bytes are the same as of one run.
    """
    ready = prepared(design, spec)
    areas = list(design.areas)
    asked = [(r, a) for r in range(spec.replications) for a in range(len(areas))]
    blocks: dict[tuple[int, int], Block] = {}
    pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)
    try:
        waiting = {pool.submit(_block, ready, areas[a], spec.first + r, kept): (r, a) for r, a in asked}
        left = set(waiting)
        while left:
            done, left = wait(left, timeout=0.5, return_when=FIRST_COMPLETED)
            for one in done:
                r, a = waiting[one]
                blocks[r, a] = _of(one, areas[a], spec.first + r, len(blocks), len(asked))
            told(len(blocks), len(asked))
            if stop():
                raise Stopped(f"stopped after {len(blocks)} of {len(asked)} blocks")
    finally:
        pool.shutdown(cancel_futures=True)
    return _gathered(design, spec, ready, blocks)


def _block(ready: Prepared, area: str, replication: int, kept: Kept | None) -> Block:
    if kept is None:
        return run_block(ready, area, replication)
    areas, spec = ready.design.areas, ready.spec
    told = (list(areas).index(area), areas[area], len(ready.bodies), spec.weeks, spec.seed, replication)
    mark = mark_of(ready.rules[area], *told)
    if found := kept.find(mark):
        return Block(**{name: found[name] for name in COUNTED}, visits=int(found["visits"]))
    block = run_block(ready, area, replication)
    counts = {name: getattr(block, name) for name in COUNTED}
    kept.keep(mark, {**counts, "visits": np.array(block.visits)})
    return block


def _of(future: Future[Block], area: str, replication: int, done: int, of: int) -> Block:
    try:
        return future.result()
    except Exception as fault:
        said = f"replication {replication + 1} of {area} failed after {done} of {of} blocks"
        raise BlockFailed(f"{said}: {type(fault).__name__}: {fault}") from fault


def _gathered(design: Design, spec: Spec, ready: Prepared, blocks: Mapping[tuple[int, int], Block]) -> Run:
    many = len(design.areas)

    def together(name: str) -> Counts:
        rows = [[getattr(blocks[r, a], name) for a in range(many)] for r in range(spec.replications)]
        return np.array(rows, np.int64)

    counts = {name: together(name) for name in COUNTED}
    return Run(design, spec, ready.bodies, **counts, visits=sum(block.visits for block in blocks.values()))
