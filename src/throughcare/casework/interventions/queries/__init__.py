"""Tells: the catalogue, which services fit a person and why, how long people wait, and where each referral stands."""

from .fitting import (
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
from .referrals import (
    ReferralLine,
    ReferralSeen,
    StepTaken,
    referral,
    referrals_of,
    referrals_open,
    referrals_sent,
)

__all__ = [
    "Found",
    "ReferralLine",
    "ReferralSeen",
    "RefusedSeen",
    "ServiceFound",
    "ServiceSeen",
    "StepTaken",
    "catalogue",
    "referral",
    "referrals_of",
    "referrals_open",
    "referrals_sent",
    "refused_services",
    "service",
    "services_for",
    "waits_of",
]
