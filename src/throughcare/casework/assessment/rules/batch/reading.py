"""From a table of text to typed columns: an empty cell is not known, and what cannot be read is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ..predictors import FIELDS, Field, Kind

_YES = ["yes", "true", "y", "1"]
_NO = ["no", "false", "n", "0"]
SEPARATOR = ";"


def typed(frame: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """The named columns, typed; a set becomes ``field`` (known or not) and one column ``field:name`` a name.

    The column ``wrong`` names the fields that hold something that cannot be read, or is None.
    """
    text = frame.select([_text(frame, name) for name in fields])
    columns: list[pl.Series] = []
    for name in fields:
        field, cells = FIELDS[name], text[name]
        columns += _set(field, cells) if field.kind is Kind.SET else [_cells(field, cells)]
    out = pl.DataFrame(columns)
    wrong = [text[name].is_not_null() & out[name].is_null() for name in fields]
    return out.with_columns(_named(wrong, fields, frame.height))


def _text(frame: pl.DataFrame, name: str) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, dtype=pl.String).alias(name)
    bare = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(bare == "").then(None).otherwise(bare).alias(name)


def _cells(field: Field, cells: pl.Series) -> pl.Series:
    if field.kind is Kind.DATE:
        return cells.str.to_date("%Y-%m-%d", strict=False)
    if field.kind is Kind.YES_NO:
        return _mapped(cells, dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False), pl.Boolean)
    if field.kind is Kind.TEXT:
        return cells if not field.choices else _mapped(cells, {c: c for c in field.choices}, pl.String)
    number = pl.when(pl.col("n").is_between(field.lowest, field.highest)).then(pl.col("n"))
    whole = cells.cast(pl.Int64, strict=False).alias("n").to_frame()
    return whole.select(number.alias(field.name)).to_series()


def _mapped(cells: pl.Series, choices: Mapping[str, object], kind: type[pl.DataType]) -> pl.Series:
    known = {spelt: value for choice, value in choices.items() for spelt in _spellings(choice)}
    return cells.replace_strict(known, default=None, return_dtype=kind)


def _spellings(word: str) -> set[str]:
    return {word, word.upper(), word.capitalize()}


def _set(field: Field, cells: pl.Series) -> list[pl.Series]:
    """Whether the set is known, and whether it holds each name; the few distinct cells are read once each."""
    distinct = cells.drop_nulls().unique().to_list()
    read = [_names(cell, field) for cell in distinct]
    number = {cell: at for at, cell in enumerate(distinct)}
    at = cells.replace_strict(number, default=None, return_dtype=pl.UInt32)
    known = pl.Series([True if names is not None else None for names in read], dtype=pl.Boolean)
    columns = [known.gather(at).alias(field.name)]
    for name in field.choices:
        held = pl.Series([names is not None and name in names for names in read], dtype=pl.Boolean)
        columns.append(held.gather(at).fill_null(False).alias(f"{field.name}:{name}"))
    return columns


def _names(cell: str, field: Field) -> frozenset[str] | None:
    if cell.lower() == "none":
        return frozenset()
    names = frozenset(name.strip() for name in cell.lower().split(SEPARATOR) if name.strip())
    return names if names and names <= set(field.choices) else None


def _named(flags: Sequence[pl.Series], fields: Sequence[str], height: int) -> pl.Series:
    """For each row the words of the fields flagged, joined; None where there are none."""
    if not flags:
        return pl.Series("wrong", [None] * height, dtype=pl.String)
    table = pl.DataFrame({f"f{n}": flag for n, flag in enumerate(flags)})
    if not table.select(pl.any_horizontal(pl.all())).to_series().any():
        return pl.Series("wrong", [None] * height, dtype=pl.String)
    said = [pl.when(pl.col(f"f{n}")).then(pl.lit(FIELDS[f].words)) for n, f in enumerate(fields)]
    joined = pl.concat_str(said, separator=", ", ignore_nulls=True)
    return table.select(pl.when(joined != "").then(joined).alias("wrong")).to_series()
