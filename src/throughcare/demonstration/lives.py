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

from throughcare.casework.courts.rules import Term
from throughcare.casework.courts.rules.release import release_of
from throughcare.casework.courts.rules.words import SentenceKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.evidence.population.lots import Lot
from throughcare.evidence.population.names import misspelt
from throughcare.evidence.population.rates import lot, rates, share
from throughcare.foundation.kernel import age_on

from .days import LONG_AGO, sitting, working_day
from .persons import Person, a_person
from .places import Trust, address
from .sentencing import CUSTODIAL, GRAVE, SERIOUS, SUSPENDED, YOUNG, Passed, passed, requirements

COLUMNS: Final = (
    "result_ref", "court_code", "hearing_date", "session", "case_number", "defendant_id", "family_name",
    "given_names", "date_of_birth", "sex", "ethnicity", "pnc", "cro", "postcode", "address", "phone",
    "offence_code", "offence_date", "other_offence_codes", "outcome", "report_kind", "report_due",
    "sentence_kind", "sentence_length", "sentence_unit", "custody_months", "requirements", "breach_of",
)  # fmt: skip
_MONTH = 30.44
RECALLED: Final = "Recalled: the licence was not kept."
_RECALL_DAYS: Final = 28


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
        return sum(int(part.split()[2]) for part in self._requirements() if part.startswith("unpaid work"))

    def requires(self, kind: str) -> bool:
        """Whether the sentence holds a requirement of a kind."""
        return any(part.startswith(kind) for part in self._requirements())

    def _requirements(self) -> list[str]:
        return self.row.get("requirements", "").split("; ")


