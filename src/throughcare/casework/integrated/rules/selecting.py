"""Which strand somebody's offences and predicted reoffending propose, by the edition of the day, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Finding, Refused

from .terms import IntegratedTerms, integrated_terms
from .words import Strand


@dataclass(frozen=True)
class SelectionOffence:
    """One offence that somebody was sentenced for: its code in the list, and its group there; empty where no list has it."""

    code: str
    group: str


@dataclass(frozen=True)
class SelectionFacts:
    """What a selection is proposed from: offences of the sentences that count, and the chance of any further offence (None: no score)."""

    offences: tuple[SelectionOffence, ...]
    chance_pct: float | None


@dataclass(frozen=True)
class SelectionRuling:
    """The strand proposed, or None; why; and what would have to be known before a rule could say."""

    strand: Strand | None
    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()


def strand_proposed(facts: SelectionFacts, on: date) -> SelectionRuling:
    """Fixed or Flex by offence mix and predicted reoffending; a score that is not there is not a low one, and nothing proposes Free."""
    terms = integrated_terms(on).table
    mix = _by_mix(facts.offences, terms)
    if mix is None:
        return _unlisted(facts.offences, terms)
    strand, finding = mix
    if facts.chance_pct is None:
        return SelectionRuling(None, (finding,), ("no score of any further offence is recorded",))
    high = facts.chance_pct >= terms.chance_pct
    said = (
        f"{facts.chance_pct:g}% within two years, {'at or above' if high else 'below'} {terms.chance_pct:g}%"
    )
    return SelectionRuling(strand if high else None, (finding, terms.found("chance", said)))


def _by_mix(offences: Sequence[SelectionOffence], terms: IntegratedTerms) -> tuple[Strand, Finding] | None:
    """The strand that the offences alone would come to; the fixed one goes before."""
    fixed = sorted({one.code for one in offences if one.code.startswith(terms.fixed)}) if terms.fixed else []
    if fixed:
        return Strand.FIXED, terms.found("fixed", f"sentenced for {', '.join(fixed)}")
    flex = sorted({one.code for one in offences if one.group in terms.flex_groups})
    return (Strand.FLEX, terms.found("flex", f"sentenced for {', '.join(flex)}")) if flex else None


def _unlisted(offences: Sequence[SelectionOffence], terms: IntegratedTerms) -> SelectionRuling:
    """Nothing is proposed; an offence that no list has yet may still turn out to be theft."""
    nothing = terms.found("mix", "no offence that a rule selects for")
    strange = sorted({one.code or "without a code" for one in offences if not one.group})
    listed = terms.fixed or terms.flex_groups
    unknown = (f"what kind of offence {', '.join(strange)} is",) if strange and listed else ()
    return SelectionRuling(None, (nothing,), unknown)


def strands_of(on: date) -> tuple[Strand, ...]:
    """The strands there are on a day."""
    return integrated_terms(on).table.strands


def check_strand(strand: Strand, on: date) -> None:
    """Refuse a strand that the terms of the day do not have."""
    there = strands_of(on)
    if strand not in there:
        raise Refused(f"The strands are: {', '.join(there)}.", field="strand")
