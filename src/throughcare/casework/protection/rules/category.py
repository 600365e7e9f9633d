"""Which category a person's sentences propose, by the edition of the day; category 3 is proposed by no sentence, and never at level 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Finding, Refused

from .terms import ProtectionTerms, protection_terms
from .words import Category, ProtectionLevel

HOSPITAL_ORDER = "hospital order"
"""The disposal that counts whatever its length, and is no sentence of probation's."""


@dataclass(frozen=True)
class ProtectionOffence:
    """An offence as the rule asks about it: its code and group in the list (empty: no list has it), and whether it is violent or sexual."""

    code: str
    group: str
    violent_or_sexual: bool | None


@dataclass(frozen=True)
class ProtectionSentence:
    """A sentence as the rule asks about it; ``months`` None: its length is not known, ``endless``: it has no end of its own."""

    kind: str
    custodial: bool
    suspended: bool
    months: float | None
    endless: bool
    offences: tuple[ProtectionOffence, ...]


@dataclass(frozen=True)
class CategoryRuling:
    """The category that sentences propose (None: none does), on what ground, by which edition, and what is not known that might."""

    category: Category | None
    edition: str
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...] = ()


def category_proposed(sentences: Iterable[ProtectionSentence], on: date) -> CategoryRuling:
    """The category that a person's sentences propose on a day; the first in the edition's order where more than one is met."""
    edition = protection_terms(on)
    terms = edition.table
    found: dict[Category, Finding] = {}
    unknown: list[str] = []
    for one in sentences:
        met, doubts = _met(one, terms)
        for category, finding in met:
            found.setdefault(category, finding)
        unknown += doubts
    chosen = next((category for category in terms.order if category in found), None)
    findings: tuple[Finding, ...] = (found[chosen],) if chosen else ()
    others = [f"category {one.value}" for one in terms.order if one in found and one is not chosen]
    if others:
        findings += (terms.found("order", f"it meets {' and '.join(others)} as well"),)
    return CategoryRuling(chosen, edition.name, findings, () if chosen else tuple(dict.fromkeys(unknown)))


def _met(one: ProtectionSentence, terms: ProtectionTerms) -> tuple[list[tuple[Category, Finding]], list[str]]:
    """The categories that one sentence meets, and what is not known of it that might meet one."""
    found, unknown = [], []
    if Category.TERRORIST in terms.order and any(
        o.code and o.code.startswith(terms.terrorism) for o in one.offences
    ):
        found.append((Category.TERRORIST, terms.found("category 4", "an offence of terrorism")))
    if any(o.group in terms.sexual_groups for o in one.offences):
        found.append((Category.SEXUAL, terms.found("category 1", "convicted of a sexual offence")))
    if any(not o.code for o in one.offences):
        unknown.append("what an offence is that no list has")
    long = _is_long(one, terms)
    if any(o.code and o.code.startswith(terms.murder) for o in one.offences):
        found.append((Category.VIOLENT, terms.found("category 2", "convicted of murder")))
    elif any(o.violent_or_sexual for o in one.offences):
        if long:
            because = f"a violent or sexual offence, and {_length(one)}"
            found.append((Category.VIOLENT, terms.found("category 2", because)))
        elif long is None:
            unknown.append("how long the custody is")
    return found, unknown


def _is_long(one: ProtectionSentence, terms: ProtectionTerms) -> bool | None:
    """Whether the custody is long enough to count; None where its length is not known."""
    if one.kind == HOSPITAL_ORDER or (one.endless and one.custodial):
        return True
    if not (one.custodial or (one.suspended and terms.suspended)):
        return False
    return None if one.months is None else one.months >= terms.custody_months


def _length(one: ProtectionSentence) -> str:
    if one.kind == HOSPITAL_ORDER:
        return "a hospital order"
    return "custody without an end" if one.endless else f"{one.months:g} months of custody"


def check_category_at(category: Category, level: ProtectionLevel, on: date) -> None:
    """Refuse a level at which nobody of a category is managed: there is no category 3 at level 1."""
    if category is Category.OTHER and level not in {ProtectionLevel.TWO, ProtectionLevel.THREE}:
        finding = protection_terms(on).table.found("category 3", "There is no category 3 at level 1")
        raise Refused(f"{finding}. End it instead.", field="level")


def categories_of(on: date) -> Sequence[Category]:
    """The categories that there are on a day, but the third, which begins with a referral."""
    return sorted(protection_terms(on).table.order)
