"""The documented tables that outcomes are measured from, and what makes a table bad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from throughcare.foundation.kernel import Refused, misspelt, unknown_columns

if TYPE_CHECKING:
    import pyarrow as pa


PROOFS = ("conviction", "caution")
"""The ways in which an offence is proven; a table that holds any other is bad."""


class Kind(StrEnum):
    """What a column holds, in words; each accepts the Arrow types that can hold it exactly."""

    NUMBER = "whole number"
    DAY = "day (date32)"
    WORDS = "words"
    YES_NO = "yes or no (bool)"
    DECIMAL = "decimal with at most two places"
    SHARE = "real number"


@dataclass(frozen=True)
class Column:
    """One column: what it holds and means, whether it must be there, and whether it may be empty."""

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    may_be_null: bool = False


@dataclass(frozen=True)
class Rule:
    """What no row may be: a SQL condition that holds for a bad row, the column to blame, and why."""

    column: str
    bad: str
    reason: str


@dataclass(frozen=True)
class TableSchema:
    """One table: its columns, the rules its rows keep, and the column that no two rows share."""

    name: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()
    unique: str | None = None
    required: bool = True
    extra_columns: str = ""


@dataclass(frozen=True)
class Problem:
    """Why a table is bad: where, in how many rows (None when the column itself is wrong), and the reason."""

    table: str
    column: str
    rows: int | None
    reason: str

    def __str__(self) -> str:
        rows = "" if self.rows is None else f", {self.rows:,} row{'' if self.rows == 1 else 's'}"
        return f"{self.table}.{self.column}{rows}: {self.reason}"


class BadTables(Refused):
    """Tables that cannot be measured from; ``problems`` says why, column by column."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems), field=problems[0].column)
        self.problems = tuple(problems)


_PERSON = Column("person_id", Kind.NUMBER, "a number for the person, made for this extract; from 0 to 2^44")
_PERSON_RULE = Rule("person_id", "person_id < 0 or person_id >= 17592186044416", "is outside 0 to 2^44")


def _in_range(column: str) -> Rule:
    return Rule(
        column, f"{column} < date '1900-01-01' or {column} >= date '2100-01-01'", "is outside 1900 to 2099"
    )


