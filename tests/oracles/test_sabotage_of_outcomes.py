"""Break a rule of outcomes or of payment, and its cases turn red, as those of casework do; that all pass unbroken is shown elsewhere."""

import dataclasses
import importlib
import itertools
import sys
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

import numpy as np
import pytest
from support.shared import shared_path

from oracles.runner import adapters, run_file

OUTCOMES = "throughcare.evidence.outcomes"
PAYS = "throughcare.commissioning.contracts.rules"
RULES = {
    "rossi_cox.json": [
        (f"{OUTCOMES}.measure.models", "hazards"), (f"{OUTCOMES}.measure.models", "hazards_breslow"),
        (f"{OUTCOMES}.measure.models", "log_rank"), (f"{OUTCOMES}.measure.survival", "survival"),
        (f"{OUTCOMES}.measure.intervals", "wilson"),
    ],
    "wooldridge_recid_censored.json": [
        (f"{OUTCOMES}.measure.models", "censored_times"), (f"{OUTCOMES}.measure.censored", "peak"),
    ],
    "wooldridge_crime1_frequency.json": [
        (f"{OUTCOMES}.measure.models", "straight_lines"), (f"{OUTCOMES}.measure.models", "frequencies"),
    ],
    "scotland_reconviction.json": [(OUTCOMES, "reoffending")],
    "england_wales_published_points.json": [(OUTCOMES, "forecast")],
    "matchit_lalonde.json": [
        (f"{OUTCOMES}.compare.propensity", "fit_propensity"), (f"{OUTCOMES}.compare.nearest", "match"),
        (f"{OUTCOMES}.compare.balance", "balance_of"), (f"{OUTCOMES}.compare.effect", "effect_of"),
        (f"{OUTCOMES}.compare.effect", "pooled_error"),
    ],
    "justice_data_lab.json": [
        (f"{OUTCOMES}.compare.effect", "summarise"), (f"{OUTCOMES}.compare.wording", "shown_range"),
    ],
    "costs.json": [(f"{OUTCOMES}.value", "unit_costs_on")],
    "pbr_pilots.json": [(f"{PAYS}.settling", "settle"), (f"{PAYS}.measuring", "read"), (f"{PAYS}.schemes", "latest")],
}  # fmt: skip
TARGETS = [(file, module, name) for file, rules in RULES.items() for module, name in rules]
WRONG = itertools.count(2)  # never the same twice, so that two wrongs do not cancel out


def wrong_number(value):
    """A number that is another, with the other sign: what is paid is owed."""
    return -(value * type(value)(2) + type(value)(next(WRONG)))


def wrong_parts(value):
    """A thing whose every part is wrong."""
    fields = {one.name: spoilt(getattr(value, one.name)) for one in dataclasses.fields(value) if one.init}
    return dataclasses.replace(value, **fields)


KINDS = (
    (lambda value: value is None or isinstance(value, Enum | type), lambda value: value),
    (lambda value: isinstance(value, bool | np.bool_), lambda value: not value),
    (lambda value: isinstance(value, str), lambda value: f"{value}?"),
    (lambda value: isinstance(value, int | float | Decimal | np.number), wrong_number),
    (lambda value: isinstance(value, np.ndarray) and value.dtype.kind in "iuf", lambda value: value * 2 + 1),
    (
        lambda value: isinstance(value, Mapping),
        lambda value: {key: spoilt(one) for key, one in value.items()},
    ),
    (lambda value: type(value) in (list, tuple), lambda value: type(value)(map(spoilt, value))),
    (dataclasses.is_dataclass, wrong_parts),
)


def spoilt(value):
    """The same kind of thing with every number in it wrong, and every word."""
    return next((spoil(value) for holds, spoil in KINDS if holds(value)), value)


def forgotten():
    """Whatever the adapters keep of an earlier run is forgotten: a kept answer would hide what is broken."""
    for name, module in list(sys.modules.items()):
        if name.startswith("oracles"):
            for held in list(vars(module).values()):
                if hasattr(held, "cache_clear"):
                    held.cache_clear()


@pytest.fixture
def fresh():
    forgotten()
    yield
    forgotten()


@pytest.mark.parametrize(("file", "module", "name"), TARGETS, ids=lambda one: str(one).rsplit(".", 1)[-1])
def test_a_rule_of_outcomes_that_is_broken_turns_its_cases_red(monkeypatch, fresh, file, module, name):
    original = getattr(importlib.import_module(module), name)
    for held in list(sys.modules.values()):
        if getattr(held, "__dict__", {}).get(name) is original:
            monkeypatch.setattr(held, name, lambda *given, **named: spoilt(original(*given, **named)))
    assert run_file(shared_path(f"vectors/outcomes/{file}"), adapters()).failed > 0
