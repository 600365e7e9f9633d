"""What a row of results says a court passed: kind, lengths, requirements, and how it runs beside another's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from throughcare.foundation.kernel import Finding

from .custody_words import WHOLE_LIFE, Beside, take_apart
from .orders import Passed, check_order, notes_on
from .terms import NoTerm, Term, last_day_of_run, read_term, read_two_terms
from .words import INDETERMINATE, Runs, SentenceKind, Unit, sentence_kind
from .written_requirements import Requirement, read_requirements, unlisted
from .written_terms import suspended_apart

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
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

    def said_wrong(self, name: str) -> bool:
        """Whether a fault of a field was found already."""

    def ask(self, name: str, because: str) -> None:
        """Keep something that is recorded as far as it can be, and has to be asked about."""

    def text(self, name: str, *, needed: bool = False, longest: int = 200) -> str:
        """A field as it stands, bounded."""

    def read(self, name: str, make: Callable[[str], T], expected: str, *, needed: bool = False) -> T | None:
        """A field made into a value; None, with a fault, where it cannot be."""

    def choice(self, name: str, kinds: type[E], *, needed: bool = False) -> E | None:
        """A field that is one of some words."""


@dataclass(frozen=True)
class SentenceOf:
    """A sentence in a row: kind, lengths as the court gave them, requirements, and how it runs beside another row's.

    ``length`` is the order's or the custodial term; ``extension`` an extended licence; ``minimum`` of a life sentence;
    ``suspended`` the custody that an order suspends. ``whole_life`` that no day of release is ever set; ``credit_days``
    days on remand that the court said count (None: it said nothing of them), ``served`` that it said the time is served
    already. ``ends_on`` is its last day if it stood alone; ``notes`` is what is lawful and still to be asked about.
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
    whole_life: bool = False
    credit_days: int | None = None
    served: bool = False

    @property
    def terms(self) -> tuple[Term, ...]:
        """The parts that are served one after the other; none for life."""
        return tuple(part for part in (self.length, self.extension) if part)


_LIFE = frozenset({"life", "life imprisonment", "imprisonment for life"})
_MINIMUM = re.compile(
    r"(?:(?:imprisonment for )?life(?: imprisonment)?[ ,:;]*)?(?:with )?(?:an? )?(?:minimum(?: term)?|tariff)(?: of)?[ :]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Lengths:
    length: Term | None = None
    extension: Term | None = None
    minimum: Term | None = None
    suspended: Term | None = None
    whole_life: bool = False
    credit: int | None = None
    served: bool = False


def read_sentence(r: Reads, *, heard: date, born: date | None, offence: date | None) -> SentenceOf | None:
    """The sentence of a row, held against the law of the day it was passed; None, with faults, where there is none."""
    kind = r.read("sentence_kind", sentence_kind, f"one of: {', '.join(SentenceKind)}", needed=True)
    lengths = _lengths(r, kind)
    expected = "requirements parted by ;, as “unpaid work 120 hours; curfew 8 weeks”"
    requirements = r.read("requirements", read_requirements, expected) or ()
    runs, runs_with = _runs(r)
    if kind is None:
        return None
    _check_kind(r, kind, lengths, requirements)
    held = [(q.kind, q.length) for q in requirements]
    passed = Passed(
        kind, lengths.length, held, lengths.suspended, lengths.extension, born, offence, lengths.whole_life
    )
    for finding in check_order(passed, on=heard):
        if finding.rule == "order_requirements" and r.said_wrong("requirements"):
            continue  # none was read because one could not be: that is said already
        r.wrong(_COLUMN_OF.get(finding.rule, "requirements"), f"is not lawful: {finding}")
    _check_credit(r, kind, lengths, heard)
    _ask_of_programmes(r, requirements)
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
        lengths.whole_life,
        lengths.credit,
        lengths.served,
    )


def _runs(r: Reads) -> tuple[Runs, str]:
    """How a sentence runs, and with which other."""
    runs = r.choice("runs", Runs) or Runs.ALONE
    runs_with = r.text("runs_with", longest=60)
    if (runs is Runs.ALONE) == bool(runs_with):
        r.wrong(
            "runs_with",
            "names the result_ref of the other sentence when, and only when, this one is concurrent or consecutive",
        )
    return runs, runs_with


def _ask_of_programmes(r: Reads, requirements: tuple[Requirement, ...]) -> None:
    for one in unlisted(requirements):
        r.ask("requirements", f"no list has a programme named “{one.name}”: ask which it is")


