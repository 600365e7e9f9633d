"""Trials as files: a population, its size, the money at risk and what help would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from throughcare.commissioning.contracts.rules.terms import PaymentRule
from throughcare.evidence.population.bands import Help, Plan, Population, RiskBand
from throughcare.foundation.kernel import Money, Refused, columns_fault

from ..written import read_yaml
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
    content = read_yaml(text, "the trial")
    given = [str(word) for word in content] if isinstance(content, Mapping) else []
    words = sorted(_WORDS)
    if wrong := columns_fault(given, words, words, what="word"):
        raise Refused(f"a trial says {', '.join(words)}; here, {wrong}")
    _check_parts(content)
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


_PARTS = {"help": ("chance", "further"), "more_help": ("chance", "further", "people")}


def _check_parts(content: Mapping[str, Any]) -> None:
    """Refuse a part that lacks a word or has one that nothing reads."""
    band, must = _words_of(RiskBand)
    bands = [
        (f"band {n} of the population", one, band, must) for n, one in enumerate(content["population"], 1)
    ]
    parts = [(name, content[name], words, words) for name, words in _PARTS.items()]
    for where, part, words, needed in (*bands, *parts):
        given = [str(word) for word in part] if isinstance(part, Mapping) else []
        if wrong := columns_fault(given, words, needed, what="word"):
            raise Refused(f"{where}: {wrong}")


def _words_of(kind: type[RiskBand]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every word that a part may say, and those that it must."""
    known = fields(kind)
    must = (f.name for f in known if f.default is MISSING and f.default_factory is MISSING)
    return tuple(f.name for f in known), tuple(must)


def _help(content: Mapping[str, Any]) -> Help:
    return Help(content["chance"], content["further"])
