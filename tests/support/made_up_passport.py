"""A made-up provider's passport, for tests of rules: nothing of it is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from throughcare.commissioning.providers.rules.passport import Declaration, Director, Form, Passport
from throughcare.commissioning.providers.rules.register import register_on


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
