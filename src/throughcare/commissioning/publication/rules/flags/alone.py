"""Flags that one process raises by itself, whatever others look like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from .asked import Settings, Taken
from .facts import Process, Sent
from .found import Flagged, Group

_ONE = Fraction(1)
_NOTHING = Fraction(0)


def short_time(process: Process, settings: Settings, taken: Taken) -> Iterator[Flagged]:
    """R003: fewer whole days from opening to close than there should be."""
    if process.starts is None or process.ends is None:
        return
    if settings.short_methods and process.method not in settings.short_methods:
        return
    open_for = process.ends - process.starts
    if taken is Taken.WITH_SENSE and open_for < timedelta(0):
        return
    least = settings.shortest_days_by.get(process.details or "", settings.shortest_days)
    if open_for // timedelta(days=1) < least:
        yield Flagged("R003", Group.PROCESS, process.ocid, _ONE)


def one_bid(process: Process, settings: Settings, taken: Taken) -> Iterator[Flagged]:
    """R018: one bidder where others could have come."""
    counted = process.tenderers
    if counted is None and taken is Taken.WITH_SENSE:
        who = {bid.who for bid in process.submitted}
        counted = len(who) if who and not any(None in one or not one for one in who) else None
    if counted == 1 and process.method in settings.competitive:
        yield Flagged("R018", Group.PROCESS, process.ocid, _ONE)


def same_price(process: Process, settings: Settings, currency: str | None) -> Iterator[Flagged]:
    """R028: the same price from different bidders; they are flagged too."""
    if not compares_prices(process, settings) or not _are_told(process.submitted):
        return
    by_price: dict[Fraction, set[frozenset[str | None]]] = defaultdict(set)
    for bid in process.submitted:
        if bid.amount is not None and bid.currency == currency:
            by_price[bid.amount].add(frozenset(bid.who))
    alike = [who for who in by_price.values() if len(who) > 1]
    if alike:
        yield Flagged("R028", Group.PROCESS, process.ocid, _ONE)
        for who in sorted({str(one) for each in alike for together in each for one in together}):
            yield Flagged("R028", Group.TENDERER, who, _ONE)


def late_won(process: Process) -> Iterator[Flagged]:
    """R030: a valid bid that came after the close, of somebody who was awarded."""
    ends, winners = process.ends, process.winners - {None}
    if ends and any(bid.at and bid.at > ends and winners & set(bid.who) for bid in process.valid):
        yield Flagged("R030", Group.PROCESS, process.ocid, _ONE)


def all_others_out(process: Process, settings: Settings) -> Iterator[Flagged]:
    """R035: one bidder's bids alone were valid, they won, and others were disqualified. Its measure is how many others."""
    valid = {who for bid in process.valid for who in bid.who}
    if not process.is_settled or len(valid) != 1 or process.winners != valid or None in valid:
        return
    others = {who for bid in process.disqualified for who in bid.who} - valid - {None}
    if len(others) >= max(settings.others_disqualified, 1):
        yield Flagged("R035", Group.PROCESS, process.ocid, Fraction(len(others)))
        yield Flagged("R035", Group.TENDERER, str(next(iter(valid))), _NOTHING)


def lowest_out(process: Process, settings: Settings, currency: str | None) -> Iterator[Flagged]:
    """R036: something was awarded, and the lowest bid of all was disqualified where a valid one had a price."""
    priced = [one for one in process.submitted if one.amount is not None]
    if any(one.currency != currency for one in priced) or not compares_prices(process, settings):
        return
    valid = [one.amount for one in priced if one.status == "valid" and one.amount is not None]
    out = [one.amount for one in priced if one.status == "disqualified" and one.amount is not None]
    other = [one.amount for one in priced if one.status != "disqualified" and one.amount is not None]
    if process.active and valid and out and min(out) < min(other):
        yield Flagged("R036", Group.PROCESS, process.ocid, _ONE)


def compares_prices(process: Process, settings: Settings) -> bool:
    """Whether prices of this procedure may be compared: not where the buyer sets them."""
    if process.details in settings.no_price_comparison:
        return False
    return not settings.price_comparison or process.details in settings.price_comparison


def _are_told(bids: tuple[Sent, ...]) -> bool:
    """Whether each bid says whose it is."""
    return all(bid.who and None not in bid.who for bid in bids)
