"""What the courts did with made-up people: everything that is told in their files, planned before any of it is brought in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

import numpy as np

from throughcare.casework.courts.rules import Term
from throughcare.casework.courts.rules.release import release_of
from throughcare.casework.courts.rules.words import SentenceKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.evidence.population.chance import Chance, Lucks
from throughcare.evidence.population.names import misspelt
from throughcare.evidence.population.people import People
from throughcare.evidence.population.rates import lot, share
from throughcare.evidence.population.sentences import (
    CUSTODIAL,
    CUSTODY,
    SUSPENDED,
    YOUNG,
    Passed,
    graded,
    requirements,
    sentences,
)
from throughcare.foundation.kernel import age_on

from .days import LONG_AGO, sitting, working_day
from .persons import Person, Persons
from .places import Trust, address

COLUMNS: Final = (
    "result_ref", "court_code", "hearing_date", "session", "case_number", "defendant_id", "family_name",
    "given_names", "date_of_birth", "sex", "ethnicity", "pnc", "cro", "postcode", "address", "phone",
    "offence_code", "offence_date", "other_offence_codes", "outcome", "report_kind", "report_due",
    "sentence_kind", "sentence_length", "sentence_unit", "custody_months", "requirements", "breach_of",
)  # fmt: skip
_MONTH = 30.44
_EPOCH: Final = date(1970, 1, 1)
RECALLED: Final = "Recalled: the licence was not kept."
_RECALL_DAYS: Final = 28
_REPORTED_ON: Final = 28
"""For so many days after the last one people are to be sentenced, of whom the court has only asked for a report."""
_BEFORE_SENTENCE: Final = timedelta(days=2)
"""A report is due so long before the court sentences, at the latest: one that comes a day late is read all the same."""
_NOT_YET_ASSESSED: Final = 28
"""Whose risk is not recorded was sentenced within so many days."""


@dataclass
class Result:
    """One row for the court's file, and what is planned to follow from it.

    ``ends_on`` is the last day on which the sentence runs; ``told`` says that the court's own file ends it on that day.
    ``moves`` are the ways out of prison and back, each with its day and, of a recall, its reason.
    """

    ref: str
    person: Person
    on: date
    row: dict[str, str]
    ends_on: date | None = None
    told: bool = False
    moves: tuple[tuple[date, MovementKind, str], ...] = ()

    @property
    def is_sentence(self) -> bool:
        """Whether somebody was sentenced."""
        return self.row["outcome"] == "sentenced"

    @property
    def risk(self) -> str:
        """The first risk of serious harm that is recorded, or nothing where none is."""
        return self.person.risk if self.is_sentence else ""

    @property
    def released_on(self) -> date | None:
        """The day of the first release."""
        return self.moves[0][0] if self.moves else None

    def hours(self) -> int:
        """The hours of unpaid work that are ordered."""
        return self._amount("unpaid work")

    def days(self) -> int:
        """The days of rehabilitation activity that are ordered."""
        return self._amount("rehabilitation activity")

    def _amount(self, kind: str) -> int:
        return sum(int(part.split()[2]) for part in self._requirements() if part.startswith(kind))

    def requires(self, kind: str) -> bool:
        """Whether the sentence holds a requirement of a kind."""
        return any(part.startswith(kind) for part in self._requirements())

    def _requirements(self) -> list[str]:
        return self.row.get("requirements", "").split("; ")


@dataclass(frozen=True, eq=False)
class _Matter:
    """One matter before a court: whose, on which day, of which number for them, and its place among all matters."""

    person: Person
    on: date
    number: int
    place: int


@dataclass
class Maker:
    """Makes court results of the people of one trust area; the same chance gives the same people, however many are made.

    ``arrivals`` are the days on which files arrive; courts sit in the week before one.
    """

    trust: Trust
    chance: Chance
    first: date
    last: date
    arrivals: Sequence[date] = ()
    _lucks: Lucks = field(init=False)

    def __post_init__(self) -> None:
        self.arrivals = self.arrivals or tuple(
            self.first + timedelta(days=7 * n) for n in range(1, (self.last - self.first).days // 7 + 2)
        )

    def results(self, people: int) -> list[Result]:
        """What the courts did with this many people, in the order of the days."""
        begun = (self.first - _EPOCH).days
        until = (self.last - _EPOCH).days - 1 + _REPORTED_ON
        who = People(self.chance, np.arange(1, people + 1), begun, until)
        matters = list(self._matters(who))
        whose = np.array([number - 1 for number, _, _ in matters])
        turns = np.array([turn for _, _, turn in matters], np.uint64)
        days = np.array([(on - _EPOCH).days for _, on, _ in matters])
        marks = self.chance.marks("matter", who.numbers)[whose] + turns
        self._lucks = Lucks(self.chance, marks)
        made = sentences(self.chance, marks, who.born[whose], days)
        persons = Persons(who, self.trust, self.first).all()
        self._grade(who, persons, graded(who, whose, marks, made).tolist())
        found = [
            result
            for place, ((number, on, turn), passed) in enumerate(zip(matters, made.passed(), strict=True))
            for result in self._matter(_Matter(persons[number - 1], on, turn, place), passed)
        ]
        return sorted(found, key=lambda result: (result.on, result.ref))

    def _matters(self, who: People) -> Iterator[tuple[int, date, int]]:
        """Each matter of each person: their number, the day of the sentence, and the turn among theirs."""
        lucks, again = Lucks(self.chance, who.numbers), share("second_sentence")
        for place, day in enumerate(who.sentenced.tolist()):
            on = self._sitting(_EPOCH + timedelta(days=day))
            yield place + 1, on, 1
            left = (self.last - on).days
            if left > 365 and lucks.at(place, "second sentence") < again:
                on_again = self._sitting(on + timedelta(days=lucks.among(place, "second on", 60, left - 1)))
                if on_again > on + timedelta(days=45):
                    yield place + 1, on_again, 2

    def _grade(self, who: People, persons: Sequence[Person], risks: Sequence[str]) -> None:
        is_new = who.sentenced > (self.last - _EPOCH).days - _NOT_YET_ASSESSED
        recorded = (who.luck("risk recorded") < share("risk_recorded")) | ~is_new
        for person, risk, known in zip(persons, risks, recorded.tolist(), strict=True):
            person.risk = risk if known else ""

    def _sitting(self, day: date) -> date:
        return sitting(day, self.arrivals) or working_day(max(day, self.last))

    def _matter(self, matter: _Matter, passed: Passed) -> Iterator[Result]:
        lucks, place, on = self._lucks, matter.place, matter.on
        base = self._base(matter) | {"offence_code": passed.offence, "court_code": self._court(place, passed)}
        asked = working_day(on - timedelta(days=lucks.among(place, "asked before", 14, 28)))
        if self.last > asked >= self.last - LONG_AGO and lucks.at(place, "report first") < share(
            "report_first"
        ):
            [report] = lot("report_kind").picked(np.array([lucks.at(place, "report kind")]))
            due = asked + timedelta(days={"oral": 1, "fast": 5, "standard": 15}[report])
            due = min(due, on - _BEFORE_SENTENCE)
            said = {"outcome": "report requested", "report_kind": report, "report_due": due.isoformat()}
            yield self._result(matter.person, asked, {**base, **said}, f"{matter.number}R")
        if on < self.last:
            yield from self._sentence(matter, passed, base)

    def _court(self, place: int, passed: Passed) -> str:
        among = self.trust.crown if passed.by_crown_court else self.trust.magistrates
        return self._lucks.one_of(place, "court", among)

    def _case_number(self, place: int, about: str, on: date) -> str:
        return f"{on:%y}{self.trust.code}{self._lucks.among(place, f'case number {about}', 0, 10**7 - 1):07}"

    def _base(self, matter: _Matter) -> dict[str, str]:
        lucks, place, person, on = self._lucks, matter.place, matter.person, matter.on
        family, pnc = person.family, person.pnc if lucks.at(place, "pnc said") < share("pnc") else ""
        postcode, street = person.postcode, person.address
        if matter.number > 1 and lucks.at(place, "misspelt") < share("misspelt"):
            family, pnc = (
                misspelt(family, lucks.at(place, "misspelt at"), lucks.at(place, "misspelt how")),
                "",
            )
            moved = lucks.at(place, "moved") < 0.5
            street, postcode = address(lucks, place, person.local) if moved else (street, postcode)
        return {
            "case_number": self._case_number(place, "", on),
            "defendant_id": self._defendant(place),
            "family_name": family,
            "given_names": person.given,
            "date_of_birth": person.born.isoformat(),
            "sex": person.sex,
            "ethnicity": person.ethnicity,
            "pnc": pnc,
            "cro": person.cro if lucks.at(place, "cro said") < share("cro") else "",
            "postcode": postcode,
            "address": street,
            "phone": person.phone,
            "offence_date": (on - timedelta(days=lucks.among(place, "offence on", 31, 239))).isoformat(),
            "session": lucks.one_of(place, "session", ("morning", "afternoon")),
        }

    def _defendant(self, place: int) -> str:
        high, low = (int(self._lucks.at(place, f"defendant {half}") * 2**53) for half in (1, 2))
        return str(UUID(int=high << 75 | low << 11, version=4))

    def _result(self, person: Person, on: date, row: dict[str, str], part: str) -> Result:
        ref = f"{person.key}-{part}"
        return Result(ref, person, on, row | {"result_ref": ref, "hearing_date": on.isoformat()})

    def _sentence(self, matter: _Matter, sentence: Passed, base: dict[str, str]) -> Iterator[Result]:
        row = {
            **base,
            "outcome": "sentenced",
            "sentence_kind": sentence.kind,
            "sentence_length": sentence.length,
            "sentence_unit": sentence.unit,
        }
        if not sentence.is_custody:
            ordered = requirements(self._lucks, matter.place, sentence.kind, sentence.months or 12)
            row["requirements"] = "; ".join(f"{name} {much} {unit}" for name, much, unit in ordered)
        if sentence.suspends:
            row["custody_months"] = str(sentence.suspends)
        made = self._result(matter.person, matter.on, row, str(matter.number))
        if sentence.is_custody:
            self._inside(matter.place, made, sentence)
        elif sentence.months:
            made.ends_on = Term(months=sentence.months).last_day(matter.on)
        yield made
        if not sentence.is_custody:
            yield from self._breaches(matter.place, made, sentence)

    def _inside(self, place: int, made: Result, sentence: Passed) -> None:
        """The days of release by the law of the day, and of a recall for some."""
        if sentence.months is None:
            return
        lucks = self._lucks
        made.ends_on = Term(months=sentence.months).last_day(made.on)
        inside = Term(months=int(sentence.length.split()[0])).last_day(made.on)
        found = release_of(
            SentenceKind(sentence.kind), made.on, inside, None, made.on, credit=0, served=False
        )
        out = working_day(found.on) if found else made.on + timedelta(days=int(sentence.months * _MONTH / 2))
        made.moves = ((max(out, made.on + timedelta(days=8)), MovementKind.RELEASED, ""),)
        left = (made.ends_on - out).days
        if left > 3 * _RECALL_DAYS and lucks.at(place, "recalled") < share("recalled"):
            days = lucks.among(place, "recalled on", 20, left - 2 * _RECALL_DAYS - 1)
            back = working_day(out + timedelta(days=days))
            again = back + timedelta(days=_RECALL_DAYS)
            made.moves += ((back, MovementKind.RECEIVED, RECALLED), (again, MovementKind.RELEASED, ""))

    def _breaches(self, place: int, order: Result, sentence: Passed) -> Iterator[Result]:
        """Whether an order was breached, and what the court made of it a few weeks later: goes on, ends, or custody."""
        lucks, often = self._lucks, 1 - share("completed") + share("breached_and_completed")
        if lucks.at(place, "breached") >= often or order.ends_on is None:
            return
        days = (order.ends_on - order.on).days * (0.2 + 0.4 * lucks.at(place, "breached on"))
        found = sitting(order.on + timedelta(days=int(days)), self.arrivals)
        later = timedelta(days=lucks.among(place, "settled after", 14, 28))
        then = sitting(found + later, self.arrivals) if found else None
        if found is None or (then or found) >= order.ends_on - timedelta(days=7):
            return
        yield self._heard(place, order, found, "breach proved", "B")
        if then is not None:
            [becomes] = lot("becomes_of_a_breach").picked(np.array([lucks.at(place, "becomes")]))
            yield from self._settled(place, order, sentence, then, becomes)

    def _settled(
        self, place: int, order: Result, sentence: Passed, on: date, becomes: str
    ) -> Iterator[Result]:
        if becomes == "sentenced anew":
            yield self._anew(place, order, sentence, on)
        else:
            yield self._heard(place, order, on, becomes, "C")
        if becomes != "order continues":
            order.ends_on, order.told = on, True

    def _heard(self, place: int, order: Result, on: date, outcome: str, part: str, **more: str) -> Result:
        kept = {name: order.row.get(name, "") for name in COLUMNS[:18]}
        row = {**kept, "outcome": outcome, "breach_of": order.ref, **more}
        row["case_number"] = self._case_number(place, part, on)
        return self._result(order.person, on, row, f"{order.ref.rpartition('-')[2]}{part}")

    def _anew(self, place: int, order: Result, sentence: Passed, on: date) -> Result:
        """Custody in place of the order: what was suspended, or two months."""
        kind = YOUNG if age_on(order.person.born, on) < 21 else CUSTODY
        months = sentence.suspends if sentence.kind == SUSPENDED else 2
        custody = Passed(kind, months, str(months), "months", sentence.offence, sentence.by_crown_court)
        said = {"sentence_kind": kind, "sentence_length": str(months), "sentence_unit": "months"}
        made = self._heard(place, order, on, "sentenced", "D", **said)
        self._inside(place, made, custody)
        return made


def as_file(results: Sequence[Result]) -> io.BytesIO:
    """A file of court results as a court would send it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(result.row for result in results)
    return io.BytesIO(text.getvalue().encode())


def spoilt(results: Sequence[Result], by: Random) -> list[Result]:
    """Rows as above with one fault each, such as a court's clerk makes."""
    faults = [
        {"date_of_birth": "1987-02-30"},
        {"offence_code": "999/99"},
        {"sentence_length": "99"},
        {"family_name": "", "given_names": ""},
        {"given_names": "=HYPERLINK(1)"},
        {"court_code": "MDLDMC"},
        {"pnc": "2012/0123456A"},
        {"requirements": "unpaid work 500 hours"},
        {"postcode": "QQ9 9QQ"},
    ]
    chosen = [r for r in results if r.is_sentence and r.row["sentence_kind"] not in CUSTODIAL]
    found = []
    for number, fault in enumerate(faults if chosen else []):
        like = chosen[by.randrange(len(chosen))]
        row = {**like.row, "result_ref": f"{like.ref}-X{number}", **fault}
        row["defendant_id"] = str(UUID(int=by.getrandbits(128), version=4))
        found.append(Result(row["result_ref"], like.person, like.on, row))
    return found
