"""From a table of people to the numbers a comparison reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from throughcare.foundation.kernel import Refused

from .arrays import Flags, Floats

Columns = Mapping[str, Any]


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


def columns_of(table: Any) -> Columns:
    """The columns of a mapping, a pandas or polars frame, or an Arrow table."""
    if hasattr(table, "column_names") and hasattr(table, "column"):
        return {name: table.column(name).to_numpy() for name in table.column_names}
    return table  # type: ignore[no-any-return]


def column(columns: Columns, name: str) -> NDArray[Any]:
    """One column as a vector; refused by name when the table does not hold it."""
    try:
        return np.asarray(columns[name])
    except KeyError:
        raise Refused(f"the table has no column named {name}", field=name) from None


def design_of(table: Any, *, treated: str, covariates: Sequence[str]) -> Design:
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


def outcome_of(columns: Columns, name: str) -> Floats:
    """An outcome: a number, zero or more, for every person; unknown is refused and never becomes zero."""
    given = column(columns, name)
    _refuse_unknown(name, given)
    numbers = given.astype(np.float64)
    if (numbers < 0).any():
        raise Refused(f"column {name} has {int((numbers < 0).sum()):,} rows below zero", field=name)
    return numbers


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
    return isinstance(value, float) and isnan(value)


def _refuse_unknown(name: str, given: NDArray[Any]) -> None:
    missing = int(_unknown(given).sum())
    if missing:
        raise Refused(
            f"column {name} is unknown in {missing:,} rows: say so with a level of its own, or leave those "
            "people out and count them; unknown is never taken as zero",
            field=name,
        )
