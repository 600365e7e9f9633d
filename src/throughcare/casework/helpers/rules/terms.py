"""The dated terms of helpers: what is checked and how long it lasts, by when each side does its part, and the lists of reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Edition, Period, Refused, edition_on

from .words import CheckKind, HelperKind, JobPoint


@dataclass(frozen=True)
class CheckTerms:
    """A check that is needed: months it lasts (None: it has no end), whether in custody alone, on what that rests, and why."""

    months: int | None
    in_custody_alone: bool
    basis: str
    why: str


@dataclass(frozen=True)
class HelperTerms:
    """One edition; ``answer`` is in working days but for what ends in ``_days``, ``points`` in weeks after a job began."""

    source: str
    basis: str
    checks: Mapping[HelperKind, Mapping[CheckKind, CheckTerms]]
    answer: Mapping[str, int]
    points: Mapping[JobPoint, int]
    reasons: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def helper_editions() -> tuple[Edition[HelperTerms], ...]:
    """Every edition of the terms in the package."""
    text = files(__package__).joinpath("editions", "helpers.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _terms(one)) for one in yaml.safe_load(text)
    )


def helper_terms(on: date) -> Edition[HelperTerms]:
    """The terms in force on a day."""
    return edition_on(helper_editions(), on)


def _terms(one: Mapping[str, Any]) -> HelperTerms:
    checks = {
        HelperKind(kind): {CheckKind(name): _check(row) for name, row in rows.items()}
        for kind, rows in one["checks"].items()
    }
    points = {JobPoint(name): weeks for name, weeks in one["points"].items()}
    return HelperTerms(one["source"], one["basis"], checks, one["answer"], points, one["reasons"])


def _check(row: Mapping[str, Any]) -> CheckTerms:
    return CheckTerms(row["months"], bool(row.get("custody")), row["basis"], row["why"])


def pairing_reasons(of: str, on: date) -> Mapping[str, str]:
    """The reasons of a list by their keys, as the edition of a day has them."""
    return helper_terms(on).table.reasons[of]


def check_pairing_reason(of: str, key: str, on: date) -> str:
    """A reason's key; refused in words where the list has none such."""
    known = pairing_reasons(of, on)
    if key not in known:
        raise Refused(f"Say why, from the list: {', '.join(known)}.", field="reason")
    return key
