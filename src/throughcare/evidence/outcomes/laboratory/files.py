"""Trials as files: a population, its size, the money at risk and what help would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.commissioning.contracts.rules.terms import PaymentRule
from throughcare.evidence.population.bands import Help, Plan, Population, RiskBand
from throughcare.foundation.kernel import Money, Refused

from .trying import Side, Trial, pounds, side_by_side

_WORDS = {
    "population",
    "people",
    "pool",
    "cohorts",
    "seed",
    "help",
    "more_help",
    "cost_of_a_point",
    "assumed",
}


@dataclass(frozen=True)
class Scenario:
    """Everything about a trial but the rule.

    ``given`` is the help everybody may have; ``more`` further help for ``more_people`` of one band;
    ``cost_of_a_point`` pounds for each percentage point of improvement; ``assumed`` what nobody measured.
    """

    population: Population
    people: int
    pool: Money
    cohorts: int
    seed: int
    given: Help
    more: Help
    more_people: int
    cost_of_a_point: float
    assumed: Mapping[str, str]

    def trial(self, rule: PaymentRule) -> Trial:
        """The scenario under a rule."""
        return Trial(rule, self.pool, self.population, self.people, self.cohorts, self.seed)


def sides(given: Scenario, rules: Sequence[PaymentRule]) -> Iterator[Side]:
    """What each rule pays for the first cohort, helped, and how it errs on all of them: what page and console both show.

    Every rule meets the same people with the same luck.
    """
    tally = next(iter(given.trial(rules[0]).tallies(Plan(given.given))))
    for rule in rules:
        yield from side_by_side(given.trial(rule), [rule], tally, given.given)


@cache
def assumed_caseload() -> Scenario:
    """The caseload in the package, its bands assumed so that the whole meets published points."""
    return scenario_from(files(__package__).joinpath("assumed-caseload.yaml").read_text(encoding="utf-8"))


def scenario_from(text: str) -> Scenario:
    """Read a scenario from YAML; refused when a word is unknown or one that is needed is missing."""
    content = yaml.safe_load(text)
    if not isinstance(content, Mapping) or set(content) != _WORDS:
        given = set(content) if isinstance(content, Mapping) else set()
        wrong = ", ".join(sorted(given ^ _WORDS))
        raise Refused(f"a trial says {', '.join(sorted(_WORDS))}; missing or unknown here: {wrong}")
    more = content["more_help"]
    return Scenario(
        population=Population(tuple(RiskBand(**band) for band in content["population"])),
        people=content["people"],
        pool=pounds(content["pool"]),
        cohorts=content["cohorts"],
        seed=content["seed"],
        given=_help(content["help"]),
        more=_help(more),
        more_people=more["people"],
        cost_of_a_point=float(content["cost_of_a_point"]),
        assumed=content["assumed"],
    )


def _help(content: Mapping[str, Any]) -> Help:
    return Help(content["chance"], content["further"])
