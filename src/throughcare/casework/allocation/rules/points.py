"""What work weighs: the points of a case by tier, place and kind, of reports, and of contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, Refused, edition_on

from .reading import editions


class Where(Enum):
    """Where a sentence is being served."""

    COMMUNITY = "community"
    CUSTODY = "custody"
    LICENCE = "licence"


class Kind(Enum):
    """Which table of points a case uses."""

    STANDARD = "standard"
    TRANSITION_TO_ADULTHOOD = "transition_to_adulthood"


class Line(Enum):
    """Which line of editions to read: the tables as published, or with their known defects put right."""

    PUBLISHED = "published"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class GradeTerms:
    """What a full-time practitioner of a grade is given: points, and the hours a week they stand for."""

    target: int
    hours: Decimal


@dataclass(frozen=True)
class WorkloadTable:
    """One edition's points; ``untiered_as`` is empty when a case without a tier weighs nothing."""

    tables: Mapping[Kind, Mapping[Where, Mapping[str, int]]]
    suffix_unsupervised: str
    untiered_as: str
    untiered_basis: str
    reports: Mapping[str, int]
    reports_without_points: Mapping[str, str]
    sexual_risk: Mapping[str, int]
    inactive_weights: Mapping[str, int]
    reports_unknown_contacts: bool
    grades: Mapping[str, GradeTerms]
    contacts: Mapping[str, int]


@cache
def workload_editions(line: Line = Line.CORRECTED) -> tuple[Edition[WorkloadTable], ...]:
    """Every edition of the points, in one of the two lines."""
    return editions("workload", _table, line.value)


def workload_on(day: date, line: Line = Line.CORRECTED) -> Edition[WorkloadTable]:
    """The points in force on a day; raises NoEdition when none is held."""
    return edition_on(workload_editions(line), day)


def _table(written: Mapping[str, Any]) -> WorkloadTable:
    return WorkloadTable(
        tables={Kind(k): {Where(w): dict(t) for w, t in v.items()} for k, v in written["tables"].items()},
        suffix_unsupervised=written["suffix_unsupervised"],
        untiered_as=written["untiered"].get("tier", ""),
        untiered_basis=written["untiered"].get("basis", "published"),
        reports=dict(written["reports"]),
        reports_without_points=dict(written["reports_without_points"]),
        sexual_risk=dict(written["assessments_of_sexual_risk"]),
        inactive_weights=dict(written["inactive_weights"]),
        reports_unknown_contacts=written["unknown_contact"] == "reported",
        grades={g: GradeTerms(t["target"], Decimal(t["hours"])) for g, t in written["grades"].items()},
        contacts=dict(written["contacts"]),
    )


@dataclass(frozen=True)
class OpenCase:
    """One open case as workload sees it; a tier of None says that it awaits one, and nothing else."""

    tier: str | None
    where: Where
    kind: Kind


@dataclass(frozen=True)
class Weighed:
    """What something weighs, in points, and why."""

    points: int
    finding: Finding


def case_points(case: OpenCase, edition: Edition[WorkloadTable]) -> Weighed:
    """What one open case weighs; refuses a tier that the edition has no points for."""
    table = edition.table
    clause = Clause("Workload points", edition.name)
    if case.tier is None:
        return _untiered(case, edition, clause)
    column = table.tables[case.kind][case.where]
    supervised = case.tier.removesuffix(table.suffix_unsupervised)
    if supervised != case.tier and supervised in column:
        because = f"tier {case.tier}: the last third is not supervised"
        return Weighed(0, Finding("case_points", clause, because))
    if case.tier not in column:
        raise Refused(f"there are no points for tier {case.tier} in {edition.name}", field="tier")
    because = f"tier {case.tier}, {case.where.value}, {case.kind.value.replace('_', ' ')}"
    return Weighed(column[case.tier], Finding("case_points", clause, because))


def _untiered(case: OpenCase, edition: Edition[WorkloadTable], clause: Clause) -> Weighed:
    table = edition.table
    if not table.untiered_as:
        return Weighed(0, Finding("case_points", clause, "no tier yet, which this edition counts as nothing"))
    points = table.tables[case.kind][case.where][table.untiered_as]
    because = f"no tier yet: weighed as tier {table.untiered_as} until it has one ({table.untiered_basis})"
    return Weighed(points, Finding("case_points", clause, because))


@dataclass(frozen=True)
class Contacts:
    """Support contacts counted by their code."""

    counts: Mapping[str, int]


@dataclass(frozen=True)
class Workload:
    """A practitioner's whole load, split by what it is made of; ``unknown_contacts`` were not weighed."""

    cases: int
    reports: int
    delivered_for_others: int
    delivered_by_others: int
    unknown_contacts: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Every part together, in points."""
        return self.cases + self.reports + self.delivered_for_others - self.delivered_by_others


def contact_points(contacts: Contacts, edition: Edition[WorkloadTable]) -> tuple[int, tuple[str, ...]]:
    """What contacts weigh, and the codes that have no points."""
    priced = edition.table.contacts
    total = sum(priced.get(code, 0) * count for code, count in contacts.counts.items())
    unknown = tuple(sorted(code for code in contacts.counts if code not in priced))
    return total, unknown if edition.table.reports_unknown_contacts else ()


def report_weight(kind: str, edition: Edition[WorkloadTable]) -> int | None:
    """What one report weighs; None for a kind that the edition names as without points. Refuses any other."""
    if kind in edition.table.reports_without_points:
        return None
    return report_points({kind: 1}, edition)


def report_points(counts: Mapping[str, int], edition: Edition[WorkloadTable]) -> int:
    """What reports weigh, by their kind: standard, fast, parole; refuses any other."""
    for kind in counts:
        if kind not in edition.table.reports:
            raise Refused(f"there are no points for a {kind} report in {edition.name}", field="reports")
    return sum(edition.table.reports[kind] * count for kind, count in counts.items())


def workload(
    cases: Sequence[OpenCase],
    edition: Edition[WorkloadTable],
    *,
    reports: Mapping[str, int],
    delivered_for_others: Contacts,
    delivered_by_others: Contacts,
) -> Workload:
    """A practitioner's load: their cases and reports, plus support they gave, less support they had."""
    gave, unknown_gave = contact_points(delivered_for_others, edition)
    had, unknown_had = contact_points(delivered_by_others, edition)
    return Workload(
        cases=sum(case_points(case, edition).points for case in cases),
        reports=report_points(reports, edition),
        delivered_for_others=gave,
        delivered_by_others=had,
        unknown_contacts=tuple(sorted({*unknown_gave, *unknown_had})),
    )
