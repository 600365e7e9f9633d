"""What a choice costs: each soft limit priced in workload points, line by line, so that it can be read."""

from __future__ import annotations

from dataclasses import dataclass

from throughcare.foundation.kernel import Clause, Edition, Finding

from .people import CaseToPlace, GradeRules, OverloadStep, Practitioner, Prices


@dataclass(frozen=True)
class PriceLine:
    """One thing that a choice costs, in workload points, and why; nothing is lost when it is 0."""

    what: str
    price: float
    finding: Finding


@dataclass(frozen=True)
class Terms:
    """The editions that an allocation is decided under."""

    prices: Edition[Prices]
    grades: Edition[GradeRules]


def price_lines(case: CaseToPlace, who: Practitioner, terms: Terms) -> list[PriceLine]:
    """Everything that this choice costs but for load, in a fixed order: continuity first."""
    clause = Clause("Prices of an allocation", terms.prices.name)
    return [
        PriceLine(what, amount, Finding(f"price_{what}", clause, why))
        for what, (amount, why) in _parts(case, who, terms).items()
    ]


def price(case: CaseToPlace, who: Practitioner, terms: Terms) -> float:
    """What this choice costs but for load, in workload points."""
    return sum(amount for amount, _ in _parts(case, who, terms).values())


def _parts(case: CaseToPlace, who: Practitioner, terms: Terms) -> dict[str, tuple[float, str]]:
    prices = terms.prices.table
    return {
        "continuity": _continuity(case, who, prices),
        "distance": _distance(case, who, prices),
        "language": _language(case, who, prices),
        "asked_for_sex": _asked_for(case, who, prices),
        "grade": _grade(case, who, terms),
    }


def overload_price(load: float, available: float, steps: tuple[OverloadStep, ...]) -> float:
    """What a load costs above what is available, each step's rate applying from its share on."""
    total, rate = 0.0, 0.0
    for step in steps:
        total += (step.price - rate) * max(0.0, load - available * step.from_pct / 100)
        rate = step.price
    return total


def _continuity(case: CaseToPlace, who: Practitioner, prices: Prices) -> tuple[float, str]:
    if case.manager is None and not case.earlier_managers:
        return 0.0, "nobody has held this case before"
    if case.manager == who.id:
        return 0.0, "holds the case today"
    if who.id in case.earlier_managers:
        return prices.change_to_earlier_manager, "held the case before"
    return prices.change_of_manager, "would be somebody new"


def _distance(case: CaseToPlace, who: Practitioner, prices: Prices) -> tuple[float, str]:
    if case.home is None:
        return prices.distance_unknown, "no address is known"
    km = case.home.km_to(who.position)
    beyond = max(0.0, km - prices.distance_free_km) * prices.distance_per_km
    return min(prices.distance_most, beyond), f"{km:.0f} km from home"


def _language(case: CaseToPlace, who: Practitioner, prices: Prices) -> tuple[float, str]:
    if case.language is None:
        return 0.0, "no language asked for"
    if case.language in who.languages:
        return 0.0, f"speaks {case.language}"
    return prices.language_unmet, f"does not speak {case.language}"


def _asked_for(case: CaseToPlace, who: Practitioner, prices: Prices) -> tuple[float, str]:
    if case.asked_for is None:
        return 0.0, "no practitioner's sex asked for"
    if case.asked_for is who.sex:
        return 0.0, f"a {case.asked_for.value} practitioner, as asked for"
    return prices.asked_for_sex_unmet, f"a {case.asked_for.value} practitioner was asked for"


def _grade(case: CaseToPlace, who: Practitioner, terms: Terms) -> tuple[float, str]:
    tier = "a case without a tier yet" if case.tier is None else f"tier {case.tier}"
    if who.grade in terms.grades.table.plenty(case.tier):
        return terms.prices.table.grade_is_plenty, f"a {who.grade} is more than {tier} asks for"
    return 0.0, f"a {who.grade} fits {tier}"
