"""The nation as areas of a pilot: everybody supervised, shared out over the twelve probation regions by who lives there."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

NATION: Final = "england-and-wales"
SUPERVISED: Final = 238_646
"""People supervised on 30 June 2024, as published. How many of them each region has is assumed: as many as its share of residents."""


@cache
def nation() -> dict[str, int]:
    """The people supervised in each of the twelve regions, whole people that add up to everybody."""
    living = _residents()
    share = {region: SUPERVISED * people / sum(living.values()) for region, people in living.items()}
    found = {region: int(one) for region, one in share.items()}
    left = SUPERVISED - sum(found.values())
    for region in sorted(share, key=lambda one: found[one] - share[one])[:left]:
        found[region] += 1
    return found


def _residents() -> dict[str, int]:
    text = files("throughcare.evidence.pilot").joinpath("reference", "regions.csv").read_text("utf-8")
    return {row["region"]: int(row["residents"]) for row in csv.DictReader(text.splitlines())}
