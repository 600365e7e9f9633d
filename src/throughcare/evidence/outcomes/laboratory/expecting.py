"""What a rule's measures expect of a population, and each drawn cohort as the tally that a rule pays on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.commissioning.contracts.rules.terms import Against, Kind, PaymentRule
from throughcare.evidence.population.bands import Draw, Drawn, Plan, Population, mean_square


def tallies(draw: Draw, plan: Plan) -> Iterator[Tally]:
    """A tally for each cohort, under a plan of help."""
    return (_tally(parts) for parts in draw.of(plan))


def expectations(
    rule: PaymentRule, population: Population, people: int, comparison_ratio: int = 10
) -> dict[str, Expected]:
    """What each measure of a rule would expect of this population, had nobody helped.

    A baseline is taken as known. A comparison group of ``comparison_ratio`` times the cohort has the
    error that its size leaves it.
    """
    found = {}
    for paying in rule.measures:
        if paying.against is Against.NOTHING:
            continue
        rate, variance = _moments(paying.kind, paying.outcome, population)
        others = people * comparison_ratio if paying.against is Against.COMPARISON else 0
        found[paying.name] = Expected(
            rate=_exact(rate),
            error=_exact((variance / others) ** 0.5) if others else Decimal(0),
            variance=_exact(variance),
            predicted=_exact(population.chance),
        )
    return found


def _tally(parts: Sequence[Drawn]) -> Tally:
    reoffences = [int(part.counts.sum()) for part in parts]
    squares = [int((part.counts * part.counts).sum()) for part in parts]
    severities = [_exact(part.band.severity) for part in parts]
    outcomes = {name for part in parts for name in part.achieved}
    people = sum(len(part.counts) for part in parts)
    return Tally(
        people=people,
        reoffenders=sum(int((part.counts > 0).sum()) for part in parts),
        reoffences=sum(reoffences),
        reoffence_squares=sum(squares),
        severity=sum((s * n for s, n in zip(severities, reoffences, strict=True)), Decimal(0)),
        severity_squares=sum((s * s * n for s, n in zip(severities, squares, strict=True)), Decimal(0)),
        achieved={name: sum(part.achieved.get(name, 0) for part in parts) for name in sorted(outcomes)},
        known=dict.fromkeys(sorted(outcomes), people),
        predicted=sum((_exact(part.band.chance) * len(part.counts) for part in parts), Decimal(0)),
    )


def _moments(kind: Kind, outcome: str | None, population: Population) -> tuple[float, float]:
    """Mean and variance, a person (a reoffender where that is the unit), over all bands."""
    if kind is Kind.ACHIEVED:
        rate = sum(band.share * band.achieving.get(outcome or "", 0.0) for band in population.bands)
        return rate, rate * (1 - rate)
    if kind is Kind.BINARY:
        return population.chance, population.chance * (1 - population.chance)
    first = second = 0.0
    for band in population.bands:
        weight = band.severity if kind is Kind.SEVERITY else 1.0
        first += band.share * band.chance * band.each * weight
        second += band.share * band.chance * mean_square(band) * weight**2
    if kind is Kind.PER_REOFFENDER:
        first, second = first / population.chance, second / population.chance
    return first, second - first**2


def _exact(number: float) -> Decimal:
    return Decimal(repr(float(number)))
