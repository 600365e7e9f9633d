"""The tables that workload reads, figure by figure, against those packaged as published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from throughcare.casework.allocation.rules.points import Kind, Where, WorkloadTable
from throughcare.casework.allocation.rules.reductions import reasons_on

from .cases import Adapter, Case, Source, skipped, unknown
from .workload import DAY, published, worth

_HELD_ONCE = "reports and targets are held once for everybody, so the second row's zeros are not held"


def _claims_points(source: Source) -> bool:
    content = source.content
    return isinstance(content, dict) and {"standard", "t2a"} <= content.keys()


_SCALARS: Mapping[str, Callable[[WorkloadTable], object]] = {
    "court_report_standard_sdr": lambda table: table.reports["standard"],
    "court_report_fast_sdr_conversion": lambda table: table.reports["fast"],
    "paroms_enabled": lambda table: "parole" in table.reports,
    "parom": lambda table: table.reports["parole"],
    "nominal_target_po": lambda table: table.grades["PO"].target,
    "nominal_target_spo_pso_column": lambda table: table.grades["PSO"].target,
    "default_contracted_hours_po": lambda table: float(table.grades["PO"].hours),
    "default_contracted_hours_pso": lambda table: float(table.grades["PSO"].hours),
    "default_contracted_hours_spo": lambda table: float(table.grades["SPO"].hours),
    "weighting_overdue_termination": lambda table: table.inactive_weights["overdue_termination"],
    "weighting_warrants": lambda table: table.inactive_weights["warrants"],
    "weighting_unpaid_work": lambda table: table.inactive_weights["unpaid_work"],
    "weighting_arms_licence": lambda table: table.sexual_risk["licence"],
    "weighting_arms_community": lambda table: table.sexual_risk["community"],
}


def _points_cases(source: Source) -> Iterable[Case]:
    content = source.content
    assert isinstance(content, dict)
    for block, kind in (("standard", Kind.STANDARD), ("t2a", Kind.TRANSITION_TO_ADULTHOOD)):
        for name, written in content[block].items():
            yield from _cells(block, kind, name, written)


def _cells(block: str, kind: Kind, name: str, written: Any) -> Iterator[Case]:
    if name in {where.value for where in Where}:
        for tier, points in written.items():
            yield Case(f"{block} {name} {tier}", points, lambda t=tier: worth(kind, name, t))  # type: ignore[misc]
    elif block == "standard" and name in _SCALARS:
        yield Case(f"{block} {name}", written, lambda: _SCALARS[name](published()))
    elif name == "suffix_S_tiers":
        yield Case(f"{block} {name}", 0, lambda: worth(kind, "community", "A3S"))
    elif block == "t2a" and not written:
        yield skipped(f"{block} {name}", _HELD_ONCE)
    else:
        yield unknown(f"{block} {name}")


def _claims_contacts(source: Source) -> bool:
    return {"contact_code", "points"} <= source.columns


def _contact_cases(source: Source) -> Iterable[Case]:
    for row in source.rows:
        code = row["contact_code"]
        yield Case(code, int(row["points"]), lambda code=code: published().contacts[code])  # type: ignore[misc]


def _claims_reasons(source: Source) -> bool:
    return {"reason", "allowance_pct", "months_to_expiry"} <= source.columns


def _reason_cases(source: Source) -> Iterable[Case]:
    held = {reason.name: reason for reason in reasons_on(DAY).table.values()}
    for row in source.rows:
        expected = [
            _whole_or_none(row[name]) for name in ("allowance_pct", "max_allowance_pct", "months_to_expiry")
        ]
        yield Case(
            row["reason"],
            expected,
            lambda name=row["reason"]: [held[name].allowance_pct, held[name].most_pct, held[name].months],  # type: ignore[misc]
        )


def _whole_or_none(written: str) -> int | None:
    return None if written in {"", "null"} else int(written)


ADAPTERS = (
    Adapter("workload points", _claims_points, _points_cases),
    Adapter("workload contacts", _claims_contacts, _contact_cases),
    Adapter("workload reductions", _claims_reasons, _reason_cases),
)
