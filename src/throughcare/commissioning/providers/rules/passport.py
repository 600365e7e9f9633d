"""A provider's passport: the facts that it keeps in one place, as one edition of them says. Money is whole pounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """What a provider is in law, by which the numbers that it must give go; a shadow trust is a public body made in order to bid."""

    COMPANY = "company"
    COMMUNITY_INTEREST = "community interest company"
    CHARITY = "charity"
    CHARITABLE_COMPANY = "charitable company"
    SOCIETY = "registered society"
    PUBLIC_BODY = "public body"
    SHADOW_TRUST = "shadow trust"
    BEING_FORMED = "being formed"


PUBLIC_FORMS = frozenset({Form.PUBLIC_BODY, Form.SHADOW_TRUST})
"""The forms of public bodies: the state carries its own risk, and no employers' cover is asked of them."""


class Size(StrEnum):
    """How large a provider is, as its people, turnover and balance sheet say."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


SMALL_ENOUGH = frozenset({Size.MICRO, Size.SMALL})
"""The sizes that a rule of award counts as small."""


@dataclass(frozen=True)
class Director:
    """Somebody on the board: name, month of birth as the registers publish it ("1970-05"), and skills from the edition's list."""

    name: str
    born: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interest:
    """Somebody's interest in another body: whose, in what body, and what it is."""

    whose: str
    body: str
    what: str


@dataclass(frozen=True)
class Declaration:
    """What a provider declares, and the last day on which that holds."""

    kind: str
    until: date


@dataclass(frozen=True)
class Passport:
    """One edition of a provider's facts. None is unknown, and is never taken for nought."""

    legal_name: str
    form: Form
    company: str = ""
    charity: str = ""
    society: str = ""
    forms_by: date | None = None
    people: int | None = None
    turnover: int | None = None
    balance: int | None = None
    accounts_to: date | None = None
    employers_liability: int | None = None
    board: tuple[Director, ...] = ()
    links: tuple[str, ...] = ()
    interests: tuple[Interest, ...] = ()
    declarations: tuple[Declaration, ...] = ()

    def declared(self, kind: str) -> date | None:
        """The last day on which something is declared, None where it never was."""
        return next((one.until for one in self.declarations if one.kind == kind), None)
