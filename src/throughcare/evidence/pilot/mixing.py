"""Who arrives and what they come to, as tables: from the population's rates and from what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughcare.evidence.population.rates import lot, rates

from .assumptions import Assumptions, Curve
from .world.state import BANDS, HAZARD_WEEKS, LENGTHS, LOADS

Real = NDArray[np.float64]
WEEKS_A_MONTH = 365.25 / 12 / 7


def chances(values: Mapping[str, float]) -> Real:
    """The two-year chance of each predicted band: the middles of equal shares of a beta law."""
    from scipy.stats import beta

    mean, spread = values["two_year_mean"], values["two_year_spread"]
    return np.asarray(beta.ppf((np.arange(BANDS) + 0.5) / BANDS, mean * spread, (1 - mean) * spread))


def cumulated(curves: tuple[Curve, ...], chance: Real) -> Real:
    """The hazard spent by each week for each chance: read between the curves, and scaled so that two years give the chance."""
    known = np.array([curve.two_year for curve in curves])
    inside = np.clip(chance, known[0], known[-1])
    tau, power = (
        np.interp(inside, known, [getattr(c, name) for c in curves]) * by
        for name, by in (("tau", WEEKS_A_MONTH), ("power", 1.0))
    )
    weeks = np.arange(HAZARD_WEEKS)[np.newaxis]
    rest = 1 - power[:, np.newaxis]
    shape = ((1 + weeks / tau[:, np.newaxis]) ** rest - 1) / rest
    wanted = -np.log1p(-np.clip(chance, 0, 0.999))
    return np.ascontiguousarray(shape * (wanted / shape[:, 104])[:, np.newaxis])


def _sums(weights: list[float]) -> Real:
    return np.cumsum(np.array(weights, float)) / sum(weights)


def _kinds() -> dict[int, float]:
    """The share of each kind of sentence, by its place among the sentences of a subject."""
    months = rates()["custody_months"]["weights"]
    short = sum(w for m, w in months.items() if m < 12) / sum(months.values())
    found = {3: 0.0, 4: 0.0, 5: 0.0, 6: 0.0}
    for kind, share in lot("sentence").shares.items():
        if kind == "community order":
            found[3] += share
        elif kind == "suspended sentence order":
            found[4] += share
        else:
            found[5] += share * short
            found[6] += share * (1 - short)
    return found


def _lengths(kind: int) -> dict[int, float]:
    if kind <= 4:
        return dict(rates()["order_months"]["weights"])
    months = rates()["custody_months"]["weights"]
    return {m: w for m, w in months.items() if (m < 12) == (kind == 5)}


def mean_weeks() -> float:
    """How long somebody is supervised, in the mean, by the lengths that courts pass."""
    total = 0.0
    for kind, share in _kinds().items():
        lengths = _lengths(kind)
        total += share * sum(m * w for m, w in lengths.items()) / sum(lengths.values())
    return total * WEEKS_A_MONTH


def risk_shares() -> Real:
    """The shares of low, medium, high and very high risk of harm."""
    return np.array(list(lot("risk").shares.values()))


def fill_people(rules: np.void, assumptions: Assumptions, values: Mapping[str, float]) -> None:
    """Write the tables of who arrives, under values of the assumptions."""
    cut = values["over_cut_off"]
    rules["rsr"] = [cut / 30, cut / 5, cut, min(1.0, 1.5 * cut), 0.0]
    for at, name in ((0, "iom"), (1, "women"), (3, "public_interest"), (4, "violent"), (5, "deportation")):
        rules["cohort"][at] = values[name]
    rules["cohort"][2] = [0, 0, values["mappa_high"], values["mappa_high"], 0]
    chance = chances(values)
    for kind, name in ((3, "order"), (5, "short"), (6, "long")):
        lengths = _lengths(kind)
        spare = LENGTHS - len(lengths)
        rules[f"{name}_months"] = [*lengths, *[max(lengths)] * spare]
        rules[f"{name}_sums"] = [*_sums(list(lengths.values())), *[1.0] * spare]
    rules["kind"] = _sums(list(_kinds().values()))
    rules["risk"] = np.cumsum(risk_shares())
    rules["hazard"] = cumulated(assumptions.hazard, chance)
    rules["two_year"], rules["kilometres"] = chance, values["kilometres"]


PLAIN = (
    "excused", "on_time", "breach", "revoked", "revoked_weeks", "recall", "recall_weeks", "back", "custody_again",
    "lag_weeks", "several", "vacant_weeks", "reassign_weeks", "settle_weeks", "sessions", "session_missed",
)  # fmt: skip
EFFECTS = {
    "distance_odds": "distance", "added_days": "two_layers", "paid_breach": "paid_decider",
    "supervised_hazard": "structured_supervision", "service_hazard": "service",
    "wait_lost": "wait_for_service",
}  # fmt: skip
"""Which effect each number of the world is."""


def fill_assumed(rules: np.void, values: Mapping[str, float], effects: Mapping[str, float]) -> None:
    """Write what is assumed, whatever the area."""
    for name in PLAIN:
        rules[name] = values[name]
    for name, effect in EFFECTS.items():
        rules[name] = effects[effect]
    rules["missed"] = values["missed"] * effects["reminder"]
    rules["told"] = [0.0, values["victims_told"], values["victims_told_across"]]
    rules["change_times"] = effects["change_of_manager"] ** np.arange(8.0)
    loads = 0.5 + 1.5 * np.arange(LOADS + 1) / LOADS
    rules["load_times"] = effects["caseload"] ** -np.log2(loads)
    rules["leaving"] = -np.log1p(-values["leaving"]) / 52
    rules["up"] = [values["up_low"], values["up_medium"], values["up_high"], 0.0, 0.0]
    rules["down"] = [0.0, values["down_medium"], values["down_high"], values["down_very_high"], 0.0]


def fill_area(rules: np.void, values: Mapping[str, float], people: float, capacity: float) -> None:
    """Write what follows from the size of an area; ``capacity`` multiplies the places of its services."""
    rate = people / mean_weeks()
    weeks_in = values["sessions"] / (1 - values["session_missed"])
    rules["arrivals"] = rate * (1 - values["returning"])
    rules["places"] = max(1, round(rate * values["need"] * weeks_in * values["capacity"] * capacity))


def points_by_pool(rules: np.void, bodies: int, model: int, settle_weeks: float) -> tuple[Real, Real]:
    """The people and the points that each body would hold of one person supervised, in the mean: what posts are shared by."""
    people, points = np.zeros(bodies + 1), np.zeros(bodies + 1)
    for number, weight, where, tiers in _classes(rules, settle_weeks):
        pool = rules["manages"][model, number]
        people += np.bincount(pool, weight, bodies + 1)
        points += np.bincount(pool, weight * rules["points"][where][tiers].mean(axis=-1), bodies + 1)
    return people[:bodies], points[:bodies]


def _classes(rules: np.void, settle_weeks: float) -> list[tuple[NDArray[np.int64], Real, int, Any]]:
    """Every class of person supervised: its subjects' numbers, how many of one they are, where, and their tiers by band."""
    found = []
    total = mean_weeks()
    groups = np.arange(64)
    for kind, share in _kinds().items():
        lengths = _lengths(kind)
        weeks = WEEKS_A_MONTH * sum(m * w for m, w in lengths.items()) / sum(lengths.values())
        inside, new = (weeks / 2, min(settle_weeks, weeks / 2)) if kind >= 5 else (0.0, 0.0)
        for place, settled, spent in ((1, 1, inside), (0, 0, new), (0, 1, weeks - inside - new)):
            for risk, of_risk in enumerate(risk_shares()):
                often = rules["cohort"][:, risk]
                bits = groups[:, np.newaxis] >> np.arange(6) & 1
                weight = np.prod(np.where(bits, often, 1 - often), axis=1)
                for rsr, of_rsr in ((1, rules["rsr"][risk]), (0, 1 - rules["rsr"][risk])):
                    number = ((((risk * 7 + kind) * 2 + place) * 3 + rsr) * 64 + groups) * 2 + settled
                    whole = weight * of_risk * of_rsr * share * spent / total
                    where = 1 if place else 2 if kind >= 5 else 0
                    found.append((number, whole, where, rules["tier"][risk, rsr, groups >> 2 & 1]))
    return found