@dataclass
class Maker:
    """Makes the people of one trust area from a seed; the same seed gives the same people.

    ``arrivals`` are the days on which files arrive; courts sit in the week before one.
    """

    trust: Trust
    by: Random
    first: date
    last: date
    arrivals: Sequence[date] = ()
    made: int = 0
    _locals: Lot = field(init=False)

    def __post_init__(self) -> None:
        self.arrivals = self.arrivals or tuple(
            self.first + timedelta(days=7 * n) for n in range(1, (self.last - self.first).days // 7 + 2)
        )
        self._locals = Lot((local, local.residents) for local in self.trust.locals)

    def results(self, people: int) -> list[Result]:
        """What the courts did with this many people, in the order of the days."""
        found = [result for _ in range(people) for result in self._life()]
        self._grade(found)
        return sorted(found, key=lambda result: (result.on, result.ref))

    def _life(self) -> Iterator[Result]:
        person = self._person()
        on = self._sitting(self.first, self.last)
        yield from self._matter(person, on, 1)
        if (self.last - on).days > 365 and self.by.random() < share("second_sentence"):
            again = self._sitting(on + timedelta(days=60), self.last)
            if again > on + timedelta(days=45):
                yield from self._matter(person, again, 2)

    def _person(self) -> Person:
        self.made += 1
        key = f"{self.trust.code}{self.made:06}"
        return a_person(self.by, self.trust, self._locals.draw(self.by), key, self.first)

    def _grade(self, found: Sequence[Result]) -> None:
        """The risk of each person, by what they did now and before: the shares are the rates', the order the past's."""
        gravest: dict[str, tuple[float, Person]] = {}
        for one in found:
            code, past = one.row["offence_code"], one.person.past
            weight = 1.8 * (code in GRAVE) + 0.7 * (code in SERIOUS)
            weight += 0.08 * past.sanctions + 0.3 * past.violent + self.by.gauss(0, 0.7)
            if weight > gravest.get(one.person.key, (-9.0, one.person))[0]:
                gravest[one.person.key] = (weight, one.person)
        ranked = [person for _, person in sorted(gravest.values(), key=lambda x: (x[0], x[1].key))]
        weights = rates()["risk"]["weights"]
        whole, begun, upto = sum(weights.values()), 0, 0.0
        for name, weight in weights.items():
            upto += weight / whole
            for person in ranked[begun : (begun := round(upto * len(ranked)))]:
                person.risk = name if self.by.random() < share("risk_recorded") else ""

    def _sitting(self, low: date, high: date) -> date:
        day = low + timedelta(days=self.by.randrange(max((high - low).days, 1)))
        return sitting(day, self.arrivals) or working_day(high)

    def _matter(self, person: Person, on: date, number: int) -> Iterator[Result]:
        by = self.by
        sentence, base = passed(by, self.trust, person.born, on), self._base(person, on, number)
        base |= {"offence_code": sentence.offence, "court_code": sentence.court}
        asked = working_day(on - timedelta(days=by.randrange(14, 29)))
        if asked >= self.last - LONG_AGO and by.random() < share("report_first"):
            report = lot("report_kind").draw(by)
            due = asked + timedelta(days={"oral": 1, "fast": 5, "standard": 15}[report])
            said = {"outcome": "report requested", "report_kind": report, "report_due": due.isoformat()}
            yield self._result(person, asked, {**base, **said}, f"{number}R")
        if on < self.last:
            yield from self._sentence(person, on, sentence, base, number)

    def _base(self, person: Person, on: date, number: int) -> dict[str, str]:
        by = self.by
        family, pnc = person.family, person.pnc if by.random() < share("pnc") else ""
        postcode, street = person.postcode, person.address
        if number > 1 and by.random() < share("misspelt"):
            family, pnc = misspelt(by, family), ""
            street, postcode = address(by, person.local) if by.random() < 0.5 else (street, postcode)
        return {
            "case_number": f"{on:%y}{self.trust.code}{by.randrange(10**7):07}",
            "defendant_id": str(UUID(int=by.getrandbits(128), version=4)),
            "family_name": family,
            "given_names": person.given,
            "date_of_birth": person.born.isoformat(),
            "sex": person.sex,
            "ethnicity": person.ethnicity,
            "pnc": pnc,
            "cro": person.cro if by.random() < share("cro") else "",
            "postcode": postcode,
            "address": street,
            "phone": person.phone,
            "offence_date": (on - timedelta(days=by.randrange(31, 240))).isoformat(),
            "session": by.choice(("morning", "afternoon")),
        }

    def _result(self, person: Person, on: date, row: dict[str, str], part: str) -> Result:
        ref = f"{person.key}-{part}"
        return Result(ref, person, on, row | {"result_ref": ref, "hearing_date": on.isoformat()})

    def _sentence(
        self, person: Person, on: date, sentence: Passed, base: dict[str, str], number: int
    ) -> Iterator[Result]:
        row = {
            **base,
            "outcome": "sentenced",
            "sentence_kind": sentence.kind,
            "sentence_length": sentence.length,
            "sentence_unit": sentence.unit,
        }
        if not sentence.is_custody:
            row["requirements"] = requirements(self.by, sentence.kind, sentence.months or 12)
        if sentence.suspends:
            row["custody_months"] = str(sentence.suspends)
        made = self._result(person, on, row, str(number))
        if sentence.is_custody:
            self._inside(made, sentence)
        elif sentence.months:
            made.ends_on = Term(months=sentence.months).last_day(on)
        yield made
        if not sentence.is_custody:
            yield from self._breaches(made, sentence)

    def _inside(self, made: Result, sentence: Passed) -> None:
        """The days of release by the law of the day, and of a recall for some."""
        if sentence.months is None:
            return
        made.ends_on = Term(months=sentence.months).last_day(made.on)
        inside = Term(months=int(sentence.length.split()[0])).last_day(made.on)
        found = release_of(SentenceKind(sentence.kind), made.on, inside, None, made.on)
        out = working_day(found.on) if found else made.on + timedelta(days=int(sentence.months * _MONTH / 2))
        made.moves = ((max(out, made.on + timedelta(days=8)), MovementKind.RELEASED, ""),)
        left = (made.ends_on - out).days
        if left > 3 * _RECALL_DAYS and self.by.random() < share("recalled"):
            back = working_day(out + timedelta(days=self.by.randrange(20, left - 2 * _RECALL_DAYS)))
            again = back + timedelta(days=_RECALL_DAYS)
            made.moves += ((back, MovementKind.RECEIVED, RECALLED), (again, MovementKind.RELEASED, ""))

    def _breaches(self, order: Result, sentence: Passed) -> Iterator[Result]:
        """Whether an order was breached, and what the court made of it a few weeks later: goes on, ends, or custody."""
        by, chance = self.by, self.by.random()
        becomes = lot("becomes_of_a_breach").draw(by)
        if chance >= 1 - share("completed") + share("breached_and_completed") or order.ends_on is None:
            return
        days = (order.ends_on - order.on).days
        found = sitting(order.on + timedelta(days=int(days * by.uniform(0.2, 0.6))), self.arrivals)
        then = sitting(found + timedelta(days=by.randrange(14, 29)), self.arrivals) if found else None
        if found is None or (then or found) >= order.ends_on - timedelta(days=7):
            return
        yield self._heard(order, found, "breach proved", "B")
        if then is not None:
            yield from self._settled(order, sentence, then, becomes)

    def _settled(self, order: Result, sentence: Passed, on: date, becomes: str) -> Iterator[Result]:
        if becomes == "sentenced anew":
            yield self._anew(order, sentence, on)
        else:
            yield self._heard(order, on, becomes, "C")
        if becomes != "order continues":
            order.ends_on, order.told = on, True

    def _heard(self, order: Result, on: date, outcome: str, part: str, **more: str) -> Result:
        kept = {name: order.row.get(name, "") for name in COLUMNS[:18]}
        row = {**kept, "outcome": outcome, "breach_of": order.ref, **more}
        row["case_number"] = f"{on:%y}{self.trust.code}{self.by.randrange(10**7):07}"
        return self._result(order.person, on, row, f"{order.ref.rpartition('-')[2]}{part}")

    def _anew(self, order: Result, sentence: Passed, on: date) -> Result:
        """Custody in place of the order: what was suspended, or two months."""
        kind = YOUNG if age_on(order.person.born, on) < 21 else "custody"
        months = sentence.suspends if sentence.kind == SUSPENDED else 2
        custody = Passed(kind, months, str(months), "months", sentence.offence, sentence.court)
        said = {"sentence_kind": kind, "sentence_length": str(months), "sentence_unit": "months"}
        made = self._heard(order, on, "sentenced", "D", **said)
        self._inside(made, custody)
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
