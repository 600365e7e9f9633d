"""Tier cases: version 3's table of cases and version 2's scenarios, in their published editions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from throughcare.casework.assessment.rules.tier import Outcome, TierResult, V2Facts, V3Facts, tier_v2, tier_v3
from throughcare.casework.assessment.rules.tier.v2 import EDITIONS, change_level, protect_level
from throughcare.foundation.kernel import Refused

from .cases import Adapter, Case, Source, skipped

TODAY = date(2026, 11, 21)
DEFAULTS = "change points that rest on a default of the feature's steps, which the file does not hold"
UNKNOWN_STEP = "a step of the scenario that is not known"

_OUTCOMES = {Outcome.NOT_SUPERVISED: "NOT_SUPERVISED", Outcome.AWAITING_ASSESSMENT: "MISSING"}


def _is_v3(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    cases = content.get("cases") if isinstance(content, dict) else None
    return isinstance(cases, list) and any(
        isinstance(case, dict) and "csrp" in (case.get("in") or {})
        for case in cases
        if isinstance(case, dict)
    )


def _v3_cases(source: Source) -> Iterable[Case]:
    assert isinstance(source.content, dict)
    for number, case in enumerate(source.content["cases"]):
        expected = dict(case["out"])
        yield Case(f"{number} {case.get('name', '')}", expected, _later(_v3, case["in"], frozenset(expected)))


def _later(run: Callable[..., object], *args: object) -> Callable[[], object]:
    return lambda: run(*args)


def _v3(given: Mapping[str, Any], asked: frozenset[str]) -> object:
    band = given.get("dc_srp_band")
    rosh = given.get("rosh")
    offset = given.get("release_offset")
    facts = V3Facts(
        has_active_event=bool(given.get("has_active_event", True)),
        arp=given.get("arp"),
        csrp=given.get("csrp"),
        arp_static=given.get("arp_type") == "STATIC",
        csrp_static=given.get("csrp_type") == "STATIC",
        contact=given.get("dc_srp_score"),
        contact_band=band.lower() if band else None,
        mappa=bool(given.get("mappa")),
        rosh=rosh.lower() if rosh else None,
        lifer_ipp=bool(given.get("lifer_ipp")),
        released_on=moved(TODAY, offset) if offset else None,
        domestic_abuse=bool(given.get("domestic_abuse")),
        stalking=bool(given.get("stalking")),
        child_protection=bool(given.get("child_protection")),
        ever_sexual_offence=bool(given.get("ever_sexual_offence")),
        on=TODAY,
    )
    try:
        told = tier_v3(facts, edition="v3-published")
    except Refused:
        return {"tier": "ERROR"}
    tier = _OUTCOMES[told.outcome] if told.outcome else told.tier
    return {"tier": tier} | ({"provisional": told.is_provisional} if "provisional" in asked else {})


def moved(day: date, offset: str) -> date:
    """A day moved as a chain of plusDays, minusMonths, minusYears and so on says."""
    if not re.fullmatch(r"((plus|minus)[A-Z]\w+\(\d+\)\.?)+", offset):
        raise ValueError(f"cannot read the offset {offset}")
    for verb, number in re.findall(r"((?:plus|minus)[A-Z]\w+)\((\d+)\)", offset):
        day = _move(day, verb, int(number))
    return day


def _move(day: date, verb: str, number: int) -> date:
    sign = 1 if verb.startswith("plus") else -1
    unit = verb.removeprefix("plus").removeprefix("minus")
    if unit in {"Days", "Weeks"}:
        return day + timedelta(days=sign * number * (7 if unit == "Weeks" else 1))
    months = number * (12 if unit == "Years" else 1) * sign
    years, month = divmod(day.month - 1 + months, 12)
    last = (date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


NOTHING_SAID = V2Facts(
    sex="male",
    rsr=None,
    ogrs=None,
    rosh=None,
    mappa_level=None,
    registrations=frozenset(),
    parenting=None,
    impulsivity=None,
    temper=None,
    breach_or_recall=False,
    has_mandate=True,
    needs={},
    iom=False,
    two_thirds_point=False,
    assessed_on=None,
    on=None,
)


@dataclass(frozen=True)
class Scenario:
    """What a scenario has said so far: facts, sentences in force, and points given outright."""

    facts: V2Facts = field(default_factory=lambda: NOTHING_SAID)
    protect: int | None = None
    change: int | None = None
    requirements: tuple[str, ...] = ()
    custodial: bool | None = None


_NEEDS = {
    "ACCOMMODATION": "accommodation",
    "EDUCATION_TRAINING_AND_EMPLOYABILITY": "employment",
    "RELATIONSHIPS": "relationships",
    "LIFESTYLE_AND_ASSOCIATES": "lifestyle",
    "DRUG_MISUSE": "drugs",
    "ALCOHOL_MISUSE": "alcohol",
    "THINKING_AND_BEHAVIOUR": "thinking",
    "ATTITUDES": "attitudes",
    "FINANCIAL_MANAGEMENT_AND_INCOME": "finance",
    "EMOTIONAL_WELL_BEING": "wellbeing",
}
_SEVERITY = {"NO_NEED": 0, "STANDARD": 1, "SEVERE": 2}


def _facts(scenario: Scenario, **changes: Any) -> Scenario:
    return replace(scenario, facts=replace(scenario.facts, **changes))


def _registered(scenario: Scenario, codes: str) -> Scenario:
    named = frozenset(code.strip() for code in codes.split(","))
    known = scenario.facts.registrations | named
    return _facts(scenario, registrations=known, iom=scenario.facts.iom or "IIOM" in named)


def _need(scenario: Scenario, name: str, severity: str) -> Scenario:
    return _facts(scenario, needs={**(scenario.facts.needs or {}), _NEEDS[name]: _SEVERITY[severity]})


def _answer(scenario: Scenario, name: str, value: str) -> Scenario:
    yes = value.upper() in {"YES", "Y"}
    changes: dict[str, dict[str, Any]] = {
        "PARENTING_RESPONSIBILITIES": {"parenting": yes},
        "IMPULSIVITY": {"impulsivity": int(value) if value.isdigit() else 0},
        "TEMPER_CONTROL": {"temper": int(value) if value.isdigit() else 0},
    }
    return _facts(scenario, **changes[name])


def _enforced(scenario: Scenario, said: str) -> Scenario:
    return _facts(scenario, breach_or_recall=said != "false")


def _sentence(scenario: Scenario, kind: str) -> Scenario:
    return replace(scenario, custodial=kind in {"SC", "NC"})


def _rosh(scenario: Scenario, level: str) -> Scenario:
    known = level.lower() if level in {"LOW", "MEDIUM", "HIGH", "VERY_HIGH"} else None
    return _facts(scenario, rosh=known)


def _ended(scenario: Scenario, days: str) -> Scenario:
    return _facts(scenario, breach_or_recall=int(days) <= 365)


def _required(scenario: Scenario, kind: str) -> Scenario:
    return replace(scenario, requirements=(*scenario.requirements, kind))


_GIVEN: tuple[tuple[str, Callable[..., Scenario]], ...] = (
    (r'an RSR score of "([\d.]+)"', lambda s, score: _facts(s, rsr=float(score))),
    (r"no (RSR|ROSH|OGRS) score|no active MAPPA Registration|a valid assessment", lambda s, *_: s),
    (r'a ROSH score of "(\w+)"', _rosh),
    (r'an active MAPPA registration of M Level "(\d)"', lambda s, n: _facts(s, mappa_level=int(n))),
    (r'the following active registrations: "[^"]*" "([^"]*)"', _registered),
    (r'an offender is "(\w+)"', lambda s, sex: _facts(s, sex=sex.lower())),
    (r'an OGRS score of "(\d+)"%', lambda s, score: _facts(s, ogrs=float(score))),
    (r'the assessment need "(\w+)" with severity "(\w+)"', _need),
    (r'has the following OASys complexity answer: "(\w+)" "[\d.]+" : "(\w+)"', _answer),
    (
        r"has (?:an|two) active convictions? with a Previous Enforcement Activity",
        lambda s: _enforced(s, "true"),
    ),
    (r'has two breached active convictions with a "(\w+)" Previous Enforcement Activity', _enforced),
    (r"has a conviction terminated (\d+) days ago with.*", _ended),
    (r"an offender scores (\d+) protect points", lambda s, points: replace(s, protect=int(points))),
    (r"an offender scores (\d+) change points", lambda s, points: replace(s, change=int(points))),
    (r"an offender with a current sentence of type '(\w+)'", _sentence),
    (r"an offender with a current non-custodial sentence", lambda s: replace(s, custodial=False)),
    (r"no completed Layer 3 assessment", lambda s: _facts(s, needs=None)),
    (r"a completed Layer 3 assessment dated \d+ weeks ago", lambda s: s),
    (r"(unpaid work|order extended|.*restrictive requirement.*)", _required),
)


def _is_v2(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return (
        isinstance(content, list)
        and bool(content)
        and all(isinstance(one, dict) and {"scenario", "given", "then"} <= one.keys() for one in content)
    )


def _v2_cases(source: Source) -> Iterable[Case]:
    assert isinstance(source.content, list)
    for number, one in enumerate(source.content):
        name = f"{number} {one['scenario']}"
        scenario = read_scenario(one["given"])
        checks = [_expectation(then) for then in one["then"]]
        if scenario is None or not checks or None in checks:
            yield skipped(name, UNKNOWN_STEP)
            continue
        found = [check for check in checks if check is not None]
        expected = [wanted for wanted, _, _ in found]
        left_out = tuple(why for _, _, why in found if why)
        yield Case(
            name, expected, _later(_told, scenario, [ask for _, ask, _ in found]), not_compared=left_out
        )


def read_scenario(given: Iterable[str]) -> Scenario | None:
    """The scenario that the given steps tell; None when a step is not known."""
    scenario = Scenario()
    for step in given:
        for pattern, change in _GIVEN:
            match = re.fullmatch(pattern, step)
            if match:
                scenario = change(scenario, *match.groups())
                break
        else:
            return None
    return _with_mandate(scenario)


def _with_mandate(scenario: Scenario) -> Scenario:
    """A mandate for change: a custodial sentence, or a requirement neither restrictive nor unpaid work."""
    if scenario.custodial is None:
        return scenario
    counts = [r for r in scenario.requirements if "non" in r]
    return _facts(scenario, has_mandate=scenario.custodial or bool(counts))


Asked = Callable[[Scenario], object]


def _expectation(then: str) -> tuple[object, Asked, str | None] | None:
    shapes: tuple[tuple[str, Callable[..., tuple[object, Asked, str | None]]], ...] = (
        (r"(\d+) protect points are scored", lambda n: (int(n), lambda s: _protect(s)[1], None)),
        (r"(\d+) change points are scored", lambda n: (int(n), lambda s: _change(s)[1], None)),
        (
            r'a protect level of "(\w)" is returned and (\d+) points are scored',
            lambda level, n: ([level, int(n)], lambda s: list(_protect(s)), None),
        ),
        (
            r'a protect level of "(\w)" is returned and \d+ change points are scored',
            lambda level: (level, lambda s: _protect(s)[0], DEFAULTS),
        ),
        (
            r"a change level of (\d) is returned and (\d+) points are scored",
            lambda level, n: ([int(level), int(n)], lambda s: list(_change(s)), None),
        ),
        (r"there is a mandate for change", lambda: (True, lambda s: s.facts.has_mandate, None)),
        (r"there is no mandate for change", lambda: (False, lambda s: s.facts.has_mandate, None)),
    )
    for pattern, made in shapes:
        match = re.fullmatch(pattern, then)
        if match:
            return made(*match.groups())
    return None


def _result(scenario: Scenario) -> TierResult:
    return tier_v2(scenario.facts, edition="v2-published")


def _protect(scenario: Scenario) -> tuple[str, int]:
    points = (scenario.protect or 0) + (_result(scenario).protect_points or 0)
    return protect_level(points, EDITIONS[0].table), points


def _change(scenario: Scenario) -> tuple[int, int]:
    told = _result(scenario)
    if scenario.change is None:
        return told.change_level or 0, told.change_points or 0
    points = scenario.change + (told.change_points or 0)
    return change_level(points, EDITIONS[0].table), points


def _told(scenario: Scenario, asked: list[Asked]) -> object:
    return [ask(scenario) for ask in asked]


ADAPTERS = (
    Adapter("tier, version 3", _is_v3, _v3_cases),
    Adapter("tier, version 2", _is_v2, _v2_cases),
)
