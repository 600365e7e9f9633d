"""Advice to a court: who is asked for it, by when, whether what is proposed is lawful, and what the court then did. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, WorkingCalendar, edition_on

from .orders import Passed, check_order, order_edition
from .terms import NoTerm, read_term
from .words import ReportKind, RequirementKind, SentenceKind
from .written_requirements import Requirement, read_requirements


class AskedOf(StrEnum):
    """Whom whoever writes a report asks what they know."""

    POLICE = "police"
    DOMESTIC_ABUSE = "police, of domestic abuse"
    CHILDREN = "children's services"
    PROSECUTION = "prosecution"
    HEALTH = "health"
    TREATMENT = "drug and alcohol treatment"
    HOUSING = "housing"
    PRISON = "prison"


class Answered(StrEnum):
    """What came of an enquiry: no answer is not one of them, and never means that nothing is known."""

    KNOWN = "something is known"
    NOTHING = "nothing is known"
    REFUSED = "would not say"


class Followed(StrEnum):
    """What a court did, set beside what was proposed."""

    AS_PROPOSED = "as proposed"
    OTHER_REQUIREMENTS = "the sentence proposed, with other requirements"
    OTHER_SENTENCE = "another sentence"


PROPOSABLE = tuple(kind for kind in SentenceKind if not kind.is_custodial)
"""The sentences that a report proposes: orders served in the community."""


@dataclass(frozen=True)
class Owed:
    """In how many working days something is owed, and its clause."""

    working_days: int
    clause: Clause


@dataclass(frozen=True)
class AdviceTerms:
    """One edition: what is owed of each kind of report where the court named no day, and of an enquiry."""

    reports: Mapping[ReportKind, Owed]
    enquiry: Owed


@lru_cache(maxsize=1)
def advice_editions() -> tuple[Edition[AdviceTerms], ...]:
    """Every edition of the terms."""
    text = files(__package__).joinpath("editions", "advice.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            AdviceTerms(
                {ReportKind(kind): _owed(said, one["source"]) for kind, said in one["reports"].items()},
                _owed(one["enquiry"], one["source"]),
            ),
        )
        for one in yaml.safe_load(text)
    )


def _owed(said: Mapping[str, str], source: str) -> Owed:
    marked = "" if said["basis"] == "published" else f" ({said['basis']})"
    return Owed(int(said["working_days"]), Clause(source, f"{said['clause']}{marked}"))


def advice_terms(day: date) -> Edition[AdviceTerms]:
    """The terms of a day."""
    return edition_on(advice_editions(), day)


@dataclass(frozen=True)
class ReportOwed:
    """The day by which a report is owed, and why that day."""

    on: date
    because: str


def report_due(
    kind: ReportKind, requested_on: date, said: date | None, calendar: WorkingCalendar
) -> ReportOwed:
    """By when a report is owed: the court's own day, or so many working days after it was asked for."""
    if said is not None:
        return ReportOwed(said, "the court named the day")
    owed = advice_terms(requested_on).table.reports[kind]
    because = (
        f"the court named no day: {owed.working_days} working days after it was asked for ({owed.clause})"
    )
    return ReportOwed(calendar.add(requested_on, owed.working_days), because)


def answer_due(asked_on: date, calendar: WorkingCalendar) -> date:
    """By when an enquiry is to be answered."""
    return calendar.add(asked_on, advice_terms(asked_on).table.enquiry.working_days)


@dataclass(frozen=True)
class Proposed:
    """What a report proposes to the court: a sentence served in the community, how long, and with which requirements."""

    kind: SentenceKind
    length: str
    requirements: tuple[Requirement, ...]


def proposed(kind: SentenceKind, length: str, requirements: str) -> Proposed:
    """A proposal as it was written; refused where it is no order, or its length or a requirement is not understood."""
    if kind not in PROPOSABLE:
        raise Refused(f"A report proposes an order in the community; {kind} is not one.", field="kind")
    try:
        length = str(read_term(length))
    except NoTerm as wrong:
        raise Refused(f"The length {wrong}. Write it as 18 months.", field="length") from wrong
    try:
        said = read_requirements(requirements)
    except ValueError as wrong:
        raise Refused(
            f"“{str(wrong)[:80]}” is not understood. Part requirements by semicolons, such as: unpaid work 120 hours; "
            "rehabilitation activity up to 20 days.", field="requirements",
        ) from wrong  # fmt: skip
    return Proposed(kind, length, said)


def check_lawful(one: Proposed, *, born: date | None, on: date) -> str:
    """Refuse a proposal that the law of a day does not allow, with every fault and its clause; gives the edition's name."""
    edition = order_edition(on)
    if edition is None:
        raise Refused(f"No law of sentences is held for {on:%-d %B %Y}, so nothing can be proposed for it.")
    requirements = [(each.kind, each.length) for each in one.requirements]
    found = check_order(Passed(one.kind, read_term(one.length), requirements, born=born), on=on)
    if found:
        faults = "; ".join(f"{fault.because} ({fault.clause})" for fault in found)
        raise Refused(f"No court could pass this: {faults}.", field="requirements")
    return edition.name


def followed(
    kind: SentenceKind,
    requirements: Iterable[RequirementKind],
    passed: SentenceKind,
    held: Iterable[RequirementKind],
) -> Followed:
    """What a court did with a proposal: lengths aside, the sentence and the kinds of its requirements."""
    if kind is not passed:
        return Followed.OTHER_SENTENCE
    return Followed.AS_PROPOSED if set(requirements) == set(held) else Followed.OTHER_REQUIREMENTS
