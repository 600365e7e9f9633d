"""A provider's passport as pages show it: its facts, what follows from them, and what it declares until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from throughcare.commissioning.providers.rules.passport import Passport
from throughcare.commissioning.providers.rules.register import Register
from throughcare.commissioning.providers.rules.standing import Standing
from throughcare.faces.web.look.formats import day, money, number
from throughcare.faces.web.look.parts import Column, Lines, Row, Table, Unknown, Why
from throughcare.foundation.kernel import Finding


def rows(passport: Passport, found: Standing) -> list[Row]:
    """The facts, in the order of the form; what is not known says so."""
    return [
        Row("Name in law", passport.legal_name),
        Row("What it is in law", passport.form.value),
        Row("Company number", passport.company or Unknown("None given")),
        Row("Charity number", passport.charity or Unknown("None given")),
        Row("Number of a registered society", passport.society or Unknown("None given")),
        *([Row("To be formed by", day(passport.forms_by))] if passport.forms_by else []),
        Row("Size", found.size.value if found.size else Unknown("Its people, turnover or balance sheet are not given")),
        Row("People employed", _figure(passport.people)),
        Row("Turnover", _pounds(passport.turnover)),
        Row("Balance sheet", _pounds(passport.balance)),
        Row("Last accounts end", _day(passport.accounts_to)),
        Row("Employers' liability cover", _pounds(passport.employers_liability)),
        Row("Board", Lines("", [_director(one.name, one.skills) for one in passport.board]) if passport.board else Unknown("Nobody named")),
        Row("Local links", Lines("", passport.links) if passport.links else Unknown("None given")),
        Row("Interests", Lines("", [f"{one.whose}: {one.what}, {one.body}" for one in passport.interests]) if passport.interests else Unknown("None declared")),
    ]  # fmt: skip


def _director(name: str, skills: Sequence[str]) -> str:
    return f"{name} ({', '.join(skills)})" if skills else name


def _figure(value: int | None) -> object:
    return Unknown("Not given") if value is None else number(value)


def _pounds(value: int | None) -> object:
    return Unknown("Not given") if value is None else money(Decimal(value), 0)


def _day(value: date | None) -> object:
    return Unknown("Not given") if value is None else day(value)


def declared(passport: Passport, register: Register) -> Table:
    """Each declaration, the last day on which it holds, and whether a bid is out without it."""
    return Table(
        "Declarations",
        [Column("Declaration"), Column("Holds until"), Column("Without it")],
        [
            [
                Lines(asked.kind, [Why(f"{asked.says} ({asked.clause})", "What it says")]),
                _day(passport.declared(asked.kind)) if passport.declared(asked.kind) else Unknown("Not declared"),
                "A bid is out" if asked.required else "A bid stands",
            ]
            for asked in register.declarations
        ],
    )  # fmt: skip


def findings(caption: str, found: Sequence[Finding], empty: str) -> Table:
    """Findings with where each comes from."""
    return Table(
        caption,
        [Column("Finding"), Column("Where it comes from")],
        [[one.because, str(one.clause)] for one in found],
        empty=empty,
    )
