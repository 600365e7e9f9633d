"""Passports of the providers that bid: a charity, a community interest company, a large company and a mutual being formed."""

from __future__ import annotations

from datetime import date, timedelta

from throughcare.commissioning.providers.actions import keep_passport
from throughcare.commissioning.providers.rules.passport import (
    Declaration,
    Director,
    Form,
    Interest,
    Passport,
)
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission as May

from ..days import instant
from ..history import History
from ..part import Finish, Part

_NAMES = (
    "Rowan",
    "Hazel",
    "Alder",
    "Linden",
    "Maple",
    "Aspen",
    "Willow",
    "Laurel",
    "Bryony",
    "Heather",
    "Sorrel",
    "Juniper",
)
_SKILLS = (
    ("finance", "law"),
    ("probation", "safeguarding"),
    ("lived experience", "the communities served"),
)
# In the order of those who bid: the first of them does not bid as a small provider, and the others do.
_FORMS: tuple[tuple[Form, str, str, int, int], ...] = (
    (Form.COMPANY, "09999992", "", 900, 71_000_000),
    (Form.COMMUNITY_INTEREST, "09999991", "", 8, 410_000),
    (Form.CHARITY, "", "1199991", 34, 1_900_000),
    (Form.BEING_FORMED, "", "", 41, 2_200_000),
)


def those_who_bid(history: History) -> list[Member]:
    """Those who lead a provider's team, one of each, in the order of their names."""
    leads = [one for one in history.staff.leads.values() if one.may(May.SEND_BID)]
    return sorted(leads, key=lambda one: (one.unit_name, str(one.id)))[: len(_FORMS)]


def passports(history: History, given: Finish) -> None:
    """A passport for each body that bids."""
    bodies = {one.organisation_id: (number, one) for number, one in enumerate(those_who_bid(history))}
    for number, lead in bodies.values():
        _keep(history, lead, number)


def _keep(history: History, lead: Member, number: int) -> None:
    """Keep a passport for a provider's lead, of the form whose turn it is; one declaration of the second lapses soon."""
    form, company, charity, people, turnover = _FORMS[min(number, len(_FORMS) - 1)]
    at = instant(history.as_at - timedelta(days=70), 9)
    name = lead.organisation_name + (" C.I.C." if form is Form.COMMUNITY_INTEREST else "")
    facts = Passport(
        legal_name=name, form=form, people=people, turnover=turnover, accounts_to=history.as_at - timedelta(days=240),
        employers_liability=5_000_000, board=_board(number), links=("An office in the area since 2009",),
        forms_by=history.as_at + timedelta(days=150) if form is Form.BEING_FORMED else None,
        interests=(Interest(f"{_NAMES[3 * number]} Made-Up", "A made-up housing trust", "trustee"),),
        declarations=_declared(history.as_at, soon=form is Form.COMMUNITY_INTEREST), company=company, charity=charity,
    )  # fmt: skip
    keep_passport(by=lead, at=at, version=0, passport=facts)


def _board(number: int) -> tuple[Director, ...]:
    names = _NAMES[3 * number : 3 * number + 3]
    return tuple(
        Director(f"{name} Made-Up", f"19{60 + 7 * n}-0{n + 1}", skills)
        for n, (name, skills) in enumerate(zip(names, _SKILLS, strict=True))
    )


def _declared(today: date, *, soon: bool) -> tuple[Declaration, ...]:
    asked = register_on(today).declarations
    return tuple(
        Declaration(one.kind, today + timedelta(days=12 if soon and one.kind == "safeguarding" else 300))
        for one in asked
    )


PART = Part(at_the_end={71: passports})
