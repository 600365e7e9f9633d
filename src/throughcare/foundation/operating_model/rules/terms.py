"""The terms on which a model runs: walls, bidding, lots, payment, change and what nobody has stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from .bodies import BodyKind


class Standing(StrEnum):
    """Whether the model was proposed, ran, or is known from a critic's account of it."""

    PROPOSAL = "proposal"
    IN_FORCE = "in_force"
    DESCRIBED_BY_CRITIC = "described_by_critic"


class Basis(StrEnum):
    """On what a line of a model rests."""

    STATED = "stated"
    INFERRED = "inferred"
    ASSUMED = "assumed"
    EXTERNAL = "external"


class WallsMode(StrEnum):
    """Whether buyer and provider are one organisation, two, or two that share no records."""

    INTEGRATED = "integrated"
    SEPARATED = "separated"
    NO_SHARED_RECORDS = "no_shared_records"


class WallOf(StrEnum):
    """What a wall keeps apart: buying from providing, or one body's records from another's."""

    COMMERCE = "commerce"
    RECORDS = "records"


@dataclass(frozen=True)
class Wall:
    """A wall between two bodies, or between the two sides of one when both are the same."""

    between: frozenset[BodyKind]
    of: WallOf

    @property
    def is_inside_one_body(self) -> bool:
        """Whether it stands between the buying and the providing side of a single body."""
        return len(self.between) == 1


@dataclass(frozen=True)
class Walls:
    """How buying is kept from providing, and records from other bodies."""

    mode: WallsMode
    standing: frozenset[Wall]


class DrawnBy(StrEnum):
    """Who decides the size and shape of a lot."""

    COMMISSIONER = "commissioner"
    BIDDER = "bidder"


class Sector(StrEnum):
    """A sector from which a bid may come."""

    PUBLIC = "public"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"
    MUTUAL = "mutual"


class PublicBody(StrEnum):
    """On what footing, if any, a public probation body may bid."""

    MAY_NOT_BID = "may_not_bid"
    AS_ITSELF = "as_itself"
    OWN_PROVIDER_SIDE = "own_provider_side"
    SEPARATE_BODY = "separate_body"
    SHADOW_TRUST = "shadow_trust"


@dataclass(frozen=True)
class Bidding:
    """Who may bid for services that are competed."""

    sectors: frozenset[Sector]
    public_body: PublicBody


class PaymentBasis(StrEnum):
    """What a provider is paid for."""

    SERVICE_STANDARDS = "service_standards"
    PROCESS_TARGETS = "process_targets"
    RESULTS_UNSPECIFIED = "results_unspecified"
    RESULTS_MANY_OUTCOMES = "results_many_outcomes"
    RESULTS_AND_PROXIES = "results_and_proxies"
    FEE_AND_RESULTS_BINARY_HURDLE = "fee_and_results_binary_hurdle"
    BUDGET_AND_SERVICE_CONTRACTS = "budget_and_service_contracts"


@dataclass(frozen=True)
class Payment:
    """The payment basis, which kinds of body are paid under contract, and which of them on another basis."""

    basis: PaymentBasis
    paid: frozenset[BodyKind]
    apart: Mapping[BodyKind, PaymentBasis]

    def of(self, kind: BodyKind) -> PaymentBasis | None:
        """What a kind of body is paid for; None when it is not paid under contract."""
        return self.apart.get(kind, self.basis) if kind in self.paid else None


class InFlight(StrEnum):
    """What becomes of cases in flight when the model changes."""

    STAY = "stay"
    MOVE = "move"
    DECIDE_AGAIN = "decide_again"


class Phasing(StrEnum):
    """How the change is brought in."""

    ALL_AT_ONCE = "all_at_once"
    STAGED = "staged"
    BY_CONTEST = "by_contest"


class RiseInRisk(StrEnum):
    """What follows when a person's risk rises while somebody else supervises them."""

    ESCALATE_TO_PUBLIC = "escalate_to_public"
    KEEP_AND_OVERSEE = "keep_and_oversee"


class Parameter(StrEnum):
    """A number that a contract under the model needs."""

    BREACH_NOTICE_WORKING_DAYS = "breach_notice_working_days"
    RING_FENCE_PERCENT = "ring_fence_percent"
    MUTUAL_GUARANTEE_MONTHS = "mutual_guarantee_months"
    YEAR_END_CARRY_OVER_PERCENT = "year_end_carry_over_percent"


class Unknown(Enum):
    """A number nobody has stated; never to be taken for zero."""

    NOT_STATED = "unknown"
