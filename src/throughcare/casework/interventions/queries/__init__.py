"""Tells: the catalogue, which services fit a person and why, how long people wait, and where each referral stands."""

from .directory import Listing, listed_service, listed_services
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
)
from .to_be_seen import ToBeSeen, to_be_seen

__all__ = [
    "MOST",
    "ON_SESSIONS",
    "Found",
    "Listing",
    "ReferralLine",
    "ReferralSeen",
    "RefusedSeen",
    "ServiceFound",
    "ServiceSeen",
    "SessionTold",
    "StepTaken",
    "ToBeSeen",
    "catalogue",
    "listed_service",
    "listed_services",
    "queues",
    "referral",
    "referrals_of",
    "referrals_open",
    "referrals_sent",
    "refused_services",
    "service",
    "services_for",
    "sessions_of",
    "to_be_seen",
    "waits_of",
]
