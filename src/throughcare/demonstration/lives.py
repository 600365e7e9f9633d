"""Made-up people and what the courts did: everything that happens to them, planned before any of it is brought in."""

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
from throughcare.casework.people.rules.identifiers import check_letter
from throughcare.foundation.kernel import age_on

from .names import family_name, first_names, misspelt
from .places import Local, Trust, address
from .rates import Lot, ethnicity, lot, offences, rates, share

COLUMNS: Final = (
    "result_ref",
    "court_code",
    "hearing_date",
    "session",
    "case_number",
    "defendant_id",
    "family_name",
    "given_names",
    "date_of_birth",
    "sex",
    "ethnicity",
    "pnc",
    "cro",
    "postcode",
    "address",
    "offence_code",
    "offence_date",
    "other_offence_codes",
    "outcome",
    "report_kind",
    "report_due",
    "sentence_kind",
    "sentence_length",
    "sentence_unit",
    "custody_months",
    "requirements",
)
_MONTH = 30.44
YOUNG = "detention in a young offender institution"
CUSTODIAL = frozenset({"custody", "extended sentence", "life sentence", YOUNG})

# Wounding with intent, robbery and a sexual offence: an extended or life sentence is for no lesser ones.
GRAVE = ("005/01", "034/01", "020/02")
# Burglaries, threats to kill, indecent images, bodily harm, perverting justice and arson: over a year in custody is for
# these and the grave ones alone.
SERIOUS = (*GRAVE, "028/03", "030/02", "003/01", "086/02", "008/06", "079/01", "056/02")
# What magistrates alone try: six months at most.
SUMMARY = ("105/01", "125/09", "104/23", "126/00")


@dataclass
class Person:
    """Somebody made up."""

    key: str
    local: Local
    sex: str
    ethnicity: str
    given: str
    family: str
    born: date
    pnc: str
    cro: str
    postcode: str
    address: str


@dataclass
class Result:
    """One row for the court's file, and what is planned to follow from it."""

    ref: str
    person: Person
    on: date
    row: dict[str, str]
    risk: str = ""
    ends_on: date | None = None
    released_on: date | None = None
    completes: bool = True

    @property
    def is_sentence(self) -> bool:
        """Whether somebody was sentenced."""
        return self.row["outcome"] == "sentenced"


