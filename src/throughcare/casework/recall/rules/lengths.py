"""Whether a recall is for a fixed term or standard, and for how many days: by the rule set of the day it is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.casework.courts.rules import INDETERMINATE
from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on

from .words import Length, NewOffence, Said, SentenceGroup

QUESTIONS: Mapping[str, str] = {
    "referred_to_parole_244zb": "The sentence was referred to the Parole Board under section 244ZB",
    "repatriated_for_murder": "They were repatriated to the UK after a sentence for murder",
    "offender_of_particular_concern": "They serve a sentence for offenders of particular concern",
    "discretionary_conditional_release": "They serve a discretionary conditional release sentence",
    "terrorist_or_national_security": "They serve a sentence for a terrorist or national security offence",
    "foreign_power_threat": "They are at risk of involvement in foreign power threat activity",
    "mappa_category_4": "They are in MAPPA category 4",
    "mappa_level_2_or_3": "They are managed at MAPPA level 2 or 3",
    "youth_sentence_over_12_months": "The sentence is over 12 months",
    "serious_offence_charged": "They are charged with murder or an offence of Schedule 18 of the Sentencing Code",
    "schedule_19aa": "They serve a sentence for an offence of Schedule 19AA",
    "section_325_2_a_or_c": "They fall under section 325(2)(aa) or (c)",
}
"""Everything that may rule a fixed term out, as it is asked."""


@dataclass(frozen=True)
class OfGroup:
    """What an edition says of one group of sentences; ``days`` pairs a length in months (None: any) with the days of a fixed term."""

    required: bool
    otherwise: str
    under_months: int | None
    excluded_by: tuple[str, ...]
    new_offence: frozenset[NewOffence]
    adult_only: bool
    days: tuple[tuple[int | None, int], ...]


@dataclass(frozen=True)
class LengthTable:
    """A rule set: its clause, what of it is assumed, and what it says of each group."""

    clause: Clause
    basis: str
    groups: Mapping[SentenceGroup, OfGroup]


@lru_cache(maxsize=1)
def length_editions() -> tuple[Edition[LengthTable], ...]:
    """Every rule set in the package, the oldest first."""
    text = files(__package__).joinpath("editions", "lengths.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            LengthTable(
                Clause(one["source"], one["clause"]),
                one["basis"],
                {SentenceGroup(group): _of_group(said) for group, said in one["groups"].items()},
            ),
        )
        for one in yaml.safe_load(text)
    )


def _of_group(said: Mapping[str, Any]) -> OfGroup:
    asked = tuple(said.get("excluded_by", ()))
    if unknown := set(asked) - QUESTIONS.keys():
        raise ValueError(f"no such question: {sorted(unknown)}")
    return OfGroup(
        bool(said["required"]),
        str(said["otherwise"]),
        said.get("under_months"),
        asked,
        frozenset(NewOffence(one) for one in said.get("new_offence", [each.value for each in NewOffence])),
        bool(said.get("adult_only", False)),
        tuple((one.get("under_months"), one["days"]) for one in said.get("days", ())),
    )


def length_rules(on: date) -> Edition[LengthTable]:
    """The rule set in force on a day; NoEdition before the first that is held."""
    return edition_on(length_editions(), on)


@dataclass(frozen=True)
class RecallFacts:
    """What decides the length: the group, the sentence's months (None: not known), the age, and the answers; silence is not known."""

    group: SentenceGroup
    months: float | None = None
    age: int | None = None
    new_offence: NewOffence = NewOffence.NOT_KNOWN
    answers: Mapping[str, Said] = field(default_factory=dict)

    def said(self, question: str) -> Said:
        """The answer to a question; not known where nobody gave one."""
        return self.answers.get(question, Said.NOT_KNOWN)


@dataclass(frozen=True)
class LengthRuling:
    """Which lengths may be decided, the first the one to be taken where it is alone; the days of a fixed term; and on what ground.

    ``unknown`` names the questions whose answer would change it: not one of them was read as "no".
    """

    allowed: tuple[Length, ...]
    days: int | None
    edition: str
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...] = ()

    @property
    def required(self) -> Length | None:
        """The length that must be taken if there is a recall at all; None where two may."""
        return self.allowed[0] if len(self.allowed) == 1 else None


def questions_of(group: SentenceGroup, on: date) -> tuple[str, ...]:
    """What has to be asked about a sentence of a group on a day, in order."""
    return length_rules(on).table.groups[group].excluded_by


def asks_of_new_offence(group: SentenceGroup, on: date) -> bool:
    """Whether a new offence matters for the length."""
    return length_rules(on).table.groups[group].new_offence != frozenset(NewOffence)


