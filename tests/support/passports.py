"""Passports of made-up providers, kept by real actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from support.people import joins
from throughcare.commissioning.providers.actions import keep_passport
from throughcare.commissioning.providers.queries import passport_of
from throughcare.commissioning.providers.rules.passport import Declaration, Director, Form, Passport
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


def a_passport(today: date, *, until: date | None = None, **given: Any) -> Passport:
    """A small charity's passport with every declaration until a day, a year from today unless said."""
    last = until or today + timedelta(days=365)
    asked = register_on(today).declarations
    facts: dict[str, Any] = {
        "legal_name": "Made-up Trust", "form": Form.CHARITY, "charity": "1234567", "people": 20, "turnover": 900_000,
        "accounts_to": today - timedelta(days=200), "employers_liability": 5_000_000,
        "board": (Director("A One", "1960-01", ("finance", "law", "probation")), Director("B Two", "", ("safeguarding",)),
                  Director("C Three", "1980-12", ("lived experience", "the communities served"))),
        "links": ("A hub in Middleton",), "declarations": tuple(Declaration(one.kind, last) for one in asked),
    }  # fmt: skip
    return Passport(**(facts | given))


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
