"""Loads and keeps what was published of need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..models import NeedPublished
from ..rules.quarters import Quarter
from ..rules.telling import By, ToldTable

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
