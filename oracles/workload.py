"""Cases of workload: points, available points, the nightly total, and the tables they read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from throughcare.casework.allocation.rules import nightly
from throughcare.casework.allocation.rules.capacity import contracted_hours, points_for_hours
from throughcare.casework.allocation.rules.points import (
    GradeTerms,
    Kind,
    Line,
    OpenCase,
    Where,
    WorkloadTable,
    case_points,
    workload_on,
)

from .cases import Adapter, Case, Source, unknown

Section = Mapping[str, Any]
DAY = date(2026, 1, 1)
_TYPE_GRADES = {2: "spo", 3: "pso", 7: "pso"}  # every other type of manager uses the officers' column
_NOT_A_SHAPE = (KeyError, TypeError, ValueError, IndexError, StopIteration)
_KNOWN = ("available_points", "contracted_hours", "tier_points", "case_and_contact_points", "wmt_period")


def published() -> WorkloadTable:
    """The table as published, which these files were taken from."""
    return workload_on(DAY, Line.PUBLISHED).table


def _claims(source: Source) -> bool:
    content = source.content
    return isinstance(content, dict) and any(name in content for name in _KNOWN)


def _cases(source: Source) -> Iterable[Case]:
    content = source.content
    assert isinstance(content, dict)
    for name, section in content.items():
        rule = _SECTIONS.get(name)
        if rule is None or not isinstance(section, Mapping):
            yield from _unknown_cases(name, section)
        else:
            yield from _of_section(name, section, rule)


def _of_section(name: str, section: Section, rule: Callable[[Section, Any], Case]) -> Iterator[Case]:
    for number, written in enumerate(section.get("cases", [section])):
        called = f"{name} {number}"
        try:
            case = rule(section, written)
        except _NOT_A_SHAPE:
            yield unknown(called)
        else:
            yield Case(called, case.expected, case.run, case.tolerance)


def _unknown_cases(name: str, section: Any) -> Iterator[Case]:
    held = section.get("cases", [section]) if isinstance(section, Mapping) else [section]
    for number, _ in enumerate(held):
        yield unknown(f"{name} {number}")


def _available(section: Section, written: Section) -> Case:
    given = written["in"]
    terms = GradeTerms(given["points_for_grade"], Decimal(str(given["contracted_hours_for_grade"])))
    recorded = given["current_hours"]
    week = contracted_hours(None if recorded is None else Decimal(str(recorded)), terms)
    left = week - Decimal(str(given["reduction_hours"]))
    return Case("", written["out"], lambda: points_for_hours(left, terms))


def _contracted(section: Section, written: Section) -> Case:
    grade = _TYPE_GRADES.get(written["in"]["type"], "po")
    terms = GradeTerms(0, Decimal(section["default"][grade]))
    recorded = written["in"]["hours"]
    week = contracted_hours(None if recorded is None else Decimal(str(recorded)), terms)
    return Case("", written["out"], lambda: [float(week), float(terms.hours)])


def _tier(section: Section, written: Section) -> Case:
    given = written["in"]
    count = nightly.TierCount(given["total"], given["warrants"], given["upw"], given["overdue"])
    weights = dict(zip(("warrants", "unpaid_work", "overdue_termination"), given["w"], strict=True))
    subtract = given["subtract_inactive"]
    return Case(
        "",
        written["out"],
        lambda: float(nightly.tier_points(count, given["points"], weights, subtract_inactive=subtract)),
    )


def _sexual_risk(section: Section, written: list[float]) -> Case:
    by_name = dict(zip(section["in_order"], map(str, written), strict=False))
    return Case(
        "",
        written[-1],
        lambda: float(
            nightly.sexual_risk_points(
                int(by_name["licence_cases"]),
                int(by_name["community_cases"]),
                Decimal(by_name["licence_weight"]),
                Decimal(by_name["community_weight"]),
            )
        ),
    )


def _parole(section: Section, written: Section) -> Case:
    given = written["in"]
    done, points, enabled = given["completed_30d"], given["points"], given["enabled"]
    return Case("", written["out"], lambda: nightly.parole_points(done, points, enabled=enabled))


def _conversions(section: Section, written: Section) -> Case:
    count, points = written["in"]
    return Case("", written["out"], lambda: count * points)


_NOTE = re.compile(
    r"each of (?P<tiers>\d+) tiers: (?P<total>\d+) total cases, ?(?P<warrants>\d+) warrants?, ?"
    r"(?P<unpaid>\d+) unpaid, ?(?P<overdue>\d+) overdue;.*weights warrants (?P<w1>\d+), unpaid (?P<w2>\d+), "
    r"overdue (?P<w3>\d+); sdr (?P<sdr>\d+x\d+); sdr conversions (?P<fast>\d+x\d+); paroms (?P<parole>\d+x\d+); "
    r"ARMS community (?P<arms_c>\d+x\d+), licence (?P<arms_l>\d+x\d+)"
)


def _total(section: Section, written: Section) -> Case:
    found = _NOTE.search(section["note"])
    if found is None:
        raise ValueError("the note does not say what the total is of")
    return Case("", section["out"], lambda: _whole(found))


def _whole(found: re.Match[str]) -> dict[str, float]:
    count = nightly.TierCount(*(int(found[name]) for name in ("total", "warrants", "unpaid", "overdue")))
    weights = {
        "warrants": int(found["w1"]),
        "unpaid_work": int(found["w2"]),
        "overdue_termination": int(found["w3"]),
    }
    tiers = [(count, worth) for worth in range(1, int(found["tiers"]) + 1)] * 3
    standard = nightly.tiers_together(tiers, weights, subtract_inactive=False)
    young = nightly.tiers_together(tiers, weights, subtract_inactive=True)
    sexual = [Decimal(_product(found[name])) for name in ("arms_c", "arms_l")]
    parts = nightly.NightlyParts(
        tiers=standard + young,
        standard_reports=_product(found["sdr"]),
        fast_reports=_product(found["fast"]),
        parole=_product(found["parole"]),
        sexual_risk=sum(sexual, Decimal(0)),
    )
    return {
        "total": parts.total,
        "arms": float(parts.sexual_risk),
        "sdr": parts.standard_reports,
        "sdr_conversion": parts.fast_reports,
        "paroms": parts.parole,
    }


def _product(written: str) -> int:
    count, points = written.split("x")
    return int(count) * int(points)


_TERM = re.compile(r"(?P<count>\d+)\*(?P<table>\w+)\[(?P<tier>\w+)\]")


def _case_and_contact(section: Section, written: Section) -> Case:
    given, out = written["in"], written["out"]
    if "t2a_cases" in given:
        return Case("", _in_numbers(out, given), lambda: _held_points(given))
    if "standard_reports" in given:
        weighed = [(given["standard_reports"], given["w"]), (given["fast_reports"], given["wf"])]
        return Case("", out, lambda: sum(count * points for count, points in weighed))
    if "unknown_contacts" in given:
        return Case(
            "", out, lambda: published().contacts.get("no such contact", 0) * given["unknown_contacts"]
        )
    counts, weights = given["contacts_by_others_in_my_caseload"], given["weights"]
    return Case("", out, lambda: -sum(weights[code] * count for code, count in counts.items()))


def _held_points(given: Section) -> int:
    young = given["t2a_points"].split()
    plain = given["points"].split()
    young_worth = worth(Kind.TRANSITION_TO_ADULTHOOD, young[-2], young[-1])
    return int(given["t2a_cases"]) * young_worth + int(given["cases"]) * worth(
        Kind.STANDARD, plain[-2], plain[-1]
    )


def worth(kind: Kind, where: str, tier: str) -> int:
    """What one case weighs in the table as published."""
    return case_points(OpenCase(tier, Where(where), kind), workload_on(DAY, Line.PUBLISHED)).points


def _in_numbers(formula: object, given: Section) -> object:
    """The file writes this expectation as a formula over its own tables: worked out from those tables."""
    if not isinstance(formula, str):
        return formula
    table = published().tables
    total = 0
    for term in formula.split("+"):
        found = _TERM.fullmatch(term.strip())
        if found is None:
            raise ValueError(f"not a sum of counts and cells: {formula}")
        young = found["table"] == "T2A"
        where = given["t2a_points"].split()[-2] if young else found["table"]
        kind = Kind.TRANSITION_TO_ADULTHOOD if young else Kind.STANDARD
        total += int(found["count"]) * table[kind][Where(where)][found["tier"]]
    return total


def _window(section: Section, written: list[str]) -> Case:
    at, window = datetime.fromisoformat(written[0]), written[1]

    def run() -> str:
        start, end = nightly.working_window(at)
        return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"

    return Case("", window, run)


_SECTIONS: Mapping[str, Callable[[Section, Any], Case]] = {
    "available_points": _available,
    "contracted_hours": _contracted,
    "tier_points": _tier,
    "arms_points": _sexual_risk,
    "parom_points": _parole,
    "sdr_conversion_points": _conversions,
    "workload_total": _total,
    "case_and_contact_points": _case_and_contact,
    "wmt_period": _window,
}


ADAPTERS = (Adapter("workload", _claims, _cases),)
