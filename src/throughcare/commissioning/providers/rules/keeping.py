"""A passport as it is kept, and as a competition froze it: to and from plain values, and what two editions differ in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from .passport import Declaration, Director, Form, Interest, Passport

WORDS = {
    "legal_name": "name in law", "form": "form", "company": "company number", "charity": "charity number",
    "society": "society number", "forms_by": "day by which it is formed", "people": "people employed", "turnover": "turnover",
    "balance": "balance sheet", "accounts_to": "end of the last accounts", "employers_liability": "employers' liability cover",
    "board": "board", "links": "local links", "interests": "interests", "declarations": "declarations",
}  # fmt: skip
"""What each fact of a passport is called."""


def plain(passport: Passport) -> dict[str, Any]:
    """A passport as plain values that JSON holds."""
    return {one.name: _plain(getattr(passport, one.name)) for one in fields(passport)}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Director | Interest | Declaration):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value.isoformat() if isinstance(value, date) else value


def passport_from(kept: Mapping[str, Any]) -> Passport:
    """The passport of which these are the plain values."""
    given = dict(kept)
    given["form"] = Form(given["form"])
    for name in ("forms_by", "accounts_to"):
        given[name] = date.fromisoformat(given[name]) if given[name] else None
    given["board"] = tuple(Director(one["name"], one["born"], tuple(one["skills"])) for one in given["board"])
    given["links"] = tuple(given["links"])
    given["interests"] = tuple(Interest(**one) for one in given["interests"])
    given["declarations"] = tuple(
        Declaration(one["kind"], date.fromisoformat(one["until"])) for one in given["declarations"]
    )
    return Passport(**given)


def changed(before: Passport | None, after: Passport) -> list[str]:
    """What an edition changed of the one before, by what each fact is called; a first edition changed everything."""
    if before is None:
        return ["the first edition"]
    return [words for name, words in WORDS.items() if getattr(before, name) != getattr(after, name)]
