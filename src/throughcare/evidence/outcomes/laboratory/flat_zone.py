"""Where a better result earns no more, so that spending less pays more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.evidence.population.bands import mean_square

from .trying import Trial, settled


@dataclass(frozen=True)
class CurvePoint:
    """A change for the better, in percentage points of people reoffending, and the pounds it earns."""

    change: float
    pounds: float


@dataclass(frozen=True)
class FlatZone:
    """Changes, in percentage points, between which the rule pays the same."""

    low: float
    high: float
    pounds: float

    @property
    def width(self) -> float:
        """How many points wide it is."""
        return self.high - self.low


@dataclass(frozen=True)
class Spending:
    """What a provider keeps by doing the least and the most that the flat zone allows.

    ``gain`` is how much better off it is at the bottom of the zone than where it started; ``breaks_even_at``
    the least change beyond the zone that leaves it no worse off than at the bottom, None if none does.
    """

    zone: FlatZone
    gain: float
    breaks_even_at: float | None


def payment_curve(trial: Trial, *, reach: int | None = None) -> tuple[CurvePoint, ...]:
    """What is paid for each whole number of reoffenders from far worse to far better, with no luck in it.

    ``reach`` is how many people either side of what is expected; a tenth of the cohort unless given.
    Reoffences keep the population's average a reoffender, so only the binary result moves.
    """
    base = _expected_tally(trial)
    reach = trial.people // 10 if reach is None else reach
    low, high = max(-reach, base.reoffenders - trial.people), min(reach, base.reoffenders)
    return tuple(_point(trial, base, fewer) for fewer in range(low, high + 1))


def flat_zone(curve: Sequence[CurvePoint]) -> FlatZone | None:
    """The stretch around no change in which a better result earns no more; None when every person counts."""
    middle = min(range(len(curve)), key=lambda i: abs(curve[i].change))
    low = high = middle
    while low > 0 and curve[low - 1].pounds == curve[middle].pounds:
        low -= 1
    while high + 1 < len(curve) and curve[high + 1].pounds == curve[middle].pounds:
        high += 1
    if low == high:
        return None
    return FlatZone(curve[low].change, curve[high].change, curve[middle].pounds)


def spending(curve: Sequence[CurvePoint], cost_of_a_point: float) -> Spending | None:
    """What the zone does to a provider to whom each point of improvement costs so many pounds."""
    zone = flat_zone(curve)
    if zone is None:
        return None
    at_bottom = zone.pounds - cost_of_a_point * zone.low
    beyond = [
        p.change for p in curve if p.change > zone.high and p.pounds - cost_of_a_point * p.change >= at_bottom
    ]
    return Spending(zone, gain=-cost_of_a_point * zone.low, breaks_even_at=min(beyond, default=None))


def _point(trial: Trial, base: Tally, fewer: int) -> CurvePoint:
    share = Decimal(base.reoffenders - fewer) / base.reoffenders
    moved = replace(
        base,
        reoffenders=base.reoffenders - fewer,
        reoffences=max(round(base.reoffences * share), base.reoffenders - fewer),
        reoffence_squares=round(base.reoffence_squares * share),
        severity=base.severity * share,
        severity_squares=base.severity_squares * share,
    )
    return CurvePoint(100 * fewer / trial.people, float(settled(trial, moved).total.amount))


def _expected_tally(trial: Trial) -> Tally:
    """The cohort exactly as expected, to the nearest person."""
    bands, sizes = trial.population.bands, trial.population.sizes(trial.people)
    likely = [(band, size * band.chance) for band, size in zip(bands, sizes, strict=True)]
    squares = [(band, n * mean_square(band)) for band, n in likely]
    outcomes = sorted({name for band in bands for name in band.achieving})
    return Tally(
        people=trial.people,
        reoffenders=round(sum(n for _, n in likely)),
        reoffences=round(sum(n * band.each for band, n in likely)),
        reoffence_squares=round(sum(n for _, n in squares)),
        severity=Decimal(repr(sum(n * band.each * band.severity for band, n in likely))),
        severity_squares=Decimal(repr(sum(n * band.severity**2 for band, n in squares))),
        achieved={
            name: round(sum(size * b.achieving.get(name, 0.0) for b, size in zip(bands, sizes, strict=True)))
            for name in outcomes
        },
        known=dict.fromkeys(outcomes, trial.people),
        predicted=Decimal(repr(float(sum(n for _, n in likely)))),
    )
