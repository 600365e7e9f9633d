"""Cases of workload: points, available points, the nightly total, and the tables they read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from throughcare.casework.allocation.rules import nightly
from throughcare.casework.allocation.rules.capacity import contracted_hours, points_for_hours
from throughcare.casework.allocation.rules.points import (
    Contacts,
    GradeTerms,
    Kind,
    Line,
    OpenCase,
    Where,
    WorkloadTable,
    case_points,
    report_points,
    workload,
    workload_on,
)
from throughcare.foundation.kernel import Edition

from .cases import Adapter, Case, Source, skipped, unknown

Section = Mapping[str, Any]
DAY = date(2026, 1, 1)
NO_CONTACTS = Contacts({})
NO_REPORTS: Mapping[str, int] = {}
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
            yield from _of_section(source, name, section, rule)


def _of_section(
    source: Source, name: str, section: Section, rule: Callable[[Section, Any], Case]
) -> Iterator[Case]:
    for number, written in enumerate(section.get("cases", [section])):
        called = f"{name} {number}"
        try:
            case = _case_and_contact(source, section, written) if rule is _beside else rule(section, written)
        except _NOT_A_SHAPE:
            yield unknown(called)
        else:
            yield replace(case, name=called)


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
    return Case("", written["out"], lambda: report_points({"fast": count}, _worth(reports={"fast": points})))


def _worth(
    reports: Mapping[str, int] | None = None, contacts: Mapping[str, int] | None = None
) -> Edition[WorkloadTable]:
    """The published edition with the file's own points of reports or contacts in place of its own."""
    edition = workload_on(DAY, Line.PUBLISHED)
    table = replace(
        edition.table,
        reports=edition.table.reports if reports is None else reports,
        contacts=edition.table.contacts if contacts is None else contacts,
    )
    return replace(edition, table=table)


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
    reports = {kind: _pair(found[name]) for kind, name in (("standard", "sdr"), ("fast", "fast"))}
    done, parole = _pair(found["parole"])
    (community, weighs), (licence, more) = (_pair(found[name]) for name in ("arms_c", "arms_l"))
    parts = nightly.NightlyParts(
        tiers=standard + young,
        standard_reports=_reported("standard", reports),
        fast_reports=_reported("fast", reports),
        parole=nightly.parole_points(done, parole, enabled=True),
        sexual_risk=nightly.sexual_risk_points(licence, community, Decimal(more), Decimal(weighs)),
    )
    return {
        "total": parts.total,
        "arms": float(parts.sexual_risk),
        "sdr": parts.standard_reports,
        "sdr_conversion": parts.fast_reports,
        "paroms": parts.parole,
    }


def _pair(written: str) -> tuple[int, int]:
    count, points = written.split("x")
    return int(count), int(points)


def _reported(kind: str, reports: Mapping[str, tuple[int, int]]) -> int:
    count, points = reports[kind]
    return report_points({kind: count}, _worth(reports={kind: points}))


_TERM = re.compile(r"(?P<count>\d+)\*(?P<table>\w+)\[(?P<tier>\w+)\]")


def _case_and_contact(source: Source, section: Section, written: Section) -> Case:
    given, out = written["in"], written["out"]
    published_edition = workload_on(DAY, Line.PUBLISHED)
    if "t2a_cases" in given:
        return _of_cases(source, given, out)
    if "standard_reports" in given:
        counts = {"standard": given["standard_reports"], "fast": given["fast_reports"]}
        worth_each = _worth(reports={"standard": given["w"], "fast": given["wf"]})
        return Case("", out, lambda: _load([], worth_each, reports=counts))
    if "unknown_contacts" in given:
        strange = Contacts({"no such contact": given["unknown_contacts"]})
        return Case("", out, lambda: _load([], published_edition, delivered_for_others=strange))
    by_others = Contacts(given["contacts_by_others_in_my_caseload"])
    worth_each = _worth(contacts=given["weights"])
    return Case("", out, lambda: _load([], worth_each, delivered_by_others=by_others))


def _load(
    cases: Sequence[OpenCase],
    edition: Edition[WorkloadTable],
    *,
    reports: Mapping[str, int] = NO_REPORTS,
    delivered_for_others: Contacts = NO_CONTACTS,
    delivered_by_others: Contacts = NO_CONTACTS,
) -> int:
    """A whole load of which a case of the file says one part, and there is nothing else."""
    return workload(
        cases, edition, reports=reports, delivered_for_others=delivered_for_others,
        delivered_by_others=delivered_by_others,
    ).total  # fmt: skip


def _of_cases(source: Source, given: Section, out: object) -> Case:
    """A load of open cases; an expectation written as a formula is read with the numbers of the file beside it."""
    expected = _in_numbers(out, source, given)
    if expected is None:
        return skipped("", "the points that its formula names are not beside the file")
    young, plain = given["t2a_points"].split(), given["points"].split()
    cases = [OpenCase(young[-1], Where(young[-2]), Kind.TRANSITION_TO_ADULTHOOD)] * given["t2a_cases"]
    cases += [OpenCase(plain[-1], Where(plain[-2]), Kind.STANDARD)] * given["cases"]
    return Case("", expected, lambda: _load(cases, workload_on(DAY, Line.PUBLISHED)))


def worth(kind: Kind, where: str, tier: str) -> int:
    """What one case weighs in the table as published."""
    return case_points(OpenCase(tier, Where(where), kind), workload_on(DAY, Line.PUBLISHED)).points


def _in_numbers(formula: object, source: Source, given: Section) -> object | None:
    """What a formula over the published tables comes to by the file that holds them, never by ours; None without it."""
    if not isinstance(formula, str):
        return formula
    beside = source.path.parent / "workload_points_config.json"
    if not beside.is_file():
        return None
    tables = json.loads(beside.read_text(encoding="utf-8"))
    total = 0
    for term in formula.split("+"):
        found = _TERM.fullmatch(term.strip())
        if found is None:
            raise ValueError(f"not a sum of counts and cells: {formula}")
        young = found["table"] == "T2A"
        where = given["t2a_points"].split()[-2] if young else found["table"]
        total += int(found["count"]) * tables["t2a" if young else "standard"][where][found["tier"]]
    return total


def _window(section: Section, written: list[str]) -> Case:
    at, window = datetime.fromisoformat(written[0]), written[1]

    def run() -> str:
        start, end = nightly.working_window(at)
        return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"

    return Case("", window, run)


def _beside(section: Section, written: Section) -> Case:
    """Stands for the one section that is read with a file beside it."""
    raise NotImplementedError


_SECTIONS: Mapping[str, Callable[[Section, Any], Case]] = {
    "available_points": _available,
    "contracted_hours": _contracted,
    "tier_points": _tier,
    "arms_points": _sexual_risk,
    "parom_points": _parole,
    "sdr_conversion_points": _conversions,
    "workload_total": _total,
    "case_and_contact_points": _beside,
    "wmt_period": _window,
}


ADAPTERS = (Adapter("workload", _claims, _cases),)
