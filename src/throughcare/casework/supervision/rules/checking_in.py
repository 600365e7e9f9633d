"""Remote check-in: whether somebody may report from their own device, by a rule of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, NoEdition, Period, edition_on


@dataclass(frozen=True)
class CheckInTerms:
    """One edition of the rule: tiers that are enough alone, with a programme, and in the pilot; and the clauses."""

    tiers: frozenset[str]
    by_programme: frozenset[str]
    pilot: frozenset[str]
    clauses: Mapping[str, Clause]


@lru_cache(maxsize=1)
def check_in_editions() -> tuple[Edition[CheckInTerms], ...]:
    """Every edition of the rule."""
    text = files(__package__).joinpath("editions", "remote_check_in.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def _terms(one: Mapping[str, Any]) -> CheckInTerms:
    return CheckInTerms(
        frozenset(one["tiers"]), frozenset(one["by_programme"]), frozenset(one["pilot"]),
        {name: Clause(one["source"], said) for name, said in one["clauses"].items()},
    )  # fmt: skip


@dataclass(frozen=True)
class CheckInFacts:
    """What decides who may check in remotely; None is not known, and never no."""

    tier: str | None = None
    on_package: bool | None = None
    final_third: bool | None = None
    early_engagement: bool | None = None
    recalled: bool | None = None
    device_barred: bool | None = None
    on_programme: bool | None = None
    youth_sentence: bool | None = None
    pilot: bool | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of what is not known."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) is None)


ASKED: Mapping[str, str] = {
    "tier": "the tier",
    "on_package": "whether they have a supervision package",
    "final_third": "whether the final third has begun",
    "early_engagement": "whether they are in early engagement",
    "recalled": "whether they are recalled",
    "device_barred": "whether they are barred from a device",
    "on_programme": "whether they are on an accredited programme",
    "youth_sentence": "whether it is a youth sentence",
    "pilot": "whether the case is one of the pilot",
}


@dataclass(frozen=True)
class CheckIn:
    """Whether somebody may check in remotely (None: it turns on what is not known), whether a programme is why, and why.

    ``to_ask`` names what would have to be known, where the answer turns on it.
    """

    eligible: bool | None
    by_programme: bool | None
    finding: Finding | None
    to_ask: tuple[str, ...] = ()


def check_in(facts: CheckInFacts, *, on: date) -> CheckIn:
    """Whether somebody may check in remotely on a day; where facts are missing, yes or no only if it is so either way."""
    try:
        edition = edition_on(check_in_editions(), on)
    except NoEdition:
        return CheckIn(None, None, None, ("the rule of that day",))
    known = {chosen: _decided(whole, edition.table) for chosen, whole in _either_way(facts, edition.table)}
    answers = list(known.values())
    if all(one.eligible for one in answers):
        programme = {one.by_programme for one in answers}
        return replace(answers[0], by_programme=programme.pop() if len(programme) == 1 else None)
    if not any(one.eligible for one in answers):
        return answers[0]
    return CheckIn(None, None, None, tuple(ASKED[name] for name in _turns_on(facts.unknown, known)))


def _either_way(
    facts: CheckInFacts, terms: CheckInTerms
) -> Iterator[tuple[tuple[object, ...], CheckInFacts]]:
    """Everything the facts could be, given what is not known, each with what was chosen for that."""
    tiers = sorted(terms.tiers | terms.by_programme | terms.pilot)
    unknown = facts.unknown
    said = {one.name: getattr(facts, one.name) for one in fields(facts)}
    for chosen in product(*(tiers if name == "tier" else (False, True) for name in unknown)):
        yield chosen, CheckInFacts(**said | dict(zip(unknown, chosen, strict=True)))


def _turns_on(unknown: Sequence[str], known: Mapping[tuple[object, ...], CheckIn]) -> Iterator[str]:
    """Of what is not known, each fact that changes the answer for some value of the others."""
    for place, name in enumerate(unknown):
        found: dict[tuple[object, ...], set[bool | None]] = {}
        for chosen, answer in known.items():
            others = chosen[:place] + chosen[place + 1 :]
            found.setdefault(others, set()).add(answer.eligible)
        if any(len(answers) > 1 for answers in found.values()):
            yield name


def _decided(facts: CheckInFacts, terms: CheckInTerms) -> CheckIn:
    """The answer where everything is known."""
    barred = next((name for name, holds in _bars(facts) if holds), None)
    if barred is not None:
        return CheckIn(False, None, _finding(terms, barred))
    if facts.tier in terms.tiers:
        return CheckIn(True, False, _finding(terms, "tier"))
    if facts.tier in terms.by_programme and facts.on_programme:
        # Whoever is on a programme is judged by that alone, and being of the pilot does not help.
        settled = not facts.early_engagement and not facts.youth_sentence
        return CheckIn(settled, True if settled else None, _finding(terms, "programme"))
    if facts.tier in terms.pilot and facts.pilot:
        return CheckIn(True, False, _finding(terms, "pilot"))
    return CheckIn(False, None, _finding(terms, "not by tier"))


def _bars(facts: CheckInFacts) -> Iterator[tuple[str, bool]]:
    yield "package", not facts.on_package
    yield "recalled", bool(facts.recalled)
    yield "final third", bool(facts.final_third)
    yield "device", bool(facts.device_barred)


def _finding(terms: CheckInTerms, name: str) -> Finding:
    clause = terms.clauses[name]
    return Finding("remote check-in", clause, clause.paragraph)
