"""Flags that are raised by comparison: a process, a buyer or a bidder out of line with the others of the same records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .alone import compares_prices
from .asked import Settings, Taken
from .facts import Process
from .fences import fence, quantile
from .found import Fence, Flagged, Group

Fences = dict[tuple[str, Group], Fence]


@dataclass(frozen=True)
class Apart:
    """How far the next price was from the winner's, as a fraction of the winner's, and who the two are."""

    ocid: str
    share: Fraction
    winner: str
    next: str


def apart(process: Process, settings: Settings, currency: str | None) -> Apart | None:
    """How far the next valid price was; None where one award to one lowest bidder, and a price to compare, are not there."""
    valid = [one for one in process.valid if one.amount is not None]
    alone = all(len(one.who) == 1 and one.who[0] is not None for one in process.valid)
    if not (process.is_settled and len(process.active) == 1 and len(process.active[0].to) == 1 and alone):
        return None
    if any(one.currency != currency for one in valid) or not compares_prices(process, settings):
        return None
    winning = [one for one in valid if one.who[0] == process.active[0].to[0]]
    others = sorted(
        (one.amount, str(one.who[0])) for one in valid if one not in winning and one.amount is not None
    )
    won = winning[0].amount if len(winning) == 1 else None
    if not won or not others or others[0][0] < won:
        return None
    next_price, who = others[0]
    return Apart(process.ocid, (next_price - won) / won, str(winning[0].who[0]), who)


def close_and_far(
    processes: Iterable[Process], settings: Settings, currency: str | None, taken: Taken, fences: Fences
) -> Iterator[Flagged]:
    """R024 and R058: the next price unusually close, and unusually far."""
    every = [found for one in processes if (found := apart(one, settings, currency))]
    shares = [one.share for one in every]
    low, high = (
        fence(shares, upper=False, given=settings.close),
        fence(shares, upper=True, given=settings.discount),
    )
    if low is None or high is None:
        return
    fences["R024", Group.PROCESS], fences["R058", Group.PROCESS] = low, high
    for one in every:
        if _is_out(one.share, low, settings.close, taken):
            yield Flagged("R024", Group.PROCESS, one.ocid, one.share)
            yield from (Flagged("R024", Group.TENDERER, who, Fraction(0)) for who in (one.winner, one.next))
        if _is_out(one.share, high, settings.discount, taken):
            yield Flagged("R058", Group.PROCESS, one.ocid, one.share)
            yield Flagged("R058", Group.TENDERER, one.winner, Fraction(0))


def _is_out(value: Fraction, bound: Fence, given: Fraction | None, taken: Taken) -> bool:
    """Whether a value lies at the bound or beyond; with sense, where all are alike nothing does, unless somebody set the bound."""
    if taken is Taken.WITH_SENSE and given is None and value == bound.first == bound.third:
        return False
    return value >= bound.bound if bound.upper else value <= bound.bound


@dataclass
class _Tally:
    """How often, out of how often, and in which processes."""

    some: int = 0
    all: int = 0
    where: set[str] = field(default_factory=set)

    @property
    def share(self) -> Fraction:
        return Fraction(self.some, self.all)


def hardly_wins(
    processes: Iterable[Process], settings: Settings, taken: Taken, fences: Fences
) -> Iterator[Flagged]:
    """R025: of those who bid most, whoever wins an unusually small share. Its measure is the share."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for process in processes:
        if _is_of_one_award(process):
            for bid in process.valid:
                tally = tallies[str(bid.who[0])]
                tally.all += 1
                tally.some += bid.who[0] in process.winners
    low = fence((one.share for one in tallies.values()), upper=False, given=settings.hardly_ever)
    if low is None:
        return
    fences["R025", Group.TENDERER] = low
    often = quantile(
        [Fraction(one.all) for one in tallies.values()], Fraction(settings.often_percentile, 100)
    )
    for who, tally in tallies.items():
        if tally.all >= often and _is_out(tally.share, low, settings.hardly_ever, taken):
            yield Flagged("R025", Group.TENDERER, who, tally.share)


