"""A table of scores and of what happened, read cell by cell: what cannot be read is refused by its row, never guessed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Refused, nearest
from throughcare.foundation.kernel.ages import age_band
from throughcare.foundation.kernel.disclosure import Label, Told

from .fairness import NOT_RECORDED, Audit, Beside, audit

MOST_GROUPS = 20
MOST_DIMENSIONS = 6
_SHOWN = 3
_TRUTH = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}

Cells = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True)
class Asked:
    """Which columns hold the score and the outcome, by what to compare, and the score from which it says yes."""

    score: str = "score"
    outcome: str = "outcome"
    by: tuple[str, ...] = ("sex", "ethnicity", "age")
    cut: float = 50.0
    points: bool = False


def read(content: bytes, name: str) -> dict[str, list[str | None]]:
    """The columns of a CSV or Parquet file as text, blanks as None; ``name`` says which it is. Refused otherwise."""
    import polars as pl

    kind = name.rpartition(".")[2].lower()
    if kind not in {"csv", "parquet"}:
        raise Refused("Send a CSV file or a Parquet file: its name ends in .csv or .parquet.", field="file")
    try:
        held = io.BytesIO(content)
        frame = pl.read_parquet(held) if kind == "parquet" else pl.read_csv(held, infer_schema=False)
        text = frame.select(pl.all().cast(pl.String).str.strip_chars())
    except (pl.exceptions.PolarsError, OSError) as broken:
        raise Refused(f"This is not a {kind.upper() if kind == 'csv' else 'Parquet'} file that can be read.", field="file") from broken  # fmt: skip
    if not text.height:
        raise Refused("The file has no rows.", field="file")
    return {column.strip(): [cell or None for cell in text[column].to_list()] for column in text.columns}


@dataclass(frozen=True)
class Earlier:
    """An audit of the same table that was told before: what was asked, and what it told cell by cell."""

    asked: Asked
    told: tuple[Told, ...]


def audited(cells: Cells, asked: Asked, before: Sequence[Earlier] = ()) -> Audit:
    """The audit of a table, in the light of earlier ones of it.

    Refused, naming the rows, where a cell is neither blank nor what its column holds.
    """
    _check(cells, asked)
    scores = _numbers(cells[asked.score], asked)
    outcomes = _truths(cells[asked.outcome], asked.outcome)
    groups = {name: _grouped(cells[name], name) for name in asked.by}
    return audit(
        scores, outcomes, groups, cut=asked.cut, are_probabilities=not asked.points,
        beside=_beside(cells, asked, before),
    )  # fmt: skip


def _beside(cells: Cells, asked: Asked, before: Sequence[Earlier]) -> Beside:
    """What earlier audits told, with every column that they told people apart by."""
    columns: dict[str, Sequence[Label]] = {}
    for one in before:
        scores = _numbers(cells[one.asked.score], one.asked)
        outcomes = _truths(cells[one.asked.outcome], one.asked.outcome)
        columns[_outcome(one.asked)] = outcomes
        columns[_score(one.asked)] = scores
        columns[_kept(one.asked)] = [
            s is not None and o is not None for s, o in zip(scores, outcomes, strict=True)
        ]
        for name in one.asked.by:
            columns[name] = [label or NOT_RECORDED for label in _grouped(cells[name], name)]
    told = tuple(dict.fromkeys(table for one in before for table in one.told))
    return Beside(told, columns, _outcome(asked), _kept(asked), _score(asked))


def _outcome(asked: Asked) -> str:
    return f"outcome: {asked.outcome}"


def _score(asked: Asked) -> str:
    return f"score: {asked.score}"


def _kept(asked: Asked) -> str:
    return f"known: {asked.score}, {asked.outcome}"


def _check(cells: Cells, asked: Asked) -> None:
    if not asked.by:
        raise Refused("Name at least one column to compare by, such as sex.", field="by")
    if len(asked.by) > MOST_DIMENSIONS:
        raise Refused(f"Compare by at most {MOST_DIMENSIONS} columns at once.", field="by")
    for field, names in (("score", [asked.score]), ("outcome", [asked.outcome]), ("by", list(asked.by))):
        absent = [name for name in names if name not in cells]
        if absent:
            held = ", ".join(list(cells)[:12])
            meant = [near for name in absent if (near := nearest(name, cells))]
            offered = f" Did you mean {', '.join(meant)}?" if meant else ""
            raise Refused(
                f"The file has no column called {', '.join(absent)}.{offered} It has {held}.", field=field
            )
    if {asked.score, asked.outcome} & set(asked.by) or asked.score == asked.outcome:
        raise Refused("The score, the outcome and what to compare by are columns apart.", field="by")


def _numbers(column: Sequence[str | None], asked: Asked) -> list[float | None]:
    found = [_number(cell) for cell in column]
    wrong = [n for n, cell in enumerate(column) if cell is not None and found[n] is None]
    _refuse_rows(wrong, "score", f"Each cell of {asked.score} is a number or blank")
    known = [one for one in found if one is not None]
    if not asked.points:
        beyond = [n for n, one in enumerate(found) if one is not None and not 0 <= one <= 100]
        _refuse_rows(beyond, "score", "A percentage is from 0 to 100; say so if the score is points")
        if known and max(known) <= 1 and len(set(known)) > 2:
            raise Refused("Every score is 1 or less. Give percentages, such as 40 for 0.4.", field="score")
    return found


def _number(cell: str | None) -> float | None:
    try:
        value = None if cell is None else float(cell)
    except ValueError:
        return None
    return value if value is not None and abs(value) < float("inf") else None


def _truths(column: Sequence[str | None], name: str) -> list[bool | None]:
    found = [None if cell is None else _TRUTH.get(cell.lower().removesuffix(".0")) for cell in column]
    wrong = [n for n, cell in enumerate(column) if cell is not None and found[n] is None]
    _refuse_rows(wrong, "outcome", f"Each cell of {name} is yes, no, 1, 0, true, false or blank")
    return found


def _refuse_rows(rows: Sequence[int], field: str, expected: str) -> None:
    """Name the first rows at fault, counted from 1 below the header; never what they hold, which may be a name."""
    if rows:
        said = "row " + ", row ".join(f"{n + 1:,}" for n in rows[:_SHOWN])
        more = f" and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
        raise Refused(f"{expected}. This is not so in {said}{more}.", field=field)


def _grouped(column: Sequence[str | None], name: str) -> list[str | None]:
    """The groups of a column; ages in years are put into bands, and any other column of many values is refused."""
    values = {cell for cell in column if cell is not None}
    if len(values) <= MOST_GROUPS:
        return list(column)
    ages = {cell: _number(cell) for cell in values}
    if "age" in name.lower() and all(age is not None and 0 <= age < 120 for age in ages.values()):
        return [None if cell is None else age_band(ages[cell] or 0.0) for cell in column]
    raise Refused(
        f"{name} has {len(values):,} different values: give at most {MOST_GROUPS} groups.", field="by"
    )


__all__ = ["MOST_DIMENSIONS", "MOST_GROUPS", "NOT_RECORDED", "Asked", "Cells", "Earlier", "audited", "read"]
