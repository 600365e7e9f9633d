"""What two sides agreed: units, term, price, volume, service levels. Frozen values; money is whole pence, shares are per cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class AgreementKind(StrEnum):
    """What an agreement is called; nothing else differs but what parts it has."""

    CONTRACT = "contract"
    GRANT = "grant"
    SERVICE_LEVEL = "service-level agreement"


class Earns(StrEnum):
    """What is counted, weighed or paid for each."""

    ACCEPTED = "referral accepted"
    ATTENDED = "session attended"
    CONCLUDED = "referral concluded"
    HOUR = "hour of unpaid work worked"
    NIGHT = "night of a stay"
    LOST = "night that a bed was lost"

    @property
    def of_one(self) -> int:
        """How many of what is recorded make one that is priced: minutes of an hour, else each is one."""
        return 60 if self is Earns.HOUR else 1

    @property
    def under(self) -> str | None:
        """Under which name among an agreement's services it is counted, where it is of no referral."""
        return {Earns.HOUR: UNPAID_WORK, Earns.NIGHT: PLACES_TO_LIVE, Earns.LOST: PLACES_TO_LIVE}.get(self)


UNPAID_WORK, PLACES_TO_LIVE = "unpaid work", "places to live"
"""What an agreement names among its services to count the hours, or the nights, of the provider's team."""


class Timed(StrEnum):
    """What a service level looks at: the numerator, over all whose day to have it had come."""

    ANSWERED = "referrals answered"
    STARTED = "first sessions attended"


class Excluded(StrEnum):
    """What a service level leaves out of its denominator."""

    WITHDRAWN = "withdrawn before it was due"
    ABSENT = "absent before it was due"


@dataclass(frozen=True)
class Fee:
    """Pence a year in twelve parts; ``learning`` lowers it and ``indexation`` raises it each year, per cent, each on the last."""

    a_year: int
    learning: Decimal = Decimal(0)
    indexation: Decimal = Decimal(0)


@dataclass(frozen=True)
class Band:
    """Pence for each unit of volume, up to a volume a year; the last band has no end."""

    price: int
    up_to: int | None = None


@dataclass(frozen=True)
class Volumes:
    """Volume a year, weighed by what is counted: inside the range the fee stands, outside it is settled at the margin.

    ``below`` is pence taken for each unit short of ``lower``, never more than leaves ``fixed_share`` per cent of the fee.
    """

    weights: Mapping[Earns, Decimal]
    lower: int
    upper: int
    above: tuple[Band, ...]
    below: int
    fixed_share: Decimal


@dataclass(frozen=True)
class Level:
    """A service level: what must have happened within working days, for how many of a hundred, and what falling short costs.

    ``most`` is per cent of the month's fee, taken whole at ``floor`` and below, and in proportion up to ``target``. After
    ``earn_back`` months running at target, what was taken for the last month that fell short is given back.
    """

    name: str
    measure: Timed
    within: int
    target: Decimal
    floor: Decimal
    most: Decimal
    exclusions: frozenset[Excluded] = frozenset()
    earn_back: int | None = None


@dataclass(frozen=True)
class ByResults:
    """A scheme of the payment laboratory, and the pence at risk on it."""

    scheme: str
    pool: int | None = None


@dataclass(frozen=True)
class Subcontractor:
    """Who else does part of the work, by name, and the whole per cent of the price that it was promised."""

    name: str
    share: int


@dataclass(frozen=True)
class Agreement:
    """One edition of what was agreed. The term is whole months, from ``starts`` to ``ends``, its last day.

    ``services`` are references of the catalogue: what their providers did for people referred to them is what is counted.
    ``extension`` is how many months longer it may be made by a change; ``exit_plan`` is what the provider does when it ends.
    """

    title: str
    kind: AgreementKind
    lots: tuple[str, ...]
    services: tuple[str, ...]
    starts: date
    ends: date
    fee: Fee
    extension: int = 0
    volumes: Volumes | None = None
    prices: Mapping[Earns, int] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()
    credit_cap: Decimal = Decimal(100)
    results: ByResults | None = None
    supply_chain: tuple[Subcontractor, ...] = ()
    exit_plan: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        """How many months the term has."""
        return (self.ends.year - self.starts.year) * 12 + self.ends.month - self.starts.month + 1
