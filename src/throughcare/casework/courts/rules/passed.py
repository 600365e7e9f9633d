"""What a row of results says a court passed: kind, lengths, requirements, and how it runs beside another's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from throughcare.foundation.kernel import Finding

from .orders import Length, Passed, check_order, notes_on
from .terms import NoTerm, Term, last_day_of_run, read_term, read_two_terms
from .words import RequirementKind, Runs, SentenceKind, Unit

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_REQUIREMENT = re.compile(
    r"(?P<kind>[a-z ]+?)(?: (?P<number>\d{1,5}) (?P<unit>hours?|days?|weeks?|months?|years?))?"
)
_COLUMN_OF = {
    "order_length": "sentence_length",
    "extension": "sentence_length",
    "order_requirements": "requirements",
    "suspended_term": "custody_months",
    "age_at_hearing": "sentence_kind",
    "age_at_offence": "sentence_kind",
}


class Reads(Protocol):
    """The reader of a row, which keeps every fault that is found."""

    fields: Mapping[str, str]

    def wrong(self, name: str, because: str) -> None:
        """Keep a fault of a field."""

    def text(self, name: str, *, needed: bool = False, longest: int = 200) -> str:
        """A field as it stands, bounded."""

    def read(self, name: str, make: Callable[[str], T], expected: str, *, needed: bool = False) -> T | None:
        """A field made into a value; None, with a fault, where it cannot be."""

    def choice(self, name: str, kinds: type[E], *, needed: bool = False) -> E | None:
        """A field that is one of some words."""


@dataclass(frozen=True)
class Requirement:
    """One requirement of an order, as the court wrote it."""

    kind: RequirementKind
    length: Length | None


@dataclass(frozen=True)
class SentenceOf:
    """A sentence in a row: kind, lengths as the court gave them, requirements, and how it runs beside another row's.

    ``length`` is the order's or the custodial term; ``extension`` an extended licence; ``minimum`` of a life sentence;
    ``suspended`` the custody that an order suspends. ``ends_on`` is its last day if it stood alone; ``notes`` is what is
    lawful and still to be asked about.
    """

    kind: SentenceKind
    length: Term | None
    requirements: tuple[Requirement, ...] = ()
    runs: Runs = Runs.ALONE
    runs_with: str = ""
    suspended: Term | None = None
    extension: Term | None = None
    minimum: Term | None = None
    ends_on: date | None = None
    notes: tuple[Finding, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The parts that are served one after the other; none for life."""
        return tuple(part for part in (self.length, self.extension) if part)


_LIFE = frozenset({"life", "life imprisonment", "imprisonment for life"})


@dataclass(frozen=True)
class _Lengths:
    length: Term | None = None
    extension: Term | None = None
    minimum: Term | None = None
    suspended: Term | None = None


def read_sentence(r: Reads, *, heard: date, born: date | None, offence: date | None) -> SentenceOf | None:
    """The sentence of a row, held against the law of the day it was passed; None, with faults, where there is none."""
    kind = r.choice("sentence_kind", SentenceKind, needed=True)
    lengths = _lengths(r, kind)
    expected = "requirements parted by ;, as “unpaid work 120 hours; curfew 8 weeks”"
    requirements = r.read("requirements", _requirements, expected) or ()
    runs = r.choice("runs", Runs) or Runs.ALONE
    runs_with = r.text("runs_with", longest=60)
    if (runs is Runs.ALONE) == bool(runs_with):
        r.wrong(
            "runs_with",
            "names the result_ref of the other sentence when, and only when, this one is concurrent or consecutive",
        )
    if kind is None:
        return None
    _check_kind(r, kind, lengths, requirements)
    held = [(q.kind, q.length) for q in requirements]
    passed = Passed(kind, lengths.length, held, lengths.suspended, lengths.extension, born, offence)
    for finding in check_order(passed, on=heard):
        r.wrong(_COLUMN_OF.get(finding.rule, "requirements"), f"is not lawful: {finding}")
    parts = [part for part in (lengths.length, lengths.extension) if part]
    return SentenceOf(
        kind,
        lengths.length,
        requirements,
        runs,
        runs_with,
        lengths.suspended,
        lengths.extension,
        lengths.minimum,
        last_day_of_run(heard, parts) if parts else None,
        tuple(notes_on(kind, lengths.length, born, on=heard)),
    )


