"""The shapes of a public directory (Human Services Data Specification 3.0, with the capacity of 3.1): its tables and columns.

What names a person is no public fact of a provider: contacts, whose hands post reaches, who changed what. It is never kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from throughcare.foundation.kernel import misspelt

from ..words import reference

LONGEST_TEXT, LARGEST_NUMBER = 5_000, 10**12


@dataclass(frozen=True)
class Column:
    """One column: what kind of value it holds, whether it must be given (in tables alone, perhaps), and the table it points to."""

    table: str
    name: str
    kind: str
    needed: bool
    needed_in_tables: bool
    values: tuple[str, ...]
    points_to: str


@dataclass(frozen=True)
class Child:
    """What stands within an object: of which table, one or many, and whether the object is nothing without it."""

    table: str
    many: bool = True
    vital: bool = False


CHILDREN: Mapping[str, Mapping[str, Child]] = {
    "services": {
        "organization": Child("organizations", many=False, vital=True),
        "program": Child("programs", many=False),
        "service_at_locations": Child("service_at_location"),
        "capacities": Child("service_capacity"),
        "phones": Child("phones"),
        "schedules": Child("schedules"),
        "service_areas": Child("service_areas"),
        "languages": Child("languages"),
        "funding": Child("funding"),
        "cost_options": Child("cost_options"),
        "required_documents": Child("required_documents"),
        "attributes": Child("attributes"),
    },
    "organizations": {
        "organization_identifiers": Child("organization_identifiers"),
        "phones": Child("phones"),
        "funding": Child("funding"),
    },
    "service_at_location": {
        "location": Child("locations", many=False, vital=True),
        "phones": Child("phones"),
        "schedules": Child("schedules"),
    },
    "locations": {
        "addresses": Child("addresses"),
        "accessibility": Child("accessibility"),
        "languages": Child("languages"),
        "phones": Child("phones"),
        "schedules": Child("schedules"),
    },
    "phones": {"languages": Child("languages")},
    "attributes": {"taxonomy_term": Child("taxonomy_terms", many=False, vital=True)},
    "service_capacity": {"unit": Child("units", many=False, vital=True)},
}
"""What may stand within an object of each table, by the name it stands under."""

OF_PEOPLE = frozenset({("services", "assurer_email"), ("addresses", "attention")})
"""Columns that name or reach a person rather than a provider: read past, never kept."""
RANGES: Mapping[tuple[str, str], tuple[float, float]] = {
    ("locations", "latitude"): (-90.0, 90.0),
    ("locations", "longitude"): (-180.0, 180.0),
    ("services", "minimum_age"): (0, 120),
    ("services", "maximum_age"): (0, 120),
    ("service_capacity", "available"): (0, 1_000_000),
    ("service_capacity", "maximum"): (0, 1_000_000),
}


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Mapping[str, Column]]:
    """Every table of a directory, with its columns by name."""
    found: dict[str, dict[str, Column]] = {}
    for row in reference("directory_fields.csv"):
        column = Column(
            row["table"], row["field"], row["kind"], row["needed"] == "yes", row["needed"] != "",
            tuple(row["values"].split(";")) if row["values"] else (), row["points_to"],
        )  # fmt: skip
        found.setdefault(row["table"], {})[row["field"]] = column
    return found


def columns_of(table: str) -> Mapping[str, Column]:
    """The columns of one table."""
    return tables()[table]


def misspelt_name(table: str, given: Iterable[str]) -> str:
    """In words, each name of an object or a row that looks like one of its table's which is not there; empty when none does.

    A directory may say more than the specification has, and that is read past: a name that was meant for ours is not.
    """
    known = [*columns_of(table), *CHILDREN.get(table, ()), *_READ_PAST]
    return misspelt([str(name) for name in given], known, what="name")


_READ_PAST = ("contacts", "metadata", "attributes")


def value_fault(column: Column, value: object) -> str:
    """What is wrong with a value of a document, in words; nothing when it is right."""
    if column.kind == "number":
        return _number_fault(column, value)
    if not isinstance(value, str):
        return f"Expected words; found {_named(value)}."
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        return "This holds a letter that cannot be stored."
    if len(value) > LONGEST_TEXT:
        return f"At most {LONGEST_TEXT} characters; this has {len(value)}."
    if column.values and value not in column.values:
        return f"Expected {', '.join(column.values[:-1])} or {column.values[-1]}; found “{value[:40]}”."
    return ""


def _number_fault(column: Column, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"Expected a number; found {_named(value)}."
    if not abs(value) < LARGEST_NUMBER:  # and so neither endless nor no number at all
        return "This number is too large."
    lowest, highest = RANGES.get((column.table, column.name), (-LARGEST_NUMBER, LARGEST_NUMBER))
    if not lowest <= value <= highest:
        return f"Expected a number from {lowest:g} to {highest:g}; found {value:g}."
    return ""


def _named(value: object) -> str:
    if isinstance(value, bool | type(None)):
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    return f"“{str(value)[:40]}”"


def from_cell(column: Column, written: str) -> object:
    """A cell of a table as its column's kind of value; words where it is no number, which ``value_fault`` then says."""
    if column.kind != "number":
        return written
    try:
        number = float(written)
    except ValueError:
        return written
    return int(number) if number.is_integer() else number
