"""What a file of cases, an adapter and a case are."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Source:
    """One file that may hold cases, read once and only when asked."""

    path: Path

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.name

    @cached_property
    def content(self) -> object:
        """Parsed JSON, JSON lines or CSV (rows as dictionaries with bare names), else the text."""
        if self.path.suffix == ".json":
            return json.loads(self.path.read_text(encoding="utf-8"))
        if self.path.suffix == ".jsonl":
            return [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines() if line]
        if self.path.suffix == ".csv":
            return self.rows
        return self.path.read_text(encoding="utf-8", errors="replace")

    @cached_property
    def rows(self) -> Rows:
        """The rows of a CSV file; names and values lose the spaces around them, empty rows go."""
        with self.path.open(encoding="utf-8-sig", newline="") as opened:
            lines = [[cell.strip() for cell in line] for line in csv.reader(opened)]
        names, *rest = [line for line in lines if any(line)] or [[]]
        return [dict(zip(names, line + [""] * (len(names) - len(line)), strict=False)) for line in rest]

    @property
    def columns(self) -> frozenset[str]:
        """The column names of a CSV file; empty for any other."""
        if self.path.suffix != ".csv" or not self.rows:
            return frozenset()
        return frozenset(self.rows[0])


@dataclass(frozen=True)
class Case:
    """One case: what somebody else expects, and how to ask us.

    ``tolerance`` is absolute and applies to numbers only. ``not_compared`` holds one reason for each
    value of the case that the adapter leaves out of ``expected``.
    """

    name: str
    expected: object
    run: Callable[[], object]
    tolerance: float = 0.0
    skip: str | None = None
    not_compared: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Adapter:
    """Knows one shape of file and turns it into cases."""

    name: str
    claims: Callable[[Source], bool]
    cases: Callable[[Source], Iterable[Case]]


def skipped(name: str, why: str) -> Case:
    """A case that is counted and not run, with the reason in words."""
    return Case(name, expected=None, run=lambda: None, skip=why)


def unknown(name: str) -> Case:
    """A case in a part of the file that the adapter does not know."""
    return skipped(name, "unknown shape")