def _lengths(r: Reads, kind: SentenceKind | None) -> _Lengths:
    unit = r.choice("sentence_unit", Unit)
    if unit is Unit.HOURS:
        r.wrong("sentence_unit", "a sentence is counted in days, weeks, months or years")
        unit = None
    only_life = kind is SentenceKind.LIFE and r.fields.get("sentence_length", "").strip().casefold() in _LIFE
    parts = None if only_life else _term(r, "sentence_length", lambda v: read_two_terms(v, unit or ""))
    length, extension = parts if parts else (None, None)
    if unit is not None and length is not None and not getattr(length, unit):
        r.wrong(
            "sentence_unit", f"is {unit}, and the length says {length}: which of the two did the court say?"
        )
    suspended = _term(r, "custody_months", lambda v: read_term(v, Unit.MONTHS))
    # A number in figures is of years, as the column is described; one in words, only where the unit is said beside it.
    minimum = _term(
        r, "minimum_term", lambda v: read_term(v, Unit.YEARS if unit is Unit.YEARS or v.isdecimal() else "")
    )
    if kind is SentenceKind.LIFE and length is not None:
        if minimum is not None and minimum != length:
            r.wrong(
                "minimum_term",
                f"is {minimum}, and the sentence's length {length}: a life sentence has one minimum",
            )
        length, minimum = None, minimum or length
    return _Lengths(length, extension, minimum, suspended)


def _term(r: Reads, name: str, make: Callable[[str], T]) -> T | None:
    value = r.text(name)
    if not value:
        return None
    try:
        return make(value)
    except NoTerm as wrong:
        r.wrong(name, str(wrong))
        return None


def _check_kind(r: Reads, kind: SentenceKind, said: _Lengths, requirements: tuple[Requirement, ...]) -> None:
    life = kind is SentenceKind.LIFE
    if said.length is None and not life and not r.fields.get("sentence_length"):
        r.wrong("sentence_length", f"is missing: a {kind} has a length")
    if kind.is_custodial and requirements:
        r.wrong("requirements", f"a {kind} has no requirements: its conditions are set on release")
    if said.extension is not None and kind is not SentenceKind.EXTENDED_SENTENCE:
        r.wrong("sentence_length", f"has two parts, and a {kind} has one: only an extended sentence has two")
    if said.minimum is not None and not life:
        r.wrong("minimum_term", f"is given, and a {kind} has none: only a life sentence has a minimum term")
    suspends = kind is SentenceKind.SUSPENDED_SENTENCE_ORDER
    if suspends and not r.fields.get("custody_months"):
        r.wrong(
            "custody_months",
            "is missing: the custody that is suspended, as 26 weeks; a bare number is of months",
        )
    if said.suspended is not None and not suspends:
        r.wrong("custody_months", f"is given, and a {kind} suspends no custody")


def _requirements(value: str) -> tuple[Requirement, ...]:
    return tuple(_requirement(part) for part in value.lower().split(";") if part.strip())


def _requirement(part: str) -> Requirement:
    found = _REQUIREMENT.fullmatch(" ".join(part.split()))
    if found is None:
        raise ValueError(part)
    kind = RequirementKind(found["kind"])
    if found["number"] is None:
        return Requirement(kind, None)
    unit = found["unit"] if found["unit"].endswith("s") else f"{found['unit']}s"
    length = Length(int(found["number"]), Unit(unit))
    if length.number < 1 or (length.unit is not Unit.HOURS and not read_term(str(length))):
        raise ValueError(part)
    return Requirement(kind, length)
