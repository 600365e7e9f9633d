"""What a pilot assumes of the world: dated, each with its range, its basis and its source; and the sizes of effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Edition, Period, edition_on


class Stands(StrEnum):
    """On what a number stands."""

    PUBLISHED = "published"
    TOLD = "told"
    RECKONED = "reckoned"
    KNOWN = "known"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Assumption:
    """One number of the world: its value, the range it is drawn from, unit, basis, source, period, and what moves with it."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    basis: Stands
    source: str
    period: str
    group: str


@dataclass(frozen=True)
class Effect:
    """What something does: ``null`` is no effect; ``known`` whether any study gave a size; ``least`` the near end of what it gave.

    ``always`` says that it acts under every design; otherwise a design brings it.
    """

    name: str
    known: bool
    null: float
    middle: float
    far: float
    least: float
    unit: str
    always: bool
    basis: Stands
    source: str


@dataclass(frozen=True)
class Curve:
    """The hazard of a first reoffence, a week: start(1 + t/tau)^-power with t in months, for a two-year chance."""

    two_year: float
    start: float
    tau: float
    power: float


@dataclass(frozen=True)
class Assumptions:
    """One edition: values, what things cost, effects, and the curves between which a predicted chance is read."""

    values: Mapping[str, Assumption]
    money: Mapping[str, Assumption]
    effects: Mapping[str, Effect]
    hazard: tuple[Curve, ...]


@lru_cache(maxsize=1)
def assumption_editions() -> tuple[Edition[Assumptions], ...]:
    """Every edition of what is assumed."""
    text = files(__package__).joinpath("assumptions.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["from"], one["until"]), _of(one)) for one in yaml.safe_load(text)
    )


def assumptions_on(day: date) -> Edition[Assumptions]:
    """What is assumed on a day."""
    return edition_on(assumption_editions(), day)


def _of(one: Mapping[str, Any]) -> Assumptions:
    return Assumptions(
        {name: _value(name, said) for name, said in one["values"].items()},
        {name: _value(name, said) for name, said in one["money"].items()},
        {name: _effect(name, said) for name, said in one["effects"].items()},
        tuple(Curve(**said) for said in one["hazard"]),
    )


def _value(name: str, said: Mapping[str, Any]) -> Assumption:
    low, value, high = float(said["low"]), float(said["value"]), float(said["high"])
    if not low <= value <= high:
        raise ValueError(f"{name}: {value} does not lie between {low} and {high}")
    period = str(said.get("period", ""))
    return Assumption(
        name, value, low, high, said["unit"], Stands(said["basis"]), said["source"], period, said["group"]
    )


def _effect(name: str, said: Mapping[str, Any]) -> Effect:
    null, middle, far = float(said["null"]), float(said["middle"]), float(said["far"])
    if not min(null, far) <= middle <= max(null, far):
        raise ValueError(f"{name}: {middle} does not lie between {null} and {far}")
    least = float(said.get("least", null))
    return Effect(
        name, bool(said["known"]), null, middle, far, least, said["unit"], bool(said["always"]),
        Stands(said["basis"]), said["source"],
    )  # fmt: skip