@dataclass
class Maker:
    """Makes the people of one trust area from a seed; the same seed gives the same people."""

    trust: Trust
    by: Random
    first: date
    last: date
    made: int = 0
    _locals: Lot = field(init=False)

    def __post_init__(self) -> None:
        self._locals = Lot((local, local.residents) for local in self.trust.locals)

    def results(self, people: int) -> list[Result]:
        """What the courts did with this many people, in the order of the days."""
        found = [result for _ in range(people) for result in self._life()]
        return sorted(found, key=lambda result: (result.on, result.ref))

    def _life(self) -> Iterator[Result]:
        person = self._person()
        on = self._working_day(self.first, self.last)
        yield from self._matter(person, on, 1)
        left = (self.last - on).days
        if left > 365 and self.by.random() < share("second_sentence"):
            again = self._working_day(on + timedelta(days=60), self.last)
            if again > on + timedelta(days=45):
                yield from self._matter(person, again, 2)

    def _person(self) -> Person:
        by = self.by
        self.made += 1
        local = self._locals.draw(by)
        sex, group = lot("sex").draw(by), ethnicity(self.trust.name).draw(by)
        street, postcode = address(by, local) if by.random() < share("home_share") else ("", "")
        first_year = self.first.year - 19
        return Person(
            key=f"{self.trust.code}{self.made:06}",
            local=local,
            sex=sex,
            ethnicity=group,
            given=" ".join(first_names(by, sex, group)),
            family=family_name(by, group),
            born=self._born(),
            pnc=self._pnc(first_year),
            cro=self._cro(first_year),
            postcode=postcode,
            address=street,
        )

    def _born(self) -> date:
        low, high = (int(age) for age in str(lot("age").draw(self.by)).split("-"))
        days = self.by.randrange(low * 365 + low // 4 + 1, (high + 1) * 365)
        return self.first - timedelta(days=days)

    def _pnc(self, low: int) -> str:
        year, serial = (
            self.by.randrange(max(low - 10, 1990), self.first.year + 1),
            self.by.randrange(1, 600_000),
        )
        return f"{year}/{serial:07}{check_letter(year, serial, width=7)}"

    def _cro(self, low: int) -> str:
        year, serial = (
            self.by.randrange(max(low - 10, 1996), self.first.year + 1),
            self.by.randrange(1, 500_000),
        )
        return f"{serial:06}/{year % 100:02}{check_letter(year, serial, width=6)}"

    def _working_day(self, low: date, high: date) -> date:
        on = _sitting(low + timedelta(days=self.by.randrange(max((high - low).days, 1))))
        return on if on >= low else on + timedelta(days=3)

    def _matter(self, person: Person, on: date, number: int) -> Iterator[Result]:
        by = self.by
        kind, months, base = self._decided(person, on, self._base(person, on, number))
        asked = _sitting(on - timedelta(days=by.randrange(14, 29)))
        if asked >= self.first and by.random() < share("report_first"):
            report = lot("report_kind").draw(by)
            due = asked + timedelta(days={"oral": 1, "fast": 5, "standard": 15}[report])
            said = {"outcome": "report requested", "report_kind": report, "report_due": due.isoformat()}
            yield self._result(person, asked, {**base, **said}, f"{number}R")
        if on < self.last:
            yield self._sentence(person, on, kind, months, base, number)

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
            "offence_code": offences().draw(by),
            "session": by.choice(("morning", "afternoon")),
        }

    def _result(self, person: Person, on: date, row: dict[str, str], part: str) -> Result:
        months = int(row.get("sentence_length") or 0)
        serious = row["offence_code"] in GRAVE or (row.get("sentence_kind") in CUSTODIAL and months > 12)
        court = self.by.choice(self.trust.crown if serious else self.trust.magistrates)
        offended = on - timedelta(days=self.by.randrange(20, 240))
        ref = f"{person.key}-{part}"
        row |= {
            "result_ref": ref,
            "court_code": court,
            "hearing_date": on.isoformat(),
            "offence_date": offended.isoformat(),
        }
        return Result(ref, person, on, row)

    def _decided(
        self, person: Person, on: date, base: dict[str, str]
    ) -> tuple[str, int | None, dict[str, str]]:
        """The sentence, its months, and an offence that it may be passed for."""
        kind = lot("sentence").draw(self.by)
        young = age_on(person.born, on) < 21
        if kind in {"custody", YOUNG}:
            kind = YOUNG if young else "custody"
        months, code = self._length(kind), base["offence_code"]
        if kind in {"extended sentence", "life sentence"}:
            code = self.by.choice(GRAVE)
        elif kind in CUSTODIAL and months and months > 12:
            while code not in SERIOUS:
                code = offences().draw(self.by)
        elif kind in CUSTODIAL and months and code in SUMMARY:
            months = min(months, 6)
        return kind, months, {**base, "offence_code": code}

    def _sentence(
        self, person: Person, on: date, kind: str, length: int | None, base: dict[str, str], number: int
    ) -> Result:
        by = self.by
        row = {**base, "outcome": "sentenced", "sentence_kind": kind}
        if length:
            row |= {"sentence_length": str(length), "sentence_unit": "months"}
        if kind not in CUSTODIAL:
            row["requirements"] = self._requirements(kind, length or 12)
        if kind == "suspended sentence order":
            most = 6 if row["offence_code"] in SUMMARY else 24
            row["custody_months"] = str(min(most, max(1, (length or 12) // 2)))
        made = self._result(person, on, row, str(number))
        made.risk = lot("risk").draw(by) if by.random() < share("risk_recorded") else ""
        made.completes = by.random() < share("completed")
        self._plan_end(made, kind, length)
        return made

    def _length(self, kind: str) -> int | None:
        if kind == "life sentence":
            return None
        if kind == "extended sentence":
            return self.by.choice((60, 72, 84, 96))
        return int(lot("custody_months" if kind in CUSTODIAL else "order_months").draw(self.by))

    def _requirements(self, kind: str, months: int) -> str:
        by, chosen = self.by, []
        for name, often in rates()["requirement"]["shares"].items():
            if by.random() < often:
                chosen.append(f"{name} {self._how_long(name, months)}")
        if not chosen and kind == "community order":
            chosen.append(f"rehabilitation activity {by.choice((10, 15, 20, 25))} days")
        return "; ".join(chosen)

    def _how_long(self, name: str, months: int) -> str:
        by = self.by
        return {
            "rehabilitation activity": f"{by.choice((10, 15, 20, 25, 30, 40))} days",
            "unpaid work": f"{by.choice((40, 60, 80, 100, 120, 150, 180, 200))} hours",
            "programme": f"{by.choice((19, 25, 31, 35))} days",
            "curfew": f"{by.choice((4, 8, 12, 16))} weeks",
            "exclusion": f"{min(months, 12)} months",
            "alcohol abstinence and monitoring": f"{by.choice((60, 90, 120))} days",
        }.get(name, f"{min(months, by.choice((6, 9, 12)))} months")

    def _plan_end(self, made: Result, kind: str, months: int | None) -> None:
        if months is None:
            return
        made.ends_on = Term(months=months).last_day(made.on)
        if kind in CUSTODIAL:
            made.released_on = made.on + timedelta(days=int(months * _MONTH / 2))
        elif not made.completes and self.by.random() < 0.5:
            early = self.by.uniform(0.3, 0.9)
            made.ends_on = made.on + timedelta(days=int(months * _MONTH * early))


def _sitting(day: date) -> date:
    """The day itself, or the Friday before a weekend: courts sit on working days."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


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
