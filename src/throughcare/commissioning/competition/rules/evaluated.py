"""The round as it is decided: quality as it was evaluated in place of any that was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .evaluating import Judged
from .offers import InHouse, Offer, Unit

PARTS = 100
"""Quality that was evaluated is counted in hundredths of a point, so that no bid gains or loses by rounding to a whole one."""


def evaluated(offer: Offer, quality: Mapping[str, Judged]) -> Offer:
    """The round with the quality that each bidder's answers were judged to have; who is out has no package in it.

    ``quality`` is by bidder. A bidder of whom there is none was not judged, and is not considered.
    """
    if offer.evaluation is None:
        return offer
    inside = {name: int(one.quality * PARTS) for name, one in quality.items() if not one.out}
    packages = (replace(p, quality=inside[p.bidder]) for p in offer.packages if p.bidder in inside)
    limits = replace(offer.limits, quality_floor=offer.limits.quality_floor * PARTS)
    units = tuple(_in_parts(unit) for unit in offer.units)
    return replace(offer, packages=tuple(packages), limits=limits, units=units, per_point=PARTS)


def _in_parts(unit: Unit) -> Unit:
    kept = unit.in_house
    return unit if kept is None else replace(unit, in_house=InHouse(kept.price, kept.quality * PARTS))
