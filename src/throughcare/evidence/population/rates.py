"""The rates that people and lives are drawn from, each published or assumed, read from ``rates.yaml``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from .lots import Lot


@lru_cache(maxsize=1)
def rates() -> Mapping[str, Mapping[str, Any]]:
    """Every rate by name."""
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        files(__package__).joinpath("rates.yaml").read_text("utf-8")
    )
    return found


def share(name: str) -> float:
    """A single rate."""
    return float(rates()[name]["share"])


def mean(name: str) -> float:
    """A rate that says how many or how long in the mean."""
    return float(rates()[name]["mean"])


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=64)
def lot(name: str) -> Lot:
    """The lot of a table of weights."""
    return Lot(rates()[name]["weights"].items())


@lru_cache(maxsize=1)
def offences() -> Lot:
    """Home Office codes by how often their class is charged."""
    return Lot((row["code"], float(row["charges"])) for row in _rows("offences.csv"))


@lru_cache(maxsize=64)
def ethnicity(trust: str) -> Lot:
    """Ethnic groups by residents of a trust area; of England and Wales where the area is not in the census file."""
    table = _rows("ethnicity_by_trust.csv")
    chosen = [row for row in table if row["trust"] == trust] or table
    codes = [name for name in table[0] if name != "trust"]
    return Lot((code, sum(float(row[code]) for row in chosen)) for code in codes)
