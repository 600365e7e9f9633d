"""Tells: the catalogue, which services fit a person and why, how long people wait, and where each referral stands."""

from .directory import Listing, listed_service, listed_services
from .earning import Earned, earned
from .fitting import (
    MOST,
    Found,
    RefusedSeen,
    ServiceFound,
    ServiceSeen,
    catalogue,
    refused_services,
    service,
    services_for,
    waits_of,
)
from .held import held_by_team
from .overflow import (
    LadderSeen,
    NotReferredSeen,
    QueueOver,
    WaitOver,
    ladder,
    not_referred_of,
    overflows,
    queues_over,
    services_called,
    waits_over,
)
from .queueing import queues
from .referrals import (
    ON_SESSIONS,
    ReferralLine,
    ReferralSeen,
    SessionTold,
    StepTaken,
    referral,
    referrals_of,
    referrals_open,
    referrals_sent,
    sessions_of,
    unread_amendments,
)
from .serving import serving
from .to_be_seen import ToBeSeen, to_be_seen

__all__ = [
    "MOST",
    "ON_SESSIONS",
    "Earned",
    "Found",
    "LadderSeen",
    "Listing",
    "NotReferredSeen",
    "QueueOver",
    "ReferralLine",
    "ReferralSeen",
    "RefusedSeen",
    "ServiceFound",
    "ServiceSeen",
    "SessionTold",
    "StepTaken",
    "ToBeSeen",
    "WaitOver",
    "catalogue",
    "earned",
    "held_by_team",
    "ladder",
    "listed_service",
    "listed_services",
    "not_referred_of",
    "overflows",
    "queues",
    "queues_over",
    "referral",
    "referrals_of",
    "referrals_open",
    "referrals_sent",
    "refused_services",
    "service",
    "services_called",
    "services_for",
    "serving",
    "sessions_of",
    "to_be_seen",
    "unread_amendments",
    "waits_of",
    "waits_over",
]
