"""Packaged numbers: coefficients, points, bands and offence mappings, read once and never changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from throughcare.foundation.kernel import Edition, Period, Refused

Table = Mapping[str, Any]

OFFENCES_LEGACY = "ogrs3-offence-weights 66f6739"
OFFENCES_OGRS4 = "ogrs4-actuarial-categories 016919c"


@dataclass(frozen=True)
class OffenceWeights:
    """What one offence code weighs in OGRS3 and SNSV; None where the mapping says nothing."""

    ogrs3: float | None
    snsv_static: float | None
    snsv_dynamic: float | None
    vatp_static: float | None
    vatp_dynamic: float | None
    violent_or_sexual: bool


@cache
def read(name: str) -> Table:
    """A packaged JSON file, by its name without the ending."""
    parsed: Table = json.loads((files(__package__) / f"{name}.json").read_text(encoding="utf-8"))
    return parsed


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a packaged CSV file, by its name without the ending."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def offence_categories() -> Mapping[str, str]:
    """Actuarial category of each offence code; codes of unknown category are left out."""
    found = rows("ogrs4_offence_code_categories")
    return {r["offence_code"]: r["actuarial_category"] for r in found if r["actuarial_category"] != "UNKNOWN"}


@cache
def violent_or_sexual_codes() -> frozenset[str]:
    """Offence codes that count as violent or sexual for the personality disorder pathway."""
    found = rows("ogrs4_offence_code_categories")
    return frozenset(r["offence_code"] for r in found if r["opd_violence_sex"] == "True")


@cache
def offence_weights() -> Mapping[str, OffenceWeights]:
    """Weights of each offence code in OGRS3 and SNSV."""
    return {row["offence_code5"]: _weights(row) for row in rows("ogrs3_offence_weights")}


def _weights(row: Mapping[str, str]) -> OffenceWeights:
    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    return OffenceWeights(
        number("ogrs3_weight"),
        number("snsv_static"),
        number("snsv_dynamic"),
        number("snsv_vatp_static"),
        number("snsv_vatp_dynamic"),
        row["opd_viol_sex"] == "Y",
    )


@cache
def coefficients(predictor: str) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The coefficients of one OGRS4 predictor: by feature, and by offence category."""
    table = read("ogrs4_coefficients")[predictor]
    features = {name: float(entry["coefficient"]) for name, entry in table["features"].items()}
    return features, {name: float(weight) for name, weight in table["offence_category"].items()}


def edition(name: str, since: date, table: Table) -> Edition[Table]:
    """One edition, in force from a day until further notice."""
    return Edition(name, Period(since), table)


def named(editions: Sequence[Edition[Table]], name: str | None) -> Edition[Table]:
    """The edition of that name; with no name, the last, which is the one to use today."""
    if name is None:
        return editions[-1]
    found = next((one for one in editions if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in editions)
        raise Refused(f"There is no edition called {name}: choose one of {known}.", field="edition")
    return found
