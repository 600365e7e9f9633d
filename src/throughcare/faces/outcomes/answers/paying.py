"""What the payment laboratory shows, in plain values: rules side by side, chance, flat zone, and who is worth helping."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from throughcare.faces.web.look import charts
from throughcare.foundation.kernel import Money, Refused

from .work import Found, reached

if TYPE_CHECKING:
    from throughcare.commissioning.contracts.rules.terms import PaymentRule
    from throughcare.evidence.outcomes.laboratory.files import Scenario

SIZES = (300, 640, 1285, 2570, 5140)
FALLS = (1, 2, 3, 5)
STEPS = 3
"""Rules side by side, the flat zone, whom it makes worth helping: what a page that waits is told."""
Plain = dict[str, Any]


def editions() -> dict[str, str]:
    """Every edition of every scheme that may be looked into, by a name fit for an address, in words."""
    from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names

    return {
        f"{name}:{one.name}": f"{one.table.title}: {one.name.replace('-', ' ')}"
        for name in scheme_names()
        for one in scheme(name)
    }


def fingerprint() -> str:
    """What an answer rests on: the caseload, the areas, every rule, its cohorts too."""
    from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names
    from throughcare.evidence.outcomes.laboratory.files import assumed_caseload

    rests = [
        repr(assumed_caseload()),
        _areas(),
        *(repr(scheme(name)) for name in scheme_names()),
    ]
    return hashlib.sha256("\n".join(rests).encode()).hexdigest()[:16]


def rule_of(edition: str) -> PaymentRule:
    """The rule of one edition, by its name in an address; Refused when there is none."""
    from throughcare.commissioning.contracts.rules.schemes import scheme

    name, _, wanted = edition.partition(":")
    for one in scheme(name):
        if one.name == wanted:
            return one.table
    raise Refused("There is no such edition of a payment scheme. Choose from the list.", field="rule")


def tried(*, rule: str, made: str) -> Found:
    """Try every scheme on one made-up cohort, and look closely into one edition of one of them."""
    from throughcare.commissioning.contracts.rules.schemes import latest, scheme_names
    from throughcare.evidence.outcomes.laboratory.files import assumed_caseload

    given = assumed_caseload()
    rules = [latest(name) for name in scheme_names()]
    close = rule_of(rule)
    drawn: dict[str, bytes] = {}
    shown: Plain = {"caseload": _caseload(given), "power": _power(given), "at_risk": _at_risk()}
    shown |= {
        "scheme": editions()[rule],
        "assumed": {str(place): why for place, why in close.assumed.items()},
    }
    reached(0, STEPS)
    shown["sides"] = _sides(given, rules)
    reached(1, STEPS)
    shown["zone"] = _zone(given, close, drawn)
    reached(2, STEPS)
    shown["helping"] = _helping(given, close, drawn)
    return Found(shown, drawn)


def _caseload(given: Scenario) -> Plain:
    return {
        "people": given.people,
        "pool": str(given.pool.amount),
        "cohorts": given.cohorts,
        "seed": given.seed,
        "chance": given.population.chance,
        "help": [given.given.chance, given.given.further],
        "more": [given.more.chance, given.more.further, given.more_people],
        "cost_of_a_point": given.cost_of_a_point,
        "assumed": dict(given.assumed),
        "bands": [[b.name, b.share, b.chance, b.each] for b in given.population.bands],
    }


def _sides(given: Scenario, rules: list[PaymentRule]) -> list[Plain]:
    """The same cohort, with the same luck, under every rule."""
    from throughcare.evidence.outcomes.laboratory.files import sides

    return [
        {
            "rule": side.rule,
            "title": side.title,
            "total": str(side.statement.total.amount),
            "lines": [
                [line.kind.value, line.measure or "", str(line.amount.amount), line.finding.because]
                for line in side.statement.lines
            ],
            "for_nothing": side.mistakes.paid_for_nothing,
            "unpaid": side.mistakes.unpaid_for_real,
            "mean": side.mean_for_help,
            "assumed": side.assumed,
        }
        for side in sides(given, rules)
    ]


def _power(given: Scenario) -> Plain:
    """The chance that a true fall is found, by size of cohort; and how far chance alone moves a rate."""
    from throughcare.evidence.outcomes.laboratory.power import chance_at, people_needed, power

    before = given.population.chance
    return {
        "falls": list(FALLS),
        "rows": [
            [n, chance_at(n, before).half_width_95, [power(n, before, before - fall / 100) for fall in FALLS]]
            for n in SIZES
        ],
        "needed": [people_needed(before, before - fall / 100) for fall in FALLS],
    }


def _zone(given: Scenario, rule: PaymentRule, drawn: dict[str, bytes]) -> Plain:
    from throughcare.evidence.outcomes.laboratory.flat_zone import payment_curve, spending

    curve = payment_curve(given.trial(rule))
    drawn["zone"] = charts.curves(
        "What a result earns",
        {"payment": [(point.change, point.pounds / 1000) for point in curve]},
        across="points better than expected",
        unit="thousand pounds",
    )
    found = spending(curve, given.cost_of_a_point)
    shown: Plain = {"points": [[p.change, p.pounds] for p in curve[:: max(1, len(curve) // 12)]]}
    if found is not None:
        zone = found.zone
        shown |= {"low": zone.low, "high": zone.high, "gain": found.gain, "breaks_even": found.breaks_even_at}
    return shown


def _helping(given: Scenario, rule: PaymentRule, drawn: dict[str, bytes]) -> list[Plain]:
    from throughcare.evidence.outcomes.laboratory.helping import with_and_without_hurdle

    found = with_and_without_hurdle(
        given.trial(rule), given.more, people=given.more_people, already=given.given
    )
    rows = {b.band: {"with hurdle": b.with_hurdle.pounds, "without": b.without_hurdle.pounds} for b in found}
    drawn["helping"] = charts.dots("Pounds for helping one more person", rows, unit="pounds a person")
    return [
        {
            "band": b.band,
            "chance": b.chance,
            "with": [b.with_hurdle.pounds, b.with_hurdle.error],
            "without": [b.without_hurdle.pounds, b.without_hurdle.error],
        }
        for b in found
    ]


def _areas() -> str:
    return files(__package__).joinpath("areas.yaml").read_text("utf-8")


def _at_risk() -> Plain:
    from throughcare.commissioning.contracts.rules.at_risk import AtRisk
    from throughcare.evidence.outcomes.laboratory.helping import at_risk_by_area

    told: Mapping[str, Any] = yaml.safe_load(_areas())
    areas = [
        AtRisk(one["area"], Money(Decimal(one["maximum"])), Money(Decimal(one["fee"])))
        for one in told["areas"]
    ]
    rows = [
        [a.area, str(a.maximum.amount), str(a.fee.amount), str(a.pool.amount), float(a.share)]
        for a in at_risk_by_area(areas)
    ]
    return {"label": told["label"], "source": told["source"], "rows": rows}
