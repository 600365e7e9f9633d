"""At which level somebody is to be managed: the tests of the guidance, on answers of which none is silently "no"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Finding, Refused

from .terms import protection_terms
from .words import LevelReferral, ProtectionAnswer, ProtectionLevel

QUESTIONS: Mapping[str, str] = {
    "meetings_add_value": "Meetings of several agencies would add value",
    "needs_coordination": "It needs active co-ordination of several agencies",
    "large_resources": "It needs large resources at short notice",
    "public_interest": "Public interest in it is exceptional",
}
"""What the screening asks; the level of harm and whether it was level 3 are on record."""
HIGH = frozenset({"high", "very_high"})
_YES, _NO = ProtectionAnswer.YES, ProtectionAnswer.NO


@dataclass(frozen=True)
class Screened:
    """What a screening is decided from: answers by question, the risk of serious harm on record, and whether it ever was level 3."""

    answers: Mapping[str, ProtectionAnswer]
    harm: str = "not_assessed"
    was_level_3: bool = False

    def said(self, question: str) -> ProtectionAnswer:
        """The answer to a question; not known where nobody gave one."""
        return self.answers.get(question, ProtectionAnswer.NOT_KNOWN)


@dataclass(frozen=True)
class LevelRuling:
    """The level that the tests give, on what ground; not set, with what has to be known first, where an answer is missing."""

    level: ProtectionLevel
    edition: str
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...] = ()


def level_by_screening(one: Screened, on: date) -> LevelRuling:
    """The level by the tests: 2 where meetings add value and one of its grounds holds, 3 where senior people are needed besides."""
    edition = protection_terms(on)
    found = edition.table.found
    value, ground = one.said("meetings_add_value"), _ground(one)
    if value is _NO or ground is _NO:
        lacks = (
            "meetings would add nothing"
            if value is _NO
            else "harm is not high, it needs no co-ordination, and it never was level 3"
        )
        return LevelRuling(ProtectionLevel.ONE, edition.name, (found("level 1", lacks),))
    senior = _any(one, "large_resources", "public_interest")
    missing = [QUESTIONS["meetings_add_value"]] if value is not _YES else []
    missing += [_unsaid_ground(one)] if ground is not _YES else []
    if missing or (senior is not _YES and senior is not _NO):
        unknown = tuple(missing) or tuple(
            QUESTIONS[name] for name in ("large_resources", "public_interest") if one.said(name) is ProtectionAnswer.NOT_KNOWN
        )  # fmt: skip
        return LevelRuling(ProtectionLevel.NOT_SET, edition.name, (), unknown)
    two = found("level 2", f"meetings add value, and {_said_ground(one)}")
    if senior is _NO:
        return LevelRuling(ProtectionLevel.TWO, edition.name, (two,))
    rule = "level 3" if one.said("large_resources") is _YES else "public interest"
    because = (
        "large resources are needed at short notice"
        if rule == "level 3"
        else "public interest is exceptional"
    )
    return LevelRuling(ProtectionLevel.THREE, edition.name, (two, found(rule, because)))


def _any(one: Screened, *questions: str) -> ProtectionAnswer:
    said = {one.said(name) for name in questions}
    if _YES in said:
        return _YES
    return _NO if said == {_NO} else ProtectionAnswer.NOT_KNOWN


def _ground(one: Screened) -> ProtectionAnswer:
    """Whether one of the grounds of level 2 holds; a risk that was never assessed is none, and rules none out."""
    if one.harm in HIGH or one.was_level_3:
        return _YES
    said = one.said("needs_coordination")
    return ProtectionAnswer.NOT_KNOWN if said is _NO and one.harm == "not_assessed" else said


def _unsaid_ground(one: Screened) -> str:
    """What has to be known before it can be said whether a ground of level 2 holds."""
    return (
        "the risk of serious harm"
        if one.said("needs_coordination") is _NO
        else QUESTIONS["needs_coordination"]
    )


def _said_ground(one: Screened) -> str:
    if one.harm in HIGH:
        return f"the risk of serious harm is {one.harm.replace('_', ' ')}"
    return "it was level 3" if one.was_level_3 else "it needs active co-ordination"


def check_screened(ruling: LevelRuling) -> None:
    """Refuse a screening that too little is known for, naming what."""
    if ruling.level is ProtectionLevel.NOT_SET:
        raise Refused(f"To set a level it has to be known: {'; '.join(ruling.unknown)}.", field="answers")


def level_of_referral(to: LevelReferral) -> ProtectionLevel:
    """The level that a referral comes to: one that was refused stays at level 1, and of category 3 is none."""
    return {
        LevelReferral.LEVEL_2: ProtectionLevel.TWO,
        LevelReferral.LEVEL_3: ProtectionLevel.THREE,
        LevelReferral.REFUSED: ProtectionLevel.ONE,
    }.get(to, ProtectionLevel.NOT_SET)
