"""The same competitions as records with every bid in them, so that red flags are looked for: for the buyer, and never published."""

from __future__ import annotations

from collections.abc import Iterable

import yaml

from ..flags import Flags, by_lot, red_flags
from ..shapes import Document
from .contests import Contest

_LEAST_WORDS = 8


def flags_by_lot(contests: Iterable[Contest]) -> Flags:
    """Red flags of these competitions by lot and package, looked for in all of them together."""
    return red_flags(part for contest in contests for part in by_lot(_record(contest)))


def _record(contest: Contest) -> Document:
    period = {"endDate": contest.closed.isoformat()}
    if contest.opened:
        period["startDate"] = contest.opened.isoformat()
    bids: list[object] = [
        {"status": "valid", "tenderers": [{"id": one.bidder}], "value": {"amount": one.price, "currency": "GBP"}, "relatedLots": sorted(one.units)}
        for one in contest.offers
    ]  # fmt: skip
    bids += [{"status": "disqualified", "tenderers": [{"id": one}]} for one in contest.put_out]
    awards = [
        {"status": "active", "suppliers": [{"id": one.bidder}], "relatedLots": sorted(one.units)}
        for one in contest.taken
    ]
    lots = [{"id": unit} for unit in contest.units]
    tender = {"procurementMethod": "open", "tenderPeriod": period, "lots": lots}
    return {"ocid": contest.name, "tender": tender, "bids": {"details": bids}, "awards": awards}


def own_words(said: str) -> str:
    """A bidder's own sentences in a bid: the longer texts in its file, and none of its names and prices."""
    try:
        found: object = yaml.safe_load(said)
    except yaml.YAMLError:
        return ""
    return "\n".join(_sentences(found))


def _sentences(found: object) -> list[str]:
    if isinstance(found, str):
        return [found] if len(found.split()) >= _LEAST_WORDS else []
    inside = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
    return [one for below in inside for one in _sentences(below)]
