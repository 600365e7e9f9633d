"""Passports of made-up providers, kept by real actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from support.made_up_passport import a_passport
from support.people import joins
from throughcare.commissioning.providers.actions import keep_passport
from throughcare.commissioning.providers.queries import passport_of
from throughcare.commissioning.providers.rules.passport import Passport
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


def keeps(lead: Member, at: datetime, passport: Passport | None = None) -> int:
    """Keep a passport as the next edition of the lead's organisation; gives its number."""
    with viewing(lead, at):
        stands = passport_of(lead.organisation_id)
    version = stands.number if stands else 0
    return keep_passport(by=lead, at=at, version=version, passport=passport or a_passport(day_of(at)))


def a_bidder(unit: UUID, at: datetime, **given: Any) -> Member:
    """A provider's lead whose organisation has a passport."""
    lead = joins(unit, "provider lead")
    keeps(lead, at, a_passport(day_of(at), **given))
    return lead
