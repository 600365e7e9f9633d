"""What is not known, beside what chance does: draws of every assumption, the effects nobody measured, and which number matters most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from . import gaining
from .assumptions import Assumption, Assumptions, Effect, assumptions_on
from .comparing import FIGURES, Difference, Figure, check_alike, compared, counts_of
from .costing import Provided, money_differences, provided
from .design import Design
from .gaining import Gains
from .paying import Payment, payments
from .placing import Placed, placed
from .running import Run, Spec, run_design

if TYPE_CHECKING:
    from .keeping import Kept

Real = NDArray[np.float64]
Told = Callable[[int, int], None]
HEADLINE: Final = FIGURES[0]
LEVELS: Final = ("null", "middle", "far")
NINETY: Final = 1.645


def at_luck(low: float, middle: float, high: float, luck: float) -> float:
    """The value at a piece of luck: from the low end to the middle in the first half, from there to the high end in the second."""
    return low + 2 * luck * (middle - low) if luck < 0.5 else middle + (2 * luck - 1) * (high - middle)


def groups_of(assumptions: Assumptions) -> dict[str, list[Assumption]]:
    """Assumptions by what moves together."""
    found: dict[str, list[Assumption]] = {}
    for one in assumptions.values.values():
        found.setdefault(one.group, []).append(one)
    return found


def studied(assumptions: Assumptions, *designs: Design) -> list[Effect]:
    """The effects of which some study gave a size, and that act under one of the designs."""
    brought = {name for design in designs for name in design.brings}
    return [e for e in assumptions.effects.values() if e.known and (e.always or e.name in brought)]


def never_studied(assumptions: Assumptions) -> list[Effect]:
    """The effects of which nobody gave a size."""
    return [effect for effect in assumptions.effects.values() if not effect.known]


@dataclass(frozen=True)
class Draw:
    """One draw of what is assumed: the luck of each group and effect, and the values that follow."""

    lucks: Mapping[str, float]
    values: Mapping[str, float]
    effects: Mapping[str, float]


def drawn(assumptions: Assumptions, effects: list[Effect], many: int, seed: int) -> list[Draw]:
    """So many draws of every group and every studied effect, spread evenly (Sobol's points, scrambled by the seed)."""
    from scipy.stats.qmc import Sobol

    groups = groups_of(assumptions)
    names = [*groups, *(effect.name for effect in effects)]
    points = Sobol(len(names), seed=seed).random(many)
    found = []
    for point in points:
        lucks = dict(zip(names, map(float, point), strict=True))
        values = {
            one.name: at_luck(one.low, one.value, one.high, lucks[group])
            for group, members in groups.items()
            for one in members
        }
        sizes = {e.name: at_luck(e.least, e.middle, e.far, lucks[e.name]) for e in effects}
        found.append(Draw(lucks, values, sizes))
    return found


@dataclass(frozen=True)
class Bars:
    """A difference with its two bars, each the half of a 90% range: what chance does, and what is not known; never their sum alone."""

    mean: float
    chance: float
    ignorance: float

    @property
    def low(self) -> float:
        """The low end with both."""
        return self.mean - float(np.hypot(self.chance, self.ignorance))

    @property
    def high(self) -> float:
        """The high end with both."""
        return self.mean + float(np.hypot(self.chance, self.ignorance))


def bars(by: Real) -> Bars:
    """The bars of differences by draw and replication: variance within draws is chance, what is left between them ignorance."""
    many = by.shape[1]
    within = float(by.var(axis=1, ddof=1).mean()) if many > 1 else 0.0
    between = float(by.mean(axis=1).var(ddof=1)) if len(by) > 1 else 0.0
    left = max(0.0, between - within / many)
    return Bars(float(by.mean()), NINETY * within**0.5, NINETY * left**0.5)


@dataclass(frozen=True)
class AtLevel:
    """What two designs differ by where an effect that nobody measured is null, in the middle, or at its far end."""

    effect: Effect
    by: Mapping[str, Difference]

    @property
    def turns(self) -> bool:
        """Whether the sign is seen to turn, beyond what chance does, between one size and another."""
        found = self.by.values()
        return any(one.low > 0 for one in found) and any(one.high < 0 for one in found)

    def leaves(self, above: bool) -> bool:
        """Whether at every size the difference is seen to lie above nought, or below it."""
        return all(one.low > 0 if above else one.high < 0 for one in self.by.values())


@dataclass(frozen=True)
class Swing:
    """What one group of assumptions, or one studied effect, does to the difference at its low and high end."""

    name: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the two ends are."""
        return abs(self.high - self.low)


@dataclass(frozen=True, eq=False)
class Doubted:
    """Everything that is told of a difference: its bars, its sign where effects are unknown, what matters most, and every draw.

    ``middle`` are all figures with what is assumed at its middle, ``whom`` who gets more or less then, ``payments`` what payment by
    results would come to then, ``costs`` what each body spends then and ``providers`` how whoever is paid fares under each; ``places`` what the figures of areas differ by then in each; ``gains`` are the reoffences that the second design avoids for each 1,000 people and year, by draw.
    """

    one: Design
    other: Design
    figure: Figure
    bars: Bars
    levels: tuple[AtLevel, ...]
    swings: tuple[Swing, ...]
    draws: tuple[Draw, ...]
    gains: Real
    middle: tuple[Difference, ...]
    whom: Gains
    payments: tuple[Payment, ...]
    costs: tuple[Difference, ...]
    providers: tuple[tuple[Provided, ...], tuple[Provided, ...]]
    places: tuple[Placed, ...]

    @property
    def turns(self) -> tuple[str, ...]:
        """The unmeasured effects whose size would turn the sign of the difference."""
        return tuple(one.effect.name for one in self.levels if one.turns)

    @property
    def is_known(self) -> bool:
        """Whether a sign may be told: both bars together leave it, and every size of every effect that nobody measured does."""
        above = self.bars.mean > 0
        ends = self.bars.low > 0 if above else self.bars.high < 0
        return ends and all(one.leaves(above) for one in self.levels)

    @property
    def headline(self) -> str:
        """One sentence that says no more than is known."""
        names = f"{self.other.name} against {self.one.name}"
        if self.turns:
            said = " and ".join(name.replace("_", " ") for name in self.turns)
            return f"Not known: whether {names} has more or fewer reoffend turns on the effect of {said}, which nobody measured."
        if not self.is_known:
            return f"Not known: {names} may have more or fewer reoffend, by what chance does and by what is not known."
        way = "more" if self.bars.mean > 0 else "fewer"
        low, high = sorted((abs(self.bars.low), abs(self.bars.high)))
        return f"If what is assumed lies in its ranges, {names} has {way} reoffend: {low:.1f} to {high:.1f} in 100."


def doubt(
    one: Design,
    other: Design,
    spec: Spec,
    *,
    draws: int = 64,
    threads: int | None = None,
    told: Told = lambda done, of: None,
    stop: Callable[[], bool] = lambda: False,
    kept: Kept | None = None,
) -> Doubted:
    """Compare two designs under draws of everything assumed, at each level of what nobody measured, and one at a time."""
    check_alike(one, other)
    assumptions = assumptions_on(one.starts).table
    effects = studied(assumptions, one, other)
    plan = _Plan(
        one, other, spec, threads, told, stop, kept, total=draws + 3 * len(never_studied(assumptions))
    )
    groups = groups_of(assumptions)
    plan.total += 2 * (len(groups) + len(effects)) + 1
    some = drawn(assumptions, effects, draws, spec.seed)
    pairs = [plan.pair(draw.values, draw.effects) for draw in some]
    by = np.array([_by(pair) for pair in pairs])
    levels = tuple(_at_levels(plan, effect) for effect in never_studied(assumptions))
    swings = [_swing(plan, name, *_ends(members)) for name, members in groups.items()]
    swings += [_swing(plan, e.name, ({}, {e.name: e.least}), ({}, {e.name: e.far})) for e in effects]
    runs = plan.pair({}, {})
    gains = np.array([_avoided(pair) for pair in pairs])
    swings.sort(key=lambda swing: -swing.width)
    return Doubted(
        one, other, HEADLINE, bars(by), levels, tuple(swings), tuple(some), gains,
        compared(*runs).differences, gaining.gains(*runs), payments(*runs),
        money_differences(*runs), (provided(runs[0]), provided(runs[1])), placed(*runs),
    )  # fmt: skip


@dataclass
class _Plan:
    """Runs pairs and says how many of all are done."""

    one: Design
    other: Design
    spec: Spec
    threads: int | None
    told: Told
    stop: Callable[[], bool]
    kept: Kept | None
    total: int
    done: int = 0

    def pair(self, values: Mapping[str, float], effects: Mapping[str, float]) -> tuple[Run, Run]:
        """Both designs under the same values and effects, for the same luck."""
        spec = replace(self.spec, values=dict(values), effects=dict(effects))
        runs = [
            run_design(design, spec, threads=self.threads, stop=self.stop, kept=self.kept)
            for design in (self.one, self.other)
        ]
        self.done += 1
        self.told(self.done, self.total)
        return runs[0], runs[1]


def _by(pair: tuple[Run, Run]) -> Real:
    one, other = (HEADLINE.of(counts_of(run)) for run in pair)
    return other - one


def _avoided(pair: tuple[Run, Run]) -> float:
    rates = []
    for run in pair:
        counts = counts_of(run)
        rates.append(1000 * counts["offences"].sum() / counts["person_years"].sum())
    return float(rates[0] - rates[1])


def _at_levels(plan: _Plan, effect: Effect) -> AtLevel:
    found: dict[str, Difference] = {}
    for level in LEVELS:
        first, second = plan.pair({}, {effect.name: getattr(effect, level)})
        found[level] = compared(first, second).differences[0]
    return AtLevel(effect, found)


Ends = tuple[Mapping[str, float], Mapping[str, float]]


def _ends(members: list[Assumption]) -> tuple[Ends, Ends]:
    return ({one.name: one.low for one in members}, {}), ({one.name: one.high for one in members}, {})


def _swing(plan: _Plan, name: str, low: Ends, high: Ends) -> Swing:
    found = [float(_by(plan.pair(*end)).mean()) for end in (low, high)]
    return Swing(name, found[0], found[1])
