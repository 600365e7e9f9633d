"""Raises every red flag that is asked for in the records of many processes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..shapes import Document
from . import alone, among
from .among import Fences
from .asked import Settings, Taken
from .facts import Process, main_currency, process_of
from .found import Flagged, Flags

_CANCELLED = "cancelled"


def red_flags(
    releases: Iterable[Document], settings: Settings | None = None, taken: Taken = Taken.WITH_SENSE
) -> Flags:
    """Every flag that these releases raise, one (compiled) for each process, in order of code. What was called off raises none."""
    asked = settings or Settings()
    every = [found for one in releases if (found := process_of(one))]
    processes = [one for one in every if one.status != _CANCELLED and one.details not in asked.excluded]
    currency = asked.currency or main_currency(processes)
    fences: Fences = {}
    raised = [
        *_alone(processes, asked, currency, taken),
        *among.close_and_far(processes, asked, currency, taken, fences),
        *among.hardly_wins(processes, asked, taken, fences),
        *among.often_disqualified(processes, asked, taken, fences),
        *among.supplies_everything(processes, asked, taken, fences),
    ]
    wanted = {one: None for one in raised if one.code in asked.codes}
    return Flags(
        tuple(sorted(wanted, key=lambda one: one.code)),
        {key: bound for key, bound in fences.items() if key[0] in asked.codes},
    )


def _alone(
    processes: Sequence[Process], asked: Settings, currency: str | None, taken: Taken
) -> Iterator[Flagged]:
    for process in processes:
        yield from alone.short_time(process, asked, taken)
        yield from alone.one_bid(process, asked, taken)
        yield from alone.same_price(process, asked, currency)
        yield from alone.late_won(process)
        yield from alone.all_others_out(process, asked)
        yield from alone.lowest_out(process, asked, currency)