def _lengths(r: Reads, kind: SentenceKind | None) -> _Lengths:
    unit = r.choice("sentence_unit", Unit)
    if unit is Unit.HOURS:
        r.wrong("sentence_unit", "a sentence is counted in days, weeks, months or years")
        unit = None
    said, least = _beside(r, "sentence_length"), _beside(r, "minimum_term")
    held = r.text("custody_months")
    if kind is SentenceKind.SUSPENDED_SENTENCE_ORDER and (both := suspended_apart(said.rest)):
        said, held = replace(said, rest=both[1]), _one_of_two(r, held, both[0])
    if kind in INDETERMINATE:
        said, least = (replace(one, rest=_MINIMUM.sub("", one.rest, count=1)) for one in (said, least))
    only_life = kind is SentenceKind.LIFE and said.rest.strip().casefold() in _LIFE
    parts = (
        None if only_life else _term(r, "sentence_length", said.rest, lambda v: read_two_terms(v, unit or ""))
    )
    length, extension = parts if parts else (None, None)
    if unit is not None and length is not None and not getattr(length, unit):
        r.wrong(
            "sentence_unit", f"is {unit}, and the length says {length}: which of the two did the court say?"
        )
    suspended = _term(r, "custody_months", held, lambda v: read_term(v, Unit.MONTHS))
    # A number in figures is of years, as the column is described; one in words, only where the unit is said beside it.
    minimum = _term(
        r,
        "minimum_term",
        least.rest,
        lambda v: read_term(v, Unit.YEARS if unit is Unit.YEARS or v.isdecimal() else ""),
    )
    if kind in INDETERMINATE and length is not None:
        if minimum is not None and minimum != length:
            r.wrong(
                "minimum_term",
                f"is {minimum}, and the sentence's length {length}: a {kind} has one minimum",
            )
        length, minimum = None, minimum or length
    whole_life = said.whole_life or least.whole_life
    credit = _credit(r, kind, {"sentence_length": said, "minimum_term": least})
    return _Lengths(length, extension, minimum, suspended, whole_life, credit, said.served)


def _one_of_two(r: Reads, held: str, said: str) -> str:
    """The custody that is suspended, said with the order's length or in its own column; a fault where both say it otherwise."""
    if held and (term := _term(r, "custody_months", said, read_term)) and term != _months(held):
        r.wrong(
            "custody_months", f"is {held}, and the sentence's length says {term}: which did the court say?"
        )
    return held or said


def _months(held: str) -> Term | None:
    try:
        return read_term(held, Unit.MONTHS)
    except NoTerm:
        return None


def _beside(r: Reads, name: str) -> Beside:
    """A column's length apart from what the court said beside it; that days count and not how many is asked."""
    found = take_apart(r.text(name))
    if found.unsaid:
        r.ask(name, "the court said that time spent on remand counts, and not how many days: ask how many")
    return found


def _credit(r: Reads, kind: SentenceKind | None, said: Mapping[str, Beside]) -> int | None:
    """The days that count; a fault where the columns differ, or a term is made shorter without a word of why."""
    days = {name: one.credit for name, one in said.items() if one.credit is not None}
    if len(set(days.values())) > 1:
        r.wrong("minimum_term", "says other days on remand than the sentence's length: which are right?")
    for name, taken in days.items():
        if not said[name].named and kind not in INDETERMINATE:
            r.wrong(name, f"takes off {taken} days and does not say what they are: expected “on remand”")
    return next(iter(days.values()), None)


def _term(r: Reads, name: str, value: str, make: Callable[[str], T]) -> T | None:
    if not value:
        return None
    try:
        return make(value)
    except NoTerm as wrong:
        r.wrong(name, str(wrong))
        return None


def _check_kind(r: Reads, kind: SentenceKind, said: _Lengths, requirements: tuple[Requirement, ...]) -> None:
    life, endless = kind is SentenceKind.LIFE, kind in INDETERMINATE
    if said.length is None and not endless:
        _check_no_length(r, kind, said)
    if kind.is_custodial and requirements:
        r.wrong("requirements", f"a {kind} has no requirements: its conditions are set on release")
    if said.extension is not None and kind is not SentenceKind.EXTENDED_SENTENCE:
        r.wrong("sentence_length", f"has two parts, and a {kind} has one: only an extended sentence has two")
    if kind is SentenceKind.EXTENDED_SENTENCE and said.length is not None and said.extension is None:
        r.ask(
            "sentence_length",
            "the court gave no extended licence, and an extended sentence has one: ask how long",
        )
    if said.minimum is not None and not endless:
        r.wrong("minimum_term", f"is given, and a {kind} has none: only a life sentence has a minimum term")
    if said.whole_life and not life:
        r.wrong(
            "sentence_length", f"is {WHOLE_LIFE}, and a {kind} has an end: only a life sentence is for life"
        )
    if said.whole_life and said.minimum is not None:
        r.wrong(
            "minimum_term", f"is {said.minimum}, and the order is for a whole life: which did the court say?"
        )
    suspends = kind is SentenceKind.SUSPENDED_SENTENCE_ORDER
    if suspends and said.suspended is None and not r.said_wrong("custody_months"):
        r.wrong(
            "custody_months",
            "is missing: the custody that is suspended, as 26 weeks; a bare number is of months",
        )
    if said.suspended is not None and not suspends:
        r.wrong("custody_months", f"is given, and a {kind} suspends no custody")


def _check_no_length(r: Reads, kind: SentenceKind, said: _Lengths) -> None:
    if said.served and kind.is_custodial:
        r.ask(
            "sentence_length",
            "the court said that the time is served and not how long the term is: ask, because the licence ends with it",
        )
    elif not r.said_wrong("sentence_length"):
        r.wrong("sentence_length", f"is missing: a {kind} has a length")


def _check_credit(r: Reads, kind: SentenceKind, said: _Lengths, heard: date) -> None:
    """Days on remand count towards custody alone, and no more of them than there is to serve."""
    if not kind.is_custodial and (said.credit is not None or said.served):
        r.wrong("sentence_length", f"says that time in custody counts, and a {kind} is not served in custody")
    term = said.length or said.minimum
    if said.credit is not None and term is not None and said.credit > term.days_from(heard):
        r.wrong("sentence_length", f"counts {said.credit} days on remand, more than {term} has")
    if kind in INDETERMINATE and (said.served or (said.credit is not None and said.minimum is None)):
        r.wrong("minimum_term", f"is missing: days on remand are taken off the minimum term of a {kind}")
