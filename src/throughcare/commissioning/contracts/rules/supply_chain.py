"""The supply chain that was promised, set beside what each subcontractor asked for and was paid, and when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughcare.foundation.kernel import Refused

from .agreed import Subcontractor
from .invoicing import due_on

MOST_PENCE = 100_000_000_000


class ChainState(StrEnum):
    """How an invoice of a subcontractor stands."""

    PAID = "paid in time"
    LATE = "paid late"
    OPEN = "to be paid"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class ChainPaid:
    """What a provider told of one subcontractor for one statement's month: its invoice's day and pence, and the day it was paid; None: not yet."""

    subcontractor: str
    month: date
    pence: int
    invoiced_on: date
    paid_on: date | None

    @property
    def due(self) -> date:
        """The last day on which it is paid in time."""
        return due_on(self.invoiced_on)


@dataclass(frozen=True)
class Promised:
    """One subcontractor: its share, the pence which that is of all that was approved, and what it asked for and was paid."""

    subcontractor: Subcontractor
    promised: int
    invoiced: int
    paid: int
    overdue: int


def chain_state(one: ChainPaid, today: date) -> ChainState:
    """How an invoice stands on a day: what is not known to be paid is overdue after its day, and never taken for paid."""
    if one.paid_on is not None:
        return ChainState.PAID if one.paid_on <= one.due else ChainState.LATE
    return ChainState.OPEN if today <= one.due else ChainState.OVERDUE


def promised_and_paid(
    chain: Sequence[Subcontractor], approved: int, told: Iterable[ChainPaid], today: date
) -> list[Promised]:
    """Each subcontractor that was promised a share, by how much is overdue; ``approved``: pence approved of every statement."""
    rows = list(told)
    found = []
    for one in chain:
        its = [row for row in rows if row.subcontractor == one.name]
        late = sum(row.pence for row in its if chain_state(row, today) is ChainState.OVERDUE)
        paid = sum(row.pence for row in its if row.paid_on is not None)
        found.append(Promised(one, approved * one.share // 100, sum(row.pence for row in its), paid, late))
    return sorted(found, key=lambda one: (-one.overdue, one.subcontractor.name))


def check_chain_paid(
    one: ChainPaid, chain: Sequence[Subcontractor], stated: Iterable[date], today: date
) -> None:
    """Refuse what is told of somebody who was promised nothing, of a month not stated, of days that are to come or out of order, or of no money."""
    names = [other.name for other in chain]
    if one.subcontractor not in names:
        known = ", ".join(names) or "none"
        raise Refused(f"The terms name these subcontractors: {known}.", field="subcontractor")
    if one.month not in set(stated):
        raise Refused("There is no statement of that month.", field="month")
    if not 0 < one.pence <= MOST_PENCE:
        raise Refused("Give pounds and pence, above nothing.", field="pence")
    if one.invoiced_on > today:
        raise Refused("That day is to come.", field="invoiced_on")
    if one.paid_on is not None and not one.invoiced_on <= one.paid_on <= today:
        raise Refused("It was paid from the day of the invoice to today.", field="paid_on")
