"""The matching model in force: weights for each level of each comparison, and the thresholds."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from math import log2
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, edition_on


@dataclass(frozen=True)
class Level:
    """One answer a comparison may give: its chance among true pairs (m) and among strangers (u)."""

    label: str
    m: float
    u: float
    is_null: bool
    frequency_of: str
    frequency_weight: float

    @property
    def weight(self) -> float:
        """The evidence of this level, in bits."""
        return 0.0 if self.is_null else log2(self.m / self.u)


@dataclass(frozen=True)
class MatchModel:
    """A whole model: comparisons in order, each with its levels in order, and the policy around them."""

    name: str
    clause: Clause
    comparisons: dict[str, tuple[Level, ...]]
    prior: float
    join: float
    fracture: float
    twins: float
    twins_alike: float
    few_names: int
    few_births: int
    few_sentences: int
    medium_sentences: int
    seen_before: float
    usual_postcode: float
    widest_key: int
    rare_name: float
    crowded_home: int

    @property
    def prior_bits(self) -> float:
        """The odds, in bits, that two records taken blindly are of one person."""
        return log2(self.prior / (1 - self.prior))

    def usual_share(self, column: str) -> float:
        """How common a value of a column usually is: the chance that strangers share it exactly."""
        if column == "postcode":
            return self.usual_postcode
        return next(
            level.u
            for levels in self.comparisons.values()
            for level in levels
            if level.frequency_of == column and level.frequency_weight == 1.0
        )


FREQUENCY_COLUMNS = (
    "first_and_last_name_std",
    "name_1_std",
    "last_name_std",
    "date_of_birth",
    "name_2_std",
    "pnc_single",
    "cro_single",
    "postcode",
)


def match_model(on: date) -> Edition[MatchModel]:
    """The model in force on a day; NoEdition before the first."""
    return edition_on(_editions(), on)


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[MatchModel], ...]:
    policies = yaml.safe_load(_text("match_policy.yaml"))
    return tuple(
        Edition(p["name"], Period(p["in_force"]["start"], p["in_force"].get("end")), _model(p))
        for p in policies
    )


def _model(policy: dict[str, Any]) -> MatchModel:
    settings = {k: v for k, v in policy.items() if k not in {"in_force", "weights", "source"}}
    return MatchModel(
        clause=Clause(policy["source"], "weights and thresholds"),
        comparisons=_comparisons(policy["weights"]),
        **settings,
    )


def _comparisons(weights: str) -> dict[str, tuple[Level, ...]]:
    comparisons: dict[str, list[Level]] = {}
    for row in csv.DictReader(_text(weights).splitlines(keepends=True)):
        is_null = row["is_null"] == "True"
        comparisons.setdefault(row["comparison"], []).append(
            Level(
                label="nothing to compare" if is_null else row["level"],
                m=0.0 if is_null else float(row["m_probability"]),
                u=0.0 if is_null else float(row["u_probability"]),
                is_null=is_null,
                frequency_of=row["tf_adjustment_column"],
                frequency_weight=float(row["tf_adjustment_weight"] or 0),
            )
        )
    return {name: tuple(levels) for name, levels in comparisons.items()}


def _text(name: str) -> str:
    return files("throughcare.casework.people").joinpath("reference", name).read_text("utf-8")