def recall_length(facts: RecallFacts, on: date) -> LengthRuling:
    """Whether the recall is for a fixed term, standard or either, by the rule set of the day; no recall is always open."""
    edition = length_rules(on)
    said = edition.table.groups[facts.group]
    days = _days(said, facts.months)
    against = _against(said, facts) if said.required else []
    unknown = _unknown(said, facts) if said.required else ()

    def found(because: str) -> Finding:
        return Finding("recall_length", edition.table.clause, because)

    if _is_required(said, facts):
        because = f"{facts.group}: nothing rules the fixed term out, so a recall is for {_said_days(days)}"
        return LengthRuling((Length.FIXED_TERM,), days, edition.name, (found(because),))
    findings = tuple(found(one) for one in against)
    if said.otherwise == "standard":
        last = found(f"{facts.group}: a recall is standard")
        return LengthRuling((Length.STANDARD,), None, edition.name, (*findings, last), unknown)
    last = found(
        f"{facts.group}: a fixed term of {_said_days(days)} where they are suitable, otherwise standard"
    )
    return LengthRuling((Length.FIXED_TERM, Length.STANDARD), days, edition.name, (*findings, last), unknown)


def _is_required(said: OfGroup, facts: RecallFacts) -> bool:
    return said.required and not _against(said, facts)


def _said_days(days: int | None) -> str:
    return "a length that the sentence's own would tell" if days is None else f"{days} days"


def _days(said: OfGroup, months: float | None) -> int | None:
    """The days of a fixed term; None where there is none, or the sentence's length is not known and would decide."""
    lengths = {days for _, days in said.days}
    if len(lengths) <= 1:
        return next(iter(lengths), None)
    if months is None:
        return None
    return next(days for under, days in said.days if under is None or months < under)


def _against(said: OfGroup, facts: RecallFacts) -> list[str]:
    """Why a fixed term is not required, each in words; what is not known stands among them."""
    found = []
    if said.under_months is not None and (facts.months is None or facts.months >= said.under_months):
        length = "is not known" if facts.months is None else f"is {said.under_months} months or more"
        found.append(f"The sentence's length {length}")
    if said.adult_only and (facts.age is None or facts.age < 18):
        found.append("Their age is not known" if facts.age is None else "They are under 18")
    if facts.new_offence not in said.new_offence:
        found.append(_OF_NEW_OFFENCE[facts.new_offence])
    for question in said.excluded_by:
        if facts.said(question) is not Said.NO:
            known = facts.said(question) is Said.YES
            found.append(
                QUESTIONS[question] if known else f"Not known, so not ruled out: {QUESTIONS[question]}"
            )
    return found


_OF_NEW_OFFENCE = {
    NewOffence.CHARGED: "They are charged with a new offence and not convicted",
    NewOffence.NOT_KNOWN: "Whether a new offence stands behind it is not known",
    NewOffence.NO: "No new offence stands behind it",
    NewOffence.CONVICTED: "They are convicted of a new offence",
}


def _unknown(said: OfGroup, facts: RecallFacts) -> tuple[str, ...]:
    found = [QUESTIONS[one] for one in said.excluded_by if facts.said(one) is Said.NOT_KNOWN]
    if said.under_months is not None and facts.months is None:
        found.append("The length of the sentence")
    if said.adult_only and facts.age is None:
        found.append("Their age")
    if facts.new_offence is NewOffence.NOT_KNOWN and facts.new_offence not in said.new_offence:
        found.append("Whether a new offence stands behind it")
    return tuple(found)


def protection_said(in_category_4: bool | None, at_level_2_or_3: bool | None) -> dict[str, Said]:
    """What the record says of public protection, as answers; None: nobody recorded it, so nothing is said of it."""
    told = {"mappa_category_4": in_category_4, "mappa_level_2_or_3": at_level_2_or_3}
    return {name: Said.YES if is_so else Said.NO for name, is_so in told.items() if is_so is not None}


def answers_on_record(answers: Mapping[str, Said], record: Mapping[str, Said]) -> dict[str, Said]:
    """What was answered, with what the record says where nobody knew; refused where a "no" stands against a "yes" of the record."""
    for question, stands in record.items():
        if stands is Said.YES and answers.get(question) is Said.NO:
            raise Refused(f"The record says otherwise: {QUESTIONS[question]}.", field="answers")
    known = {name: said for name, said in answers.items() if said is not Said.NOT_KNOWN}
    return {**dict(answers), **record, **known}


def check_length(ruling: LengthRuling, chosen: Length) -> None:
    """Refuse a length that the rule set of the day does not allow, with its ground."""
    if chosen not in ruling.allowed:
        must = ruling.allowed[0]
        reasons = "; ".join(str(one) for one in ruling.findings)
        raise Refused(f"By the rule of the day this recall is {must}: {reasons}.", field="length")


def group_of(kinds: Sequence[str], age_at_sentence: int | None) -> SentenceGroup:
    """The group of the gravest among sentences by kind: for life or public protection, extended, a youth term, or the standard of adults."""
    named = set(kinds)
    if named & INDETERMINATE:
        return SentenceGroup.INDETERMINATE
    if "extended sentence" in named:
        return SentenceGroup.EXTENDED
    if "detention and training order" in named or (age_at_sentence is not None and age_at_sentence < 18):
        return SentenceGroup.YOUTH
    return SentenceGroup.ADULT
