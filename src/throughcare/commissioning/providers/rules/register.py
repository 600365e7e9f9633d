"""The editions of what a passport must say: forms of numbers, sizes, declarations, board. Data, with source and basis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, edition_on

from .passport import Form, Size


@dataclass(frozen=True)
class NumberForm:
    """How a number of a register is written: its pattern, the width its figures are padded to, and how that is said."""

    pattern: re.Pattern[str]
    pad: int
    said: str
    clause: Clause


@dataclass(frozen=True)
class UpTo:
    """A size: fewer people than, and at most so many pounds of turnover or on the balance sheet."""

    size: Size
    people: int
    turnover: int
    balance: int


@dataclass(frozen=True)
class Asked:
    """Something that is declared: its kind, what it says, whether a bid is out without it, and where that comes from."""

    kind: str
    says: str
    required: bool
    clause: Clause


@dataclass(frozen=True)
class Register:
    """What a passport must say on a day."""

    numbers: dict[str, NumberForm]
    needs: dict[Form, tuple[str, ...]]
    community_interest_names: tuple[str, ...]
    community_interest_clause: Clause
    sizes: tuple[UpTo, ...]
    sizes_clause: Clause
    least_employers_liability: int
    employers_liability_clause: Clause
    accounts_months: int
    accounts_clause: Clause
    board_at_least: int
    board_skills: tuple[str, ...]
    board_clause: Clause
    declarations: tuple[Asked, ...]
    renew_days: int


def register_on(day: date) -> Register:
    """What a passport must say on a day."""
    return edition_on(_editions(), day).table


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[Register], ...]:
    text = files(__package__).joinpath("editions", "register.yaml").read_text("utf-8")
    return tuple(
        Edition(f"register from {one['from']}", Period(one["from"], one["until"]), _register(one))
        for one in yaml.safe_load(text)
    )


def _register(one: dict[str, Any]) -> Register:
    return Register(
        {name: _number(given) for name, given in one["numbers"].items()},
        {Form(form): tuple(needed) for form, needed in one["needs"].items()},
        tuple(one["community_interest_names"]),
        _clause(one["community_interest_clause"]),
        tuple(UpTo(Size(up["size"]), up["people"], up["turnover"], up["balance"]) for up in one["sizes"]),
        _clause(one["sizes_clause"]),
        one["least_employers_liability"],
        _clause(one["employers_liability_clause"]),
        one["accounts_months"],
        _clause(one["accounts_clause"]),
        one["board_at_least"],
        tuple(one["board_skills"]),
        _clause(one["board_clause"]),
        tuple(
            Asked(asked["kind"], asked["asks"], asked["required"], _clause(asked["clause"]))
            for asked in one["declarations"]
        ),
        one["renew_days"],
    )


def _number(given: dict[str, Any]) -> NumberForm:
    return NumberForm(
        re.compile(given["pattern"]), given.get("pad", 0), given["said"], _clause(given["clause"])
    )


def _clause(said: list[str]) -> Clause:
    source, paragraph, basis = said
    return Clause(source, paragraph if basis == "published" else f"{paragraph}; {basis}")
