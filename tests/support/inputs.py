"""A table of a rule's inputs: how each is stored, and how the service is asked, so that none can be dropped on the way."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class CannotMatter:
    """An input that provably changes nothing in what the service answers, and why."""

    because: str


@dataclass(frozen=True)
class Elsewhere:
    """An input whose change another test shows: its file below ``tests``, and its name."""

    file: str
    test: str

    def check(self) -> None:
        """That there is such a test."""
        written = (Path(__file__).parent.parent / self.file).read_text()
        assert f"def {self.test}(" in written, f"{self.file} has no {self.test}"


Row = Callable[[Any], None] | CannotMatter | Elsewhere
Table = Mapping[str, Row]
Facts = type | Callable[..., Any]


def reaching(table: Table) -> list[str]:
    """The inputs of a table that are stored and asked about, one after another."""
    return [name for name, row in table.items() if not isinstance(row, CannotMatter | Elsewhere)]


def inputs_of(facts: Facts) -> list[str]:
    """The inputs of a rule, by the fields of what it is given, or by its own where it is given nothing whole."""
    if isinstance(facts, type):
        return [one.name for one in dataclasses.fields(facts)]
    return list(signature(facts).parameters)


def check_whole(facts: Facts, table: Table) -> None:
    """Every input has a row and every row an input: a field added to a rule without one fails here."""
    missing, strange = set(inputs_of(facts)) - table.keys(), table.keys() - set(inputs_of(facts))
    assert not missing, f"{facts.__name__} looks at {sorted(missing)}, and no row says how they reach it"
    for row in table.values():
        if isinstance(row, Elsewhere):
            row.check()
    assert not strange, f"{facts.__name__} has no input called {sorted(strange)}"


def with_defaults(facts: Facts) -> list[str]:
    """The inputs that a caller may forget without a word."""
    if not isinstance(facts, type):
        return [one.name for one in signature(facts).parameters.values() if one.default is not one.empty]
    none = dataclasses.MISSING
    return [
        one.name
        for one in dataclasses.fields(facts)
        if one.default is not none or one.default_factory is not none
    ]


def check_reaches(name: str, before: tuple[Any, Any], after: tuple[Any, Any]) -> None:
    """That a stored change reached the rule by its own input, and changed what the service answers.

    Each of the two is what the rule was given, and what the service said.
    """
    assert getattr(before[0], name) != getattr(after[0], name), (
        f"{name} was stored and did not reach the rule"
    )
    assert before[1] != after[1], f"{name} reached the rule and the service answers as before"
