"""Whether a sentence is one the law of its day allows: lengths, sums, ages, and what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughcare.foundation.kernel import Clause, Finding, age_on

from .law import OrderEdition, order_edition, order_editions, single_rule
from .terms import Term, read_term
from .words import RequirementKind, SentenceKind, Unit

__all__ = ["Length", "OrderEdition", "Passed", "check_order", "notes_on", "order_edition", "order_editions"]


@dataclass(frozen=True)
class Length:
    """A number of hours, days, weeks, months or years that a requirement lasts."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.value.removesuffix("s") if self.number == 1 else self.unit.value
        return f"{self.number} {unit}"

    @property
    def term(self) -> Term | None:
        """The same as a term; None for hours of work, which reach no day."""
        return None if self.unit is Unit.HOURS else Term(**{self.unit.value: self.number})


@dataclass(frozen=True)
class Passed:
    """What a court passed, as the law is asked about it; a length or day that is not known is None.

    ``length`` is the order's, or the custodial term; ``extension`` the extended licence; ``suspended`` the custody that
    a suspended sentence order suspends. Ages are those of ``born`` on the days of offence and hearing.
    """

    kind: SentenceKind
    length: Term | None = None
    requirements: Sequence[tuple[RequirementKind, Length | None]] = ()
    suspended: Term | None = None
    extension: Term | None = None
    born: date | None = None
    offence: date | None = None
    whole_life: bool = False


def check_order(passed: Passed, *, on: date) -> list[Finding]:
    """What is wrong with a sentence under the law of its day; nothing before our first edition."""
    edition = order_edition(on)
    if edition is None:
        return []
    law, entry = edition.table, edition.table.orders.get(passed.kind.value, {})
    limits = [
        ("order_length", f"a {passed.kind}", passed.length, entry),
        ("suspended_term", "a term that is suspended", passed.suspended, entry.get("term", {})),
        ("extension", "an extended licence", passed.extension, entry.get("extension", {})),
    ]
    found = [
        _beyond(rule, what, term, limit, law.clause(entry), on) for rule, what, term, limit in limits if limit
    ]
    return [
        *_abolished(law, entry, passed, on),
        *(one for one in found if one),
        *_held(law, entry, passed),
        *_ages(law, entry, passed, on),
        *_requirement_faults(law, passed.requirements, on),
    ]


def _abolished(law: OrderEdition, entry: Mapping[str, Any], passed: Passed, on: date) -> Iterator[Finding]:
    since = entry.get("abolished")
    if since is not None and on >= since:
        because = (
            f"no court passes {passed.kind} since {since:%-d %B %Y}, and this was passed on {on:%-d %B %Y}"
        )
        yield Finding("order_abolished", law.clause(entry), because)


def _beyond(
    rule: str, what: str, term: Term | None, limit: Mapping[str, Any], clause: Clause, on: date
) -> Finding | None:
    if term is None:
        return None
    least, most = (read_term(limit[name]) if name in limit else None for name in ("least", "most"))
    if most is not None and term.is_longer_than(most, on=on):
        return Finding(rule, clause, f"{what} lasts at most {most}, and this one says {term}")
    if least is not None and least.is_longer_than(term, on=on):
        return Finding(rule, clause, f"{what} lasts at least {least}, and this one says {term}")
    return None


def _held(law: OrderEdition, entry: Mapping[str, Any], passed: Passed) -> Iterator[Finding]:
    if len(passed.requirements) < entry.get("requirements", 0):
        yield Finding(
            "order_requirements", law.clause(entry), f"a {passed.kind} has at least one requirement"
        )


def _ages(law: OrderEdition, entry: Mapping[str, Any], passed: Passed, on: date) -> Iterator[Finding]:
    """Conviction lies between offence and hearing: too young at the hearing, or too old at the offence, cannot be."""
    if passed.born is None:
        return
    for_life = entry.get("whole_life", {}).get("from_age")
    if passed.whole_life and for_life is not None and passed.offence is not None:
        age = age_on(passed.born, passed.offence)
        if age < for_life:
            because = f"a whole life order is for people of {for_life} and over, and this one was {age} at the offence"
            yield Finding("age_at_offence", law.clause(entry), because)
    least, under = entry.get("from_age"), entry.get("under_age")
    if least is not None and (age := age_on(passed.born, on)) < least:
        because = f"a {passed.kind} is for people of {least} and over, and this one was {age} at the hearing"
        yield Finding("age_at_hearing", law.clause(entry), because)
    if under is not None and passed.offence is not None:
        age = age_on(passed.born, passed.offence)
        if age >= under:
            because = f"a {passed.kind} is for people under {under} when convicted, and this one was {age} at the offence"
            yield Finding("age_at_offence", law.clause(entry), because)


def _requirement_faults(
    law: OrderEdition, requirements: Sequence[tuple[RequirementKind, Length | None]], on: date
) -> Iterator[Finding]:
    for kind, length in requirements:
        entry = law.requirements[kind.value]
        if length is not None and (found := _requirement_fault(kind, length, entry, law.clause(entry), on)):
            yield found
    for kind in dict.fromkeys(kind for kind, _ in requirements):
        entry = law.requirements[kind.value]
        lengths = [length for one, length in requirements if one is kind and length is not None]
        if entry.get("sum") and len(lengths) > 1:
            yield from _sum_fault(kind, lengths, entry, law.clause(entry))


def _sum_fault(
    kind: RequirementKind, lengths: Iterable[Length], entry: Mapping[str, Any], clause: Clause
) -> Iterator[Finding]:
    whole = sum(length.number for length in lengths if length.unit.value == entry["counted_in"])
    if whole > entry["most"]:
        because = (
            f"{kind} comes to at most {entry['most']} {entry['counted_in']} in all, and these come to {whole}"
        )
        yield Finding("requirement_sum", clause, because)


def _requirement_fault(
    kind: RequirementKind, length: Length, entry: Mapping[str, Any], clause: Clause, on: date
) -> Finding | None:
    counted, most = entry["counted_in"], entry.get("most")
    if counted == "time":
        term = length.term
        if term is None:
            because = f"{kind} is counted in days, weeks, months or years, not {length.unit}"
            return Finding("requirement_unit", clause, because)
        return _beyond("requirement_length", str(kind), term, {"most": most} if most else {}, clause, on)
    if length.unit.value != counted:
        return Finding("requirement_unit", clause, f"{kind} is counted in {counted}, not {length.unit}")
    least = entry.get("least", 1)
    if length.number < least or (most is not None and length.number > most):
        limits = (
            f"runs from {least} to {most} {counted}" if most is not None else f"is at least {least} {counted}"
        )
        return Finding("requirement_length", clause, f"{kind} {limits}, and this one says {length}")
    return None


def notes_on(kind: SentenceKind, length: Term | None, born: date | None, *, on: date) -> list[Finding]:
    """What is lawful and still to be asked about: custody that the law of its day presumes to be suspended.

    Of somebody whose day of birth is not known it is asked: only who is known to be too young is left out.
    """
    told = single_rule("presumption_of_suspension", on)
    custody = kind in {SentenceKind.CUSTODY, SentenceKind.YOUNG_ADULT_DETENTION}
    if told is None or not custody or length is None:
        return []
    entry, clause = told
    most = read_term(entry["most"])
    if length.is_longer_than(most, on=on):
        return []
    if born is not None and age_on(born, on) < entry["from_age"]:
        return []
    because = (
        f"a term of {most} or less is suspended unless the court finds exceptional circumstances or the person was in"
        " custody already: ask which"
    )
    return [Finding("presumption_of_suspension", clause, because)]
