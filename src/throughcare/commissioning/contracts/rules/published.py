"""What anybody may know of an agreement: no terms, nobody who signed, and no row that earned anything. Frozen values. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from .monthly import month_after


@dataclass(frozen=True)
class PublicEdition:
    """An edition as it was agreed: from which day it decides, the last day of the term, its fees over the whole term, when it was signed."""

    number: int
    kind: str | None
    starts: date
    ends: date
    fees: int | None
    at: datetime


@dataclass(frozen=True)
class PublicPayment:
    """A payment: of how many pence, made on a day, recorded at an instant."""

    id: UUID
    paid_on: date
    pence: int
    at: datetime


@dataclass(frozen=True)
class PublicCredit:
    """What was taken for a month because a service level fell short, as approved at an instant: pence by the terms, and pence that stand."""

    month: date
    level: str
    stated: int
    pence: int
    at: datetime


@dataclass(frozen=True)
class Missed:
    """A service level that fell short in a month: pence by the terms, and pence taken, after all that was put right since."""

    month: date
    level: str
    stated: int
    taken: int

    @property
    def until(self) -> date:
        """The last day of the month."""
        return month_after(self.month) - date.resolution


def missed(credits: Sequence[PublicCredit], until: datetime | None = None) -> list[Missed]:
    """What fell short, by month and level, by all that was approved until an instant; what came to nothing since is there with nothing."""
    found: dict[tuple[date, str], tuple[int, int]] = {}
    for one in credits:
        if until is None or one.at <= until:
            stated, taken = found.get((one.month, one.level), (0, 0))
            found[one.month, one.level] = stated - one.stated, taken - one.pence
    return [Missed(month, level, *sums) for (month, level), sums in sorted(found.items())]


@dataclass(frozen=True)
class PublicAgreement:
    """An agreement that all four signed, as anybody may know it."""

    id: UUID
    title: str
    buyer_unit: UUID
    provider_unit: UUID
    competition_id: UUID | None
    package: str
    editions: tuple[PublicEdition, ...]
    ended: tuple[date, datetime] | None
    credits: tuple[PublicCredit, ...]
    payments: tuple[PublicPayment, ...]

    @property
    def last(self) -> PublicEdition:
        """What was agreed last."""
        return self.editions[-1]

    @property
    def ends(self) -> date:
        """Its last day: of the term, or an earlier one on which it ended."""
        return min(self.last.ends, self.ended[0]) if self.ended else self.last.ends

    @property
    def paid(self) -> int:
        """Pence paid so far."""
        return sum(one.pence for one in self.payments)


def public_agreement(
    agreement: UUID, title: str, buyer: UUID, provider: UUID, competition: UUID | None, package: str, said: Mapping[str, Any]
) -> PublicAgreement:  # fmt: skip
    """What the database tells of one, read."""
    ending = said["ending"]
    ended = None
    if isinstance(ending, dict):
        ended = date.fromisoformat(ending["last_day"]), datetime.fromisoformat(ending["at"])
    return PublicAgreement(
        agreement, title, buyer, provider, competition, package,
        tuple(_edition(one) for one in _rows(said["editions"])), ended,
        tuple(
            PublicCredit(date.fromisoformat(one["month"]), one["level"], one["stated"], one["pence"], datetime.fromisoformat(one["at"]))
            for one in _rows(said["credits"])
        ),
        tuple(
            PublicPayment(UUID(one["id"]), date.fromisoformat(one["paid_on"]), one["pence"], datetime.fromisoformat(one["at"]))
            for one in _rows(said["payments"])
        ),
    )  # fmt: skip


def _rows(said: object) -> list[dict[str, Any]]:
    return said if isinstance(said, list) else []


def _edition(one: dict[str, Any]) -> PublicEdition:
    return PublicEdition(
        one["number"], one["kind"] or None, date.fromisoformat(one["starts"]), date.fromisoformat(one["ends"]), one["fees"],
        datetime.fromisoformat(one["at"]),
    )  # fmt: skip
