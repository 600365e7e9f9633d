"""Where a postcode district lies: the local authority area in which most of its residents live."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def area_of_district() -> dict[str, str]:
    """Postcode district to local authority code, England and Wales; derived, approximate at borders."""
    return {row["district"]: row["area"] for row in _rows("district_areas.csv")}


@lru_cache(maxsize=1)
def local_areas() -> tuple[dict[str, str], ...]:
    """Every local authority area with its police area, trust (2010), package area (2014) and region (2021)."""
    return tuple(_rows("areas.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    text = files("throughcare.casework.supervision").joinpath("reference", name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
