"""Published findings reckoned again: the Justice Data Lab's ranges and words, and the cost of reoffending."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from .cases import Adapter, Case, Source, skipped, unknown

_NO_SIZES = "a published percentage of a group whose size is not given"
_STEP = 0.0005


def effect_of_shares(people: int, treated: float, comparison: float) -> Any:
    """The effect as the Justice Data Lab reckons it: the treated group's own error, comparison taken as known."""
    from throughcare.evidence.outcomes.compare.effect import Errors, Measure, summarise

    errors = Errors(ours=treated * (1 - treated) / people, theirs=0.0, shared=0.0)
    return summarise(
        Measure.BINARY,
        treated,
        comparison,
        errors,
        sets=people,
        comparison_people=people,
        method="normal",
        level=0.95,
    )


def printed_range(people: int, treated: float, comparison: float, *, signed: bool = False) -> list[int]:
    """The range as our own words print it, whole points, smaller first.

    ``signed``: as a reduction, so that a range may reach below nothing, as one that is not significant does.
    """
    from throughcare.evidence.outcomes.compare.wording import shown_range, whole_points

    effect = effect_of_shares(people, treated, comparison)
    if signed:
        return [int(whole_points(-effect.interval.high)), int(whole_points(-effect.interval.low))]
    low, high = shown_range(effect)
    return [int(low), int(high)]


def reachable_range(case: Mapping[str, Any], wanted: list[int]) -> list[int]:
    """Our range for the case; the published one when percentages rounded to whole points can give it.

    19% and 26% may be 19.4 and 25.6. Every pair of percentages that rounds to those printed is tried.
    """
    people, treated, comparison = case["n"], case["treated_pct"] / 100, case["control_pct"] / 100
    effect = effect_of_shares(people, treated, comparison)
    signed = min(wanted) < 0 or not effect.is_significant
    steps = [step * _STEP for step in range(-9, 10)]
    for ours, theirs in product(steps, steps):
        if printed_range(people, treated + ours, comparison + theirs, signed=signed) == wanted:
            return wanted
    return printed_range(people, treated, comparison, signed=signed)


def _is_lab(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    cases = content.get("cases") if isinstance(content, Mapping) else None
    return isinstance(cases, list) and any("treated_pct" in case for case in cases)


def _lab(source: Source) -> Iterator[Case]:
    content: Mapping[str, Any] = source.content  # type: ignore[assignment]
    for case in content["cases"]:
        yield _published(case)
    for name, value in content.items():
        if name == "minimum_submitted":
            yield Case(name, value, _minimum)
        elif name == "match_rates_pct":
            yield from (skipped(f"{name}.{who}", _NO_SIZES) for who in value)
        elif name not in ("source", "cases", "check", "note"):
            yield unknown(name)


def _published(case: Mapping[str, Any]) -> Case:
    if not {"n", "treated_pct", "control_pct"} <= set(case):
        return skipped(case["name"], _NO_SIZES)
    expected = {name: case[name] for name in ("significant", "published_range_pp") if name in case}
    if "wording" in case:
        expected["wording"] = _bare(case["wording"])
    if not expected:
        return unknown(case["name"])
    left_out = tuple(_NO_SIZES for name in case if name.startswith(("employed", "not_employed")))
    return Case(case["name"], expected, lambda: _answer(case, set(expected)), not_compared=left_out)


def _answer(case: Mapping[str, Any], asked: set[str]) -> dict[str, Any]:
    from throughcare.evidence.outcomes.compare.wording import word_effect

    effect = effect_of_shares(case["n"], case["treated_pct"] / 100, case["control_pct"] / 100)
    answer: dict[str, Any] = {"significant": effect.is_significant} if "significant" in asked else {}
    if "published_range_pp" in asked:
        answer["published_range_pp"] = reachable_range(case, case["published_range_pp"])
    if "wording" in asked:
        sentence = _bare(word_effect(effect).sentence)
        answer["wording"] = case_wording if (case_wording := _bare(case["wording"])) in sentence else sentence
    return answer


def _bare(sentence: str) -> str:
    """Letters, numbers and single spaces: a hyphen or a full stop changes nothing that is said."""
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9 ]", "", sentence.lower())).strip()


def _minimum() -> int:
    from throughcare.evidence.outcomes.compare.standards import standards_on

    return standards_on(date(2020, 1, 1)).table.minimum_submitted


# --- costs --------------------------------------------------------------------------------------------
_TOTALS = {
    "total_gbp_bn": "total",
    "adult": "adult",
    "children_young_people_approx": "children_young_people",
    "adult_theft": "adult_theft",
    "adult_violence": "adult_violence",
    "adult_index_court_order": "adult_index_court_order",
    "adult_index_custody": "adult_index_custody",
}


def _is_costs(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return isinstance(content, Mapping) and "total_gbp_bn" in content


def _costs(source: Source) -> Iterator[Case]:
    content: Mapping[str, Any] = source.content  # type: ignore[assignment]
    for name, value in content.items():
        if name in _TOTALS:
            yield Case(name, value, lambda n=name: _total(n))  # type: ignore[misc]
        elif name == "components":
            yield Case(name, value, lambda: list(_reoffending().components))
        elif name == "noms_2005":
            yield skipped(name, "a target set in 2005, which no rule of ours reckons")
        elif name not in ("source", "followup", "note"):
            yield unknown(name)


def _reoffending() -> Any:
    from throughcare.evidence.outcomes.value import COST_OF_REOFFENDING, unit_costs_on

    return unit_costs_on(COST_OF_REOFFENDING, date(2020, 1, 1)).table


def _total(name: str) -> float:
    return float(_reoffending().totals[_TOTALS[name]].amount.amount / 10**9)


ADAPTERS = (
    Adapter("published results of the Justice Data Lab", _is_lab, _lab),
    Adapter("published costs of reoffending", _is_costs, _costs),
)
