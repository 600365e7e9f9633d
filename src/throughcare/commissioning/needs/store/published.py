"""Loads and keeps what was published of need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..models import NeedPublished
from ..rules.counted import MET, NEED, NONE, NOT_MET, UNKNOWN, YES
from ..rules.gaps import NeedTold
from ..rules.quarters import Quarter
from ..rules.telling import ASSESSED, HAS, By, ToldTable

Tables = dict[By, dict[tuple[str, ...], int | None]]


def kept(place: str, quarter: Quarter, told: list[ToldTable], at: datetime) -> NeedPublished:
    """The row of a place's tables."""
    return NeedPublished(
        place=place, first=quarter.first, last=quarter.last, tables=[_plain(one) for one in told], at=at
    )


def _plain(told: ToldTable) -> dict[str, Any]:
    return {"by": list(told.by), "cells": [[list(labels), many] for labels, many in told.cells.items()]}


def told(row: NeedPublished) -> Tables:
    """The tables of a row, by their columns."""
    return {tuple(one["by"]): {tuple(labels): many for labels, many in one["cells"]} for one in row.tables}


def latest(place: str) -> list[NeedPublished]:
    """What was published of a place, the latest quarter first."""
    return list(NeedPublished.objects.filter(place=place).order_by("-first"))


def need_told(tables: Tables, code: str, column: str = "", value: str = "") -> NeedTold:
    """One need of everybody, or of those with a value in a column, as some tables tell it."""
    by, front = ((column, NEED + code), (value,)) if column else ((NEED + code,), ())
    cells = tables.get(by, {})

    def of(stands: str) -> int | None:
        # A value that nobody has is no cell of its table, and is none; a table that was not told says nothing.
        return cells.get((*front, stands), 0) if cells else None

    def together(part: str) -> int | None:
        sums = tables.get((column, part + code) if column else (part + code,))
        return None if sums is None else sums.get((value, YES) if column else (YES,), 0)

    everybody = tables.get((column,) if column else (), {}).get(front)
    return NeedTold(
        code, everybody, of(MET), of(NOT_MET), of(NONE), of(UNKNOWN), together(HAS), together(ASSESSED)
    )
