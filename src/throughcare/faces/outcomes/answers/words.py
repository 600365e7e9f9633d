"""Kept answers said in words: rates with their intervals, tables of cells, what a definition rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from throughcare.faces.web.look.parts import Colour, Column, Lines, Row, Table, Tag, Unknown
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.operating_model import queries as models

_LABELS: dict[str, Colour] = {"verified": "green", "assumed": "orange"}
BY = {
    "area": "Area",
    "age_band": "Age",
    "sex": "Sex",
    "kind": "Kind of event",
    "offence_group": "Offence",
    "ethnicity_group": "Ethnicity",
    "year": "Year",
}


def percent(kept: Any) -> object:
    """A share with its interval, in percent; otherwise why there is none."""
    if isinstance(kept, str):
        return Unknown(first_capital(kept))
    value, low, high = kept
    return Lines(f"{100 * value:.1f}%", [f"{100 * low:.1f} to {100 * high:.1f}"])


def rate(kept: Any) -> object:
    """A rate with its interval, to two places; otherwise why there is none."""
    if isinstance(kept, str):
        return Unknown(first_capital(kept))
    value, low, high = kept
    return Lines(f"{value:.2f}", [f"{low:.2f} to {high:.2f}"])


def number(kept: Any) -> object:
    """A whole number, or why there is none."""
    return Unknown(first_capital(kept)) if isinstance(kept, str) else kept


def points(value: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{100 * value:+.1f} points"


_AREA = re.compile(r"[EWSN]\d{8}")
_YEAR = re.compile(r"(\d{4})-01-01")
_areas: dict[str, str] = {}


def label_words(label: str | None) -> str:
    """A label of a table as it is read: an area by its name, a year as a year; no code stays a code."""
    if label is None:
        return "Not recorded"
    if year := _YEAR.fullmatch(label):
        return year.group(1)
    return _area(label) if _AREA.fullmatch(label) else first_capital(label.replace("_", " "))


def _area(code: str) -> str:
    """The name of an area that the service knows; asked for once, and again where one is new."""
    if code not in _areas:
        _areas.update((area.code, area.name) for area in models.areas())
    return _areas.get(code, code)


def name_of(labels: Sequence[str | None]) -> str:
    """A cell's labels in words."""
    return ", ".join(label_words(label) for label in labels) or "Everybody"


def label_tag(label: str) -> Tag:
    """Whether a rule was checked at its source."""
    return Tag(first_capital(label), _LABELS.get(label, "grey"))


def rules_table(definition: Any) -> Table:
    """Every rule of a definition with its value, its label and where it comes from."""
    return Table(
        "The rules",
        [Column("Rule"), Column("Value"), Column("Standing"), Column("Source")],
        [
            [
                first_capital(name.replace("_", " ")),
                value_words(rule.value),
                label_tag(rule.label),
                rule.source,
            ]
            for name, rule in definition.rules.items()
        ],
    )


def value_words(value: object) -> object:
    """A rule's value in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list | tuple):
        return ", ".join(str(one).replace("_", " ") for one in value)
    return str(value).replace("_", " ")


def figures_table(caption: str, heading: str, cells: Sequence[Any], names: Sequence[object]) -> Table:
    """A line for each cell: entries, the binary rate, both frequencies and those still awaited."""
    return Table(
        caption,
        [
            Column(heading),
            Column("Entries", numeric=True),
            Column("Reoffended", numeric=True),
            Column("For each person", numeric=True),
            Column("For each who reoffended", numeric=True),
            Column("Awaiting", numeric=True),
        ],
        [
            [
                name,
                number(c["entries"]),
                percent(c["binary"]),
                rate(c["per_person"]),
                rate(c["per_reoffending_person"]),
                number(c["awaiting"]),
            ]
            for name, c in zip(names, cells, strict=True)
        ],
        empty="Nobody enters this table.",
    )


def cohort_rows(whole: Any) -> list[Row]:
    """The cohort described, and its headline figures."""
    return [
        Row("Entries with complete follow-up", number(whole["entries"])),
        Row("Different people", number(whole["people"])),
        Row("Entries still awaiting follow-up or proof", number(whole["awaiting"])),
        Row("Reoffended (binary)", percent(whole["binary"])),
        Row("Reoffences for each entry", rate(whole["per_person"])),
        Row("Reoffences for each who reoffended", rate(whole["per_reoffending_person"])),
        Row("Severity for each entry", rate(whole["severity_per_person"])),
    ]
