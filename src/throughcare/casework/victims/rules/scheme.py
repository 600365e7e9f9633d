"""Which scheme a sentence's victims are offered, by the edition of the day it was passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, edition_on

from .words import Scheme

HOSPITAL_ORDER = "hospital order"
"""The one disposal that counts and is no sentence of probation's: told by hand."""
FIRST_DAY = date(2005, 7, 1)
"""The day from which victims are offered contact by these editions; a sentence passed before falls under the first."""


@dataclass(frozen=True)
class OffenceOf:
    """One offence that a sentence was passed for: its code where a list has it, and whether it is violent or sexual; None: not known."""

    code: str
    words: str = ""
    violent_or_sexual: bool | None = None


@dataclass(frozen=True)
class PassedSentence:
    """What the scheme turns on: the kind, whether it is served in custody, its length in months (None: not known), and its offences."""

    kind: str
    custodial: bool
    months: float | None
    imposed_on: date
    offences: tuple[OffenceOf, ...]
    endless: bool = False


@dataclass(frozen=True)
class SchemeTerms:
    """One edition of who is offered contact; ``short`` names the offences of the notification scheme by their codes."""

    clause: Clause
    basis: str
    unread: bool
    months: float
    endless: bool
    below_for: frozenset[str]
    hospital: bool
    short_months: float | None
    short: Mapping[str, frozenset[str]]
    discretion: bool

    def named(self, offence: OffenceOf) -> str:
        """What an offence is called in the notification scheme; empty where it is none of its."""
        return next((name for name, codes in self.short.items() if offence.code in codes), "")


@dataclass(frozen=True)
class SchemeRuling:
    """The scheme that a sentence's victims are offered, why, and by which edition."""

    scheme: Scheme
    edition: str
    findings: tuple[Finding, ...]


def _terms(row: Mapping[str, Any]) -> SchemeTerms:
    short = row["under"] or {}
    custodial = row["custodial"]
    return SchemeTerms(
        Clause(row["source"], row["clause"]), row["basis"], row["unread"], custodial["months"], custodial["endless"],
        frozenset(custodial.get("below_for", ())), row["hospital"], short.get("months"),
        {name: frozenset(codes) for name, codes in short.get("offences", {}).items()}, row["discretion"],
    )  # fmt: skip


def _rows() -> list[dict[str, Any]]:
    text = files(__package__).joinpath("editions", "schemes.yaml").read_text("utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)
    return rows


@lru_cache(maxsize=1)
def scheme_editions() -> tuple[Edition[SchemeTerms], ...]:
    """Every edition that claims days."""
    return tuple(
        Edition(row["name"], Period(row["from"], row["until"]), _terms(row)) for row in _rows() if row["from"]
    )


@lru_cache(maxsize=1)
def schemes_awaited() -> Mapping[str, SchemeTerms]:
    """Editions of law that is passed and not in force as far as anybody here has read: by name."""
    return {row["name"]: _terms(row) for row in _rows() if not row["from"]}


def scheme_for(sentence: PassedSentence) -> SchemeRuling:
    """The scheme of a sentence's victims by the edition of the day it was passed; not known where what it turns on is not known."""
    found = edition_on(scheme_editions(), max(sentence.imposed_on, FIRST_DAY))
    return scheme_under(found.name, found.table, sentence)


def scheme_under(name: str, terms: SchemeTerms, sentence: PassedSentence) -> SchemeRuling:
    """The same under terms that are named, in force or not."""
    scheme, because = _ruled(terms, sentence)
    return SchemeRuling(
        scheme, name, (Finding("victim_scheme", terms.clause, f"{because} ({terms.basis})."),)
    )


def _ruled(terms: SchemeTerms, sentence: PassedSentence) -> tuple[Scheme, str]:
    grave = _any_grave(sentence)
    if sentence.kind == HOSPITAL_ORDER:
        order = "A hospital order for a violent or sexual offence"
        return _if_grave(grave, order) if terms.hospital else (Scheme.NONE, "A hospital order is not covered")
    if not sentence.custodial:
        return Scheme.NONE, f"A {sentence.kind} is not served in custody"
    if sentence.endless and terms.endless:
        return _if_grave(grave, "A sentence without a fixed length for a violent or sexual offence")
    if sentence.months is None:
        return Scheme.NOT_KNOWN, "The length of the sentence is not known"
    if sentence.months >= terms.months:
        return _if_grave(grave, f"{_long(sentence.months)} for a violent or sexual offence")
    return _short(terms, sentence, sentence.months)


def _short(terms: SchemeTerms, sentence: PassedSentence, months: float) -> tuple[Scheme, str]:
    """A sentence below the length of the contact scheme."""
    named = next((name for one in sentence.offences if (name := terms.named(one))), "")
    if named in terms.below_for:
        return Scheme.CONTACT, f"{_long(months)}, less than {terms.months:g}, for {named}"
    if terms.short_months is not None and months < terms.short_months and named:
        return Scheme.NOTIFICATION, f"{_long(months)}, less than {terms.short_months:g}, for {named}"
    if terms.short and (not sentence.offences or any(not one.code for one in sentence.offences)):
        return Scheme.NOT_KNOWN, "No list has the code of the offence yet"
    return Scheme.NONE, f"{_long(months)}, and no offence of either scheme"


def _any_grave(sentence: PassedSentence) -> bool | None:
    """Whether an offence is violent or sexual: one that is known to be is enough, one that is not known leaves it open."""
    said = [one.violent_or_sexual for one in sentence.offences]
    if any(said):
        return True
    return None if not said or None in said else False


def _if_grave(grave: bool | None, because: str) -> tuple[Scheme, str]:
    if grave is None:
        return Scheme.NOT_KNOWN, "Whether the offence is violent or sexual is not known"
    return (Scheme.CONTACT, because) if grave else (Scheme.NONE, "No offence was violent or sexual")


def _long(months: float) -> str:
    return f"{months:.0f} months" if months >= 1 else "Less than a month"


def at_discretion(ruling: SchemeRuling, because: str, *, on: date) -> SchemeRuling:
    """A ruling that offers nothing, with contact offered all the same for a reason; where the edition lets a team do that."""
    terms = edition_on(scheme_editions(), max(on, FIRST_DAY)).table
    if ruling.scheme.is_offered or not terms.discretion or not because.strip():
        return ruling
    said = Finding(
        "victim_scheme_discretion", terms.clause, f"Offered at the team's discretion: {because.strip()}"
    )
    return SchemeRuling(Scheme.DISCRETION, ruling.edition, (*ruling.findings, said))
