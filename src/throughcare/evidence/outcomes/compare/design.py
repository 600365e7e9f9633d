"""From a table of people to the numbers a comparison reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isnan
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.columns import nearest

from .arrays import Flags, Floats
from .effect import Measure

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, ArrayLike]
"""Columns by name: lists, numpy arrays, or the columns of a pandas or polars frame."""
People: TypeAlias = "Columns | pa.Table"
"""A table of people, one row each."""
PERSON = "person_id"
"""The column that says whose row it is, where a table has one; it is never compared on."""
_ALIKE_AT_LEAST, _ALIKE_TIMES = 5, 10


@dataclass(frozen=True, eq=False)
class Design:
    """Covariates as numbers: one row a person, one column a measured thing or a level of a category.

    ``fitted`` are the columns a regression may use (the first level of each category is left out);
    ``matrix`` holds every level, because balance is shown for every level.
    """

    names: tuple[str, ...]
    matrix: Floats
    fitted: tuple[int, ...]
    treated: Flags

    @property
    def people(self) -> int:
        """How many people the table holds, treated and not."""
        return len(self.treated)

    def for_fitting(self) -> tuple[tuple[str, ...], Floats]:
        """Names and columns a regression may use."""
        if len(self.fitted) == len(self.names):
            return self.names, self.matrix
        return tuple(self.names[i] for i in self.fitted), self.matrix[:, list(self.fitted)]


def columns_of(table: People) -> Columns:
    """The columns of a mapping, a pandas or polars frame, or an Arrow table."""
    if hasattr(table, "column_names") and hasattr(table, "column"):
        return {name: table.column(name).to_numpy() for name in table.column_names}
    return cast(Columns, table)


def column(columns: Columns, name: str) -> NDArray[Any]:
    """One column as a vector; refused by name when the table does not hold it."""
    try:
        return np.asarray(columns[name])
    except KeyError:
        meant = nearest(name, list(columns))
        like = f": did you mean {meant}?" if meant else ""
        raise Refused(f"the table has no column named {name}{like}", field=name) from None


def design_of(table: People, *, treated: str, covariates: Sequence[str]) -> Design:
    """Read the covariates of a table; text and true-or-false columns become one column a level."""
    if not covariates:
        raise Refused("a comparison needs at least one covariate to compare people on", field="covariates")
    columns = columns_of(table)
    group = treated_of(columns, treated)
    names: list[str] = []
    parts: list[Floats] = []
    fitted: list[int] = []
    for covariate in covariates:
        labels, numbers = _numbers(covariate, column(columns, covariate), len(group))
        first = 1 if len(labels) > 1 else 0
        fitted += range(len(names) + first, len(names) + len(labels))
        names += labels
        parts.append(numbers)
    return Design(tuple(names), np.concatenate(parts, axis=1), tuple(fitted), group)


def treated_of(columns: Columns, name: str) -> Flags:
    """Who was treated, from a column of 0 and 1 or of true and false; both groups must be there."""
    given = column(columns, name)
    if _unknown(given).any() or not np.isin(given, (0, 1)).all():
        raise Refused(f"column {name} must be 1 for people treated and 0 for the others", field=name)
    group = given.astype(bool)
    if group.all() or not group.any():
        raise Refused(f"column {name} must hold both people treated and people not treated", field=name)
    return group


def outcome_of(columns: Columns, name: str, measure: Measure = Measure.AMOUNT) -> Floats:
    """An outcome for every person, coded as its measure says; unknown is refused and never becomes zero.

    Binary is 0 and 1, or false and true; frequency whole numbers from zero; an amount any from zero.
    """
    given = column(columns, name)
    _refuse_unknown(name, given)
    if given.dtype.kind not in "biuf":
        if not all(isinstance(value, bool | int | float | Decimal) for value in given):
            raise Refused(f"column {name} is text and an outcome is a number: {_CODED[measure]}", field=name)
        given = given.astype(np.float64)
    numbers = given.astype(np.float64)
    if (numbers < 0).any():
        raise Refused(f"column {name} has {int((numbers < 0).sum()):,} rows below zero", field=name)
    wrong = {
        Measure.BINARY: ~np.isin(numbers, (0.0, 1.0)),
        Measure.FREQUENCY: numbers != np.floor(numbers),
        Measure.AMOUNT: np.zeros(len(numbers), bool),
    }[measure]
    if wrong.any():
        raise Refused(
            f"column {name} is {measure} and {int(wrong.sum()):,} rows hold something else, such as "
            f"{numbers[wrong][0]:g}: {_CODED[measure]}",
            field=name,
        )
    return numbers


_CODED = {
    Measure.BINARY: "write 1 for people who did and 0 for people who did not",
    Measure.FREQUENCY: "write how many times, in whole numbers from 0",
    Measure.AMOUNT: "write a number from 0",
}


def refuse_repeated(columns: Columns, treated: str, person: str = PERSON) -> None:
    """Refuse a table in which a person has more than one row, as a join or two cohorts make it."""
    if person not in columns:
        return
    given = column(columns, person)
    _refuse_unknown(person, given)
    people, first, rows = np.unique(given.astype(str), return_inverse=True, return_counts=True)
    again = rows > 1
    if not again.any():
        return
    group = treated_of(columns, treated)
    both = np.bincount(first, group, len(people)) * np.bincount(first, ~group, len(people)) > 0
    said = f"; {int(both.sum()):,} of them are among the treated and the others too" if both.any() else ""
    raise Refused(
        f"{int(again.sum()):,} people have more than one row{said}: each person may be in a study once,"
        " for every row is taken for somebody else",
        field=person,
    )


def alike_beyond_chance(columns: Columns) -> str:
    """In words, how many rows equal another in every column where chance would make few; empty when none do.

    Chance is reckoned as if columns were unrelated, each row counted once; ten times as many and at least five are said, and so is a
    table whose every row is there twice, or three times.
    """
    names = list(columns)
    codes = [np.unique(np.asarray(columns[name]).astype(str), return_inverse=True)[1] for name in names]
    rows = len(codes[0])
    apart, repeats = np.unique(np.stack(codes, axis=1), axis=0, return_counts=True)
    pairs = float((repeats * (repeats - 1) / 2).sum())
    by_chance = rows * (rows - 1) / 2 * float(np.prod([_same_share(code) for code in apart.T]))
    again, times = int((repeats - 1).sum()), int(np.gcd.reduce(repeats))
    if times > 1 and len(repeats) >= _ALIKE_AT_LEAST:
        return (
            f"every row is in the table {times} times, or a multiple of that: if they are the same people, every"
            " interval here is too narrow"
        )
    if pairs < _ALIKE_AT_LEAST or pairs <= _ALIKE_TIMES * by_chance:
        return ""
    return (
        f"{again:,} of {rows:,} rows are the same as another in every column, where chance would make about "
        f"{by_chance:.0f} pairs: if they are the same people, every interval here is too narrow"
    )


def _same_share(code: NDArray[np.intp]) -> float:
    """The chance that two rows drawn apart share a value."""
    counts = np.bincount(code)
    return float((counts * (counts - 1)).sum() / max(1, len(code) * (len(code) - 1)))


def strata_of(columns: Columns, names: Sequence[str]) -> NDArray[np.int64] | None:
    """A number for each combination of the columns that pairs must share exactly; None when none must."""
    if not names:
        return None
    code = np.zeros(len(column(columns, names[0])), dtype=np.int64)
    for name in names:
        given = column(columns, name)
        _refuse_unknown(name, given)
        levels, which = np.unique(given, return_inverse=True)
        code = code * len(levels) + which
    return code


def _numbers(name: str, given: NDArray[Any], rows: int) -> tuple[list[str], Floats]:
    if len(given) != rows:
        raise Refused(f"column {name} has {len(given):,} rows and the table {rows:,}", field=name)
    _refuse_unknown(name, given)
    if given.dtype.kind in "iuf":
        return [name], given.astype(np.float64)[:, None]
    if given.dtype.kind == "b":
        return [name], given.astype(np.float64)[:, None]
    levels, which = np.unique(given.astype(str), return_inverse=True)
    if len(levels) > 200:
        raise Refused(
            f"column {name} has {len(levels):,} different values: too many to compare on", field=name
        )
    marks = np.zeros((rows, len(levels)))
    marks[np.arange(rows), which] = 1.0
    return [f"{name}{level}" for level in levels], marks


def _unknown(given: NDArray[Any]) -> Flags:
    if given.dtype.kind == "f":
        return np.asarray(~np.isfinite(given), dtype=bool)
    if given.dtype.kind == "O":
        return np.array([value is None or _is_nan(value) for value in given], dtype=bool)
    return np.zeros(len(given), dtype=bool)


def _is_nan(value: object) -> bool:
    return (isinstance(value, float) and isnan(value)) or type(value).__name__ in {"NAType", "NaTType"}


def _refuse_unknown(name: str, given: NDArray[Any]) -> None:
    missing = int(_unknown(given).sum())
    if missing:
        raise Refused(
            f"column {name} is unknown in {missing:,} rows: say so with a level of its own, or leave those "
            "people out and count them; unknown is never taken as zero",
            field=name,
        )