def _is_of_one_award(process: Process) -> bool:
    alone = all(len(bid.who) == 1 and bid.who[0] is not None for bid in process.valid)
    to_one = all(len(award.to) == 1 and award.to[0] is not None for award in process.active)
    return process.is_settled and len(process.active) < 2 and alone and to_one


def often_disqualified(
    processes: Sequence[Process], settings: Settings, taken: Taken, fences: Fences
) -> Iterator[Flagged]:
    """R038: buyers, those who run it, and bidders with an unusual share of bids disqualified. Its measure is the share."""
    for group, of in _BUYING.items():
        tallies: dict[str, _Tally] = defaultdict(_Tally)
        for process in processes:
            who = of(process)
            if who is not None and process.submitted:
                _add(tallies[who], process.ocid, len(process.disqualified), len(process.submitted))
        enough = {who: one for who, one in tallies.items() if len(one.where) >= settings.least_processes}
        yield from _out_of_line(enough, group, settings, taken, fences)
    yield from _bidders_disqualified(processes, settings, taken, fences)


_BUYING: Mapping[Group, Callable[[Process], str | None]] = {
    Group.BUYER: lambda process: process.buyer,
    Group.ENTITY: lambda process: process.entity,
}


def _bidders_disqualified(
    processes: Iterable[Process], settings: Settings, taken: Taken, fences: Fences
) -> Iterator[Flagged]:
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for process in processes:
        if any(None in bid.who for bid in process.submitted):
            continue
        for bid in process.submitted:
            for who in bid.who:
                _add(tallies[str(who)], process.ocid, int(bid.status == "disqualified"), 1)
    enough = {who: one for who, one in tallies.items() if one.all >= settings.least_bids}
    yield from _out_of_line(enough, Group.TENDERER, settings, taken, fences)


def _add(tally: _Tally, ocid: str, some: int, every: int) -> None:
    tally.some, tally.all = tally.some + some, tally.all + every
    tally.where.add(ocid)


def _out_of_line(
    tallies: Mapping[str, _Tally], group: Group, settings: Settings, taken: Taken, fences: Fences
) -> Iterator[Flagged]:
    high = fence((one.share for one in tallies.values()), upper=True, given=settings.disqualified)
    if high is None:
        return
    fences["R038", group] = high
    for who, tally in tallies.items():
        some = tally.some or taken is Taken.TO_THE_LETTER
        if some and _is_out(tally.share, high, settings.disqualified, taken):
            yield Flagged("R038", group, who, tally.share)


def supplies_everything(
    processes: Iterable[Process], settings: Settings, taken: Taken, fences: Fences
) -> Iterator[Flagged]:
    """R048: suppliers of unusually many kinds of things. The fence is that of those who were awarded often; its measure is how many."""
    kinds: dict[str, set[str]] = defaultdict(set)
    where: dict[str, set[str]] = defaultdict(set)
    for process in processes:
        for award in process.active:
            if len(award.to) == 1 and award.to[0] is not None:
                first = {item[: settings.variety_digits] for item in award.items}
                kinds[award.to[0]] |= {one for one in first if one.isdecimal()}
                where[award.to[0]].add(process.ocid)
    variety = {who: Fraction(len(found)) for who, found in kinds.items() if found}
    often = [count for who, count in variety.items() if len(where[who]) >= settings.variety_processes]
    high = fence(often, upper=True, given=settings.variety)
    if high is None and settings.variety is not None:
        high = fence([settings.variety], upper=True, given=settings.variety)
    if high is None:
        return
    fences["R048", Group.TENDERER] = high
    for who, count in variety.items():
        if _is_out(count, high, settings.variety, taken):
            yield Flagged("R048", Group.TENDERER, who, count)
