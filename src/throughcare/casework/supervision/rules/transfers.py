"""What a transfer may become, and when it is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, WorkingCalendar, edition_on

from .words import TransferState

TRANSFER_MOVES: Mapping[TransferState, frozenset[TransferState]] = {
    TransferState.OFFERED: frozenset(
        {TransferState.ACCEPTED, TransferState.REFUSED, TransferState.WITHDRAWN}
    ),
    TransferState.ACCEPTED: frozenset({TransferState.RETURNED}),
    TransferState.REFUSED: frozenset(),
    TransferState.WITHDRAWN: frozenset(),
    TransferState.RETURNED: frozenset(),
}


def check_transfer_can_become(now: TransferState, then: TransferState) -> None:
    """Refuse a move the table does not have."""
    if then not in TRANSFER_MOVES[now]:
        raise Refused(f"This transfer is {now}, so it cannot become {then}.")


@dataclass(frozen=True)
class ClockTable:
    """The lengths of the clocks: working days for the whole and for the address, days of sight after closing."""

    source: str
    whole_process: int
    address_assessment: int
    sight_after_closing: int

    def clause(self, which: str) -> Clause:
        """Where a clock stands."""
        return Clause(self.source, which)


@lru_cache(maxsize=1)
def clock_editions() -> tuple[Edition[ClockTable], ...]:
    """Every edition of the clocks in the package."""
    text = files(__package__).joinpath("editions", "transfers.yaml").read_text("utf-8")
    return tuple(
        Edition(
            e["name"],
            Period(e["from"], e["until"]),
            ClockTable(
                e["source"],
                e["whole_process"]["working_days"],
                e["address_assessment"]["working_days"],
                e["sight_after_closing"]["days"],
            ),
        )
        for e in yaml.safe_load(text)
    )


@dataclass(frozen=True)
class TransferClocks:
    """The days by which an address must be assessed and the whole transfer done."""

    edition: str
    address_by: date
    whole_by: date


def clocks_of(offered: date, calendar: WorkingCalendar) -> TransferClocks:
    """The clocks of a transfer offered on a day."""
    edition = edition_on(clock_editions(), offered)
    return TransferClocks(
        edition.name,
        calendar.add(offered, edition.table.address_assessment),
        calendar.add(offered, edition.table.whole_process),
    )


def longest_sight_after_closing() -> timedelta:
    """For how long at most a closed case can be read by any edition: the bound that its wall holds."""
    return timedelta(days=max(edition.table.sight_after_closing for edition in clock_editions()))


def sight_after_closing(on: date) -> timedelta:
    """For how long the last team can read a closed case."""
    return timedelta(days=edition_on(clock_editions(), on).table.sight_after_closing)