INDEX_EVENTS = TableSchema(
    "index_events",
    (
        Column("event_id", Kind.NUMBER, "a number for the event, unique; breaks ties within a day"),
        _PERSON,
        Column("event_date", Kind.DAY, "release, start of the order, or caution: when a reoffence can begin"),
        Column("kind", Kind.WORDS, "custody_release, court_order, caution, or the extract's own"),
        Column(
            "predicted",
            Kind.SHARE,
            "chance of proven reoffending, 0 to 1",
            required=False,
            may_be_null=True,
        ),
    ),
    (
        _PERSON_RULE,
        _in_range("event_date"),
        Rule("predicted", "not (predicted between 0 and 1)", "is not a chance from 0 to 1"),
    ),
    unique="event_id",
    extra_columns="any other column of words or whole numbers is a breakdown; empty means not recorded",
)
OFFENCES = TableSchema(
    "offences",
    (
        _PERSON,
        Column("offence_date", Kind.DAY, "when it was committed"),
        Column("proven_date", Kind.DAY, "when a court convicted or a caution was given: the court occasion"),
        Column("breach", Kind.YES_NO, "a breach of an order or licence"),
        Column("proved_by", Kind.WORDS, "conviction or caution"),
        Column("severity", Kind.DECIMAL, "weight of the offence, 0 or more", required=False),
        Column("offence_group", Kind.WORDS, "group of the offence", required=False, may_be_null=True),
    ),
    (
        _PERSON_RULE,
        _in_range("offence_date"),
        Rule("proven_date", "proven_date < offence_date", "is before the offence was committed"),
        Rule("proved_by", "proved_by not in ('conviction', 'caution')", "is neither conviction nor caution"),
        Rule("severity", "severity < 0", "is below zero"),
    ),
)
PEOPLE = TableSchema(
    "people",
    (_PERSON, Column("died_on", Kind.DAY, "day of death, if any", required=False, may_be_null=True)),
    (_PERSON_RULE,),
    unique="person_id",
    required=False,
    extra_columns="any other column of words or whole numbers is a breakdown; empty means not recorded",
)
SERVICES = TableSchema(
    "services",
    (
        _PERSON,
        Column("service", Kind.WORDS, "what was received"),
        Column("provider", Kind.WORDS, "from whom"),
        Column("started_on", Kind.DAY, "first day"),
        Column(
            "ended_on", Kind.DAY, "first day it was no longer received; empty while it is", may_be_null=True
        ),
    ),
    (_PERSON_RULE, Rule("ended_on", "ended_on < started_on", "is before it started")),
    required=False,
)
MILESTONES = TableSchema(
    "milestones",
    (
        _PERSON,
        Column("outcome", Kind.WORDS, "employed, settled_accommodation, … : an outcome on the way"),
        Column("observed_on", Kind.DAY, "when somebody looked"),
        Column("achieved", Kind.YES_NO, "what they saw; empty when they could not tell", may_be_null=True),
    ),
    (_PERSON_RULE, _in_range("observed_on")),
    required=False,
)
RETURNS = TableSchema(
    "returns",
    (
        _PERSON,
        Column("returned_on", Kind.DAY, "admission to prison"),
        Column("reason", Kind.WORDS, "new sentence, recall, …"),
    ),
    (_PERSON_RULE, _in_range("returned_on")),
    required=False,
)
SCHEMAS = {s.name: s for s in (INDEX_EVENTS, OFFENCES, PEOPLE, SERVICES, MILESTONES, RETURNS)}
RESERVED = frozenset({"window", "year", "opens", "closes", "proven_by", "day"})
"""Names the measure makes itself, which no breakdown may bear."""


def _holds(kind: Kind, found: pa.DataType) -> bool:
    from pyarrow import types

    if types.is_dictionary(found):
        found = found.value_type
    accepted: dict[Kind, Any] = {
        Kind.NUMBER: types.is_signed_integer,
        Kind.DAY: types.is_date32,
        Kind.WORDS: lambda t: types.is_string(t) or types.is_large_string(t),
        Kind.YES_NO: types.is_boolean,
        Kind.DECIMAL: lambda t: types.is_decimal(t) and 0 <= t.scale <= 2,
        Kind.SHARE: types.is_floating,
    }
    return bool(accepted[kind](found))


def check_shape(schema: TableSchema, found: pa.Schema) -> list[Problem]:
    """What is wrong with a table's columns, before any row is read."""
    problems = []
    for column in schema.columns:
        if column.name not in found.names:
            if column.required:
                problems.append(
                    Problem(schema.name, column.name, None, f"is missing; it holds {column.meaning}")
                )
        elif not _holds(column.kind, found.field(column.name).type):
            has = found.field(column.name).type
            problems.append(Problem(schema.name, column.name, None, f"holds {has}, expected {column.kind}"))
    taken = sorted(RESERVED & set(found.names)) if schema.extra_columns else []
    problems += _strange(schema, found.names)
    return problems + [
        Problem(schema.name, name, None, "is a name the measure makes itself") for name in taken
    ]


def _strange(schema: TableSchema, found: Sequence[str]) -> list[Problem]:
    """Columns that are none of the table's: any, or, where others may stand as breakdowns, those that look like one of it."""
    known = [column.name for column in schema.columns]
    tell = misspelt if schema.extra_columns else unknown_columns
    said = tell(found, known)
    return [Problem(schema.name, "*", None, said)] if said else []


def row_rules(schema: TableSchema, names: Sequence[str]) -> list[Rule]:
    """The rules that apply to the columns a table has, empty cells among them."""
    empty = [
        Rule(c.name, f"{c.name} is null", "is empty")
        for c in schema.columns
        if c.name in names and not c.may_be_null
    ]
    return empty + [rule for rule in schema.rules if rule.column in names]
