"""What anybody may know of a competition, and the acts of it that are published, each at its instant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from throughcare.commissioning.competition.rules import Offer
from throughcare.commissioning.contracts.rules.published import PublicAgreement


@dataclass(frozen=True)
class Buyer:
    """Who buys: an id that stays, and the name of team and organisation."""

    id: str
    name: str


@dataclass(frozen=True)
class Taken:
    """One package that the rule chose: what its bidder called it, the bidder, and the units."""

    package: str
    bidder: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """What the published rule came to: packages, units kept in-house, what it costs in pence, whether it was proved best.

    ``sign_from`` is the first day on which it may be signed, as the notice of the award says; None before that notice.
    """

    at: datetime
    awarded: bool
    taken: tuple[Taken, ...] = ()
    kept: tuple[str, ...] = ()
    cost: int | None = None
    proved: bool = False
    sign_from: date | None = None


@dataclass(frozen=True)
class Dates:
    """When what is published of a competition happened; nothing in it is a flag."""

    published: datetime
    taking_bids: datetime | None = None
    decided: datetime | None = None
    called_off: datetime | None = None
    noticed: datetime | None = None
    signed: datetime | None = None


@dataclass(frozen=True)
class Told:
    """A competition as anybody may know it: nothing sealed is in it, nobody's name, and no free words but its title and units."""

    id: UUID
    title: str
    regime: str
    law: str
    offer: Offer
    buyer: Buyer
    closes: datetime
    dates: Dates
    decided: Decided | None = None
    signed: tuple[Signed, ...] = ()


@dataclass(frozen=True)
class Signed:
    """An agreement that all four signed, and both sides by name."""

    agreement: PublicAgreement
    buyer: Buyer
    provider: str


class Act(StrEnum):
    """The acts of a competition that are published."""

    PUBLISHED = "published"
    TAKING_BIDS = "taking bids"
    DECIDED = "decided"
    NOTICED = "award published"
    SIGNED = "signed"
    CALLED_OFF = "called off"


def acts(dates: Dates) -> list[tuple[datetime, Act]]:
    """The acts that have happened, the earliest first."""
    happened = [
        (dates.published, Act.PUBLISHED),
        (dates.taking_bids, Act.TAKING_BIDS),
        (dates.decided, Act.DECIDED),
        (dates.noticed, Act.NOTICED),
        (dates.signed, Act.SIGNED),
        (dates.called_off, Act.CALLED_OFF),
    ]
    order = list(Act)
    found = [(at, act) for at, act in happened if at is not None]
    return sorted(found, key=lambda one: (one[0], order.index(one[1])))


@dataclass(frozen=True)
class Registered:
    """One line of the register: where a competition stands for whoever reads it."""

    told: Told
    status: str

    @property
    def bidders(self) -> tuple[str, ...]:
        """Whoever something was awarded to, by name."""
        return tuple(sorted({one.bidder for one in self.told.decided.taken})) if self.told.decided else ()


def register(competitions: Iterable[Told]) -> list[Registered]:
    """The register: what was published last comes first."""
    ordered = sorted(competitions, key=lambda one: (one.dates.published, str(one.id)), reverse=True)
    return [Registered(one, _status(one)) for one in ordered]


def _status(told: Told) -> str:
    _, last = acts(told.dates)[-1]
    if last is Act.DECIDED and told.decided and not told.decided.awarded:
        return "nothing was awarded"
    return {
        Act.PUBLISHED: "published",
        Act.TAKING_BIDS: "taking bids until it closes",
        Act.DECIDED: "awarded",
        Act.NOTICED: "awarded, and published",
        Act.SIGNED: "signed",
        Act.CALLED_OFF: "called off",
    }[last]
