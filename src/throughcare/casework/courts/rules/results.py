"""What one row of court results says, or what is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from throughcare.casework.people.rules.names import check_name, standard_words
from throughcare.casework.people.rules.unknown import is_no_birthday, is_no_id, is_no_name, says_not_known
from throughcare.foundation.kernel import Refused, impossible

from .days import days_of_a_result, offence_day_faults
from .passed import SentenceOf, read_sentence
from .said import Doubt, OffenceOf, doubts_in, home_office_code, offences_in
from .stream import what_cannot_be_kept
from .words import Outcome, ReportKind, Session

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_LONGEST = 200
EARLIEST = date(1900, 1, 1)
_SEXES = {"MALE": "M", "FEMALE": "F"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of one line."""

    line: int
    field: str
    because: str


@dataclass(frozen=True)
class ResultRow:
    """One defendant's result at one hearing, read and found good."""

    line: int
    result_ref: str
    court_code: str
    hearing_date: date
    session: Session
    case_number: str
    defendant_id: UUID | None
    family_name: str
    given_names: str
    date_of_birth: date | None
    sex: str
    ethnicity: str
    pnc: str
    cro: str
    postcode: str
    address: str
    offences: tuple[OffenceOf, ...]
    outcome: Outcome
    report_kind: ReportKind | None
    report_due: date | None
    sentence: SentenceOf | None
    digest: str
    deferred_until: date | None = None
    breach_of: str = ""
    doubts: tuple[Doubt, ...] = ()
    organisation: str = ""
    matter: str = ""
    master_defendant: str = ""
    also_listed: tuple[tuple[date, Session], ...] = ()
    sent: bool = False
    phone: str = ""


def digest_of(fields: Mapping[str, str]) -> str:
    """What tells two rows of the same reference apart: a digest of every field that is not empty."""
    said = {name: value for name, value in sorted(fields.items()) if value}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


# A year alone, or a year and a month, with noughts for what is not known.
_PART_OF_A_BIRTHDAY = re.compile(r"((?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?)(?:-00){0,2}")
_CONTROL = re.compile(r"[\x00-\x1f]")


@dataclass
class _Reader:
    line: int
    fields: Mapping[str, str]
    today: date
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def wrong(self, name: str, because: str) -> None:
        self.faults.append(Fault(self.line, name, because))

    def said_wrong(self, name: str) -> bool:
        return any(fault.field == name for fault in self.faults)

    def ask(self, name: str, because: str) -> None:
        self.doubts.append(Doubt(name, self.fields.get(name, ""), because))

    def text(self, name: str, *, needed: bool = False, longest: int = _LONGEST) -> str:
        value = self.fields.get(name, "")
        if needed and not value:
            self.wrong(name, "is missing")
        if len(value) > longest:
            self.wrong(name, f"is longer than {longest} characters")
        if value and _CONTROL.search(value):
            self.wrong(name, "holds a control character")
        if strange := what_cannot_be_kept(value):
            self.wrong(name, f"holds {strange}")
            return ""
        return value

    def name(self, name: str) -> str:
        """A name as the court wrote it; what looks odd is asked about, what says "not known" is left out."""
        value = self.text(name, longest=100)
        if not value or is_no_name(value):
            return ""
        try:
            kept = check_name(value, field=name)
        except Refused:
            self.wrong(name, "is not a name: expected letters, spaces, hyphens and apostrophes")
            return ""
        if any(c.isdigit() or not (c.isalnum() or c in " .'’‘`´ʼ-–") for c in kept):
            self.ask(name, "holds marks that few names have: ask how the name is written")
        return kept

    def read(self, name: str, make: Callable[[str], T], expected: str, *, needed: bool = False) -> T | None:
        value = self.text(name, needed=needed)
        if not value:
            return None
        try:
            return make(value)
        except (ValueError, KeyError, Refused):
            self.wrong(name, f"is “{value[:60]}”: expected {expected}")
            return None

    def kept(self, name: str, make: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
        """What a column holds for a message's row, of any length; a fault where it is not what it should be."""
        try:
            value = self.fields.get(name, "")
            return () if what_cannot_be_kept(value) else make(value)
        except (ValueError, RecursionError):
            self.wrong(name, "is not what a message's row holds here")
            return ()

    def day(self, name: str, *, needed: bool = False, future: bool = False) -> date | None:
        found = self.read(name, _a_day, "a date that exists, as 2026-03-31", needed=needed)
        if found and found < EARLIEST:
            self.wrong(name, "is before 1900")
        if found and not future and found > self.today:
            self.wrong(name, "is in the future")
        return found

    def choice(self, name: str, kinds: type[E], *, needed: bool = False) -> E | None:
        return self.read(name, lambda v: kinds(v.lower()), f"one of: {', '.join(kinds)}", needed=needed)


_HALVES = {"am": Session.MORNING, "a.m.": Session.MORNING, "pm": Session.AFTERNOON, "p.m.": Session.AFTERNOON}


def _a_session(value: str) -> Session:
    return _HALVES.get(value.lower()) or Session(value.lower())


def _a_day(value: str) -> date:
    if len(value) != len("2026-03-31"):
        raise ValueError(value)
    return date.fromisoformat(value)


def read_row(line: int, fields: Mapping[str, str], *, today: date) -> ResultRow | list[Fault]:
    """Read one row; gives every fault in it at once, each with its field and what was expected."""
    reader = _Reader(line, fields, today)
    row = _row(reader)
    _check_days(reader, row)
    return reader.faults or row


def _heard(r: _Reader) -> date:
    """The day of the hearing, which lies ahead only where the matter is listed."""
    ahead = r.fields.get("outcome", "").lower() == Outcome.LISTED
    return r.day("hearing_date", needed=True, future=ahead) or r.today


def _row(r: _Reader) -> ResultRow:
    heard = _heard(r)
    sent = bool(r.fields.get("offences_said"))
    organisation = r.text("organisation")
    born, family, given = (None, "", "") if organisation else (_born(r), *_names(r))
    outcome = _outcome(r, organisation, sent=sent)
    offences = r.kept("offences_said", offences_in) if sent else _offences(r)
    return ResultRow(
        line=r.line,
        result_ref=r.text("result_ref", needed=True, longest=60),
        court_code=r.text("court_code", needed=True, longest=20).upper(),
        hearing_date=heard,
        session=r.read("session", _a_session, f"one of: {', '.join(Session)}") or Session.MORNING,
        case_number=r.text("case_number", needed=True, longest=40),
        defendant_id=_defendant_id(r, needed=not sent and not organisation),
        family_name=family,
        given_names=given,
        date_of_birth=born,
        sex=_SEXES.get(said := r.text("sex", longest=20).upper(), said),
        ethnicity=r.text("ethnicity", longest=60).upper(),
        pnc=r.text("pnc", longest=20).upper(),
        cro=r.text("cro", longest=20).upper(),
        postcode=r.text("postcode", longest=60).upper(),
        address=r.text("address", longest=300),
        offences=offences,
        outcome=outcome,
        report_kind=r.choice("report_kind", ReportKind, needed=outcome is Outcome.REPORT_REQUESTED),
        report_due=r.day("report_due", future=True),
        sentence=_sentence(r, heard, born, offences) if outcome is Outcome.SENTENCED else None,
        digest=digest_of(r.fields) if not r.faults else "",
        deferred_until=r.day("deferred_until", needed=outcome is Outcome.DEFERRED, future=True),
        breach_of=r.text("breach_of", needed=outcome.is_of_a_breach, longest=60),
        doubts=(*r.doubts, *r.kept("asked", doubts_in)),
        sent=sent,
        organisation=organisation,
        matter=r.text("matter"),
        master_defendant=r.text("master_defendant_id", longest=40),
        also_listed=_also_listed(r),
        phone=r.text("phone", longest=60),
    )


def _outcome(r: _Reader, organisation: str, *, sent: bool) -> Outcome:
    """What the court did, which of an organisation may be little."""
    outcome = r.choice("outcome", Outcome, needed=True) or Outcome.ADJOURNED
    if organisation:
        _check_organisation(r, outcome, sent=sent)
    return outcome


# What a court says of a person, and of no company or other body.
_OF_A_PERSON = ("family_name", "given_names", "date_of_birth", "sex", "ethnicity", "pnc", "cro")


def _check_organisation(r: _Reader, outcome: Outcome, *, sent: bool) -> None:
    """A row is of an organisation or of a person; and no organisation serves a sentence that probation supervises.

    A message says itself which of the two a defendant is, whatever else stands beside it.
    """
    said = [name for name in _OF_A_PERSON if not says_not_known(r.fields.get(name, ""))]
    if said and not sent:
        also = ", ".join(name.replace("_", " ") for name in said)
        r.wrong("organisation", f"is given, and so is a person’s {also}: whose result is it?")
    if outcome is Outcome.SENTENCED:
        r.wrong(
            "sentence_kind", "is given of an organisation, which serves no such sentence: who was sentenced?"
        )
    if outcome is Outcome.REPORT_REQUESTED:
        r.wrong(
            "report_kind", "is given of an organisation, and such a report is about a person: about whom?"
        )


def _also_listed(r: _Reader) -> tuple[tuple[date, Session], ...]:
    expected = "days and sessions, as “2026-03-31 morning; 2026-04-01 morning”"
    return r.read("also_listed", _days, expected) or ()


def _sentence(
    r: _Reader, heard: date, born: date | None, offences: tuple[OffenceOf, ...]
) -> SentenceOf | None:
    return read_sentence(r, heard=heard, born=born, offence=_main_day(offences))


def _main_day(offences: tuple[OffenceOf, ...]) -> date | None:
    return offences[0].on if offences else None


def _check_days(r: _Reader, row: ResultRow) -> None:
    """Every day of the row against every other, by the one table; a field that is wrong already is not said twice."""
    wrong = {fault.field for fault in r.faults}
    days = {
        "hearing_date": row.hearing_date,
        "date_of_birth": row.date_of_birth,
        "offence_date": _main_day(row.offences),
        "report_due": row.report_due,
        "deferred_until": row.deferred_until,
        "also_listed": min((on for on, _ in row.also_listed), default=None),
    }
    known = {name: None if name in wrong else day for name, day in days.items()}
    for one in impossible(days_of_a_result(row.hearing_date), known):
        r.wrong(one.field, one.finding.because)
    for other in row.offences[1:]:
        for because in offence_day_faults(other.on, known["hearing_date"], known["date_of_birth"]):
            r.wrong("offences_said", f"holds an offence whose day {because}")


def _days(value: str) -> tuple[tuple[date, Session], ...]:
    parts = [part.split() for part in value.split(";") if part.strip()]
    return tuple((_a_day(on), Session(session)) for on, session in parts)


def _defendant_id(r: _Reader, *, needed: bool) -> UUID | None:
    """The court's id of the defendant; None, and told, where it stands for none, for many unlike people would share it."""
    value = r.fields.get("defendant_id", "")
    if value and is_no_id(value):
        r.ask(
            "defendant_id",
            "stands for “not known”: no id of the court is recorded, and nobody is matched by it",
        )
        return None
    return r.read("defendant_id", UUID, "a UUID", needed=needed)


def _names(r: _Reader) -> tuple[str, str]:
    """Family name and given names; somebody with one name bears it as the family name, and it is asked about."""
    family, given = r.name("family_name"), r.name("given_names")
    if not family and standard_words(given):
        family, given = given, ""
    if not standard_words(family):
        if not r.said_wrong("family_name"):
            r.wrong("family_name", "is missing: expected at least one name with a letter in it")
    elif not given:
        r.ask("given_names", "the court gave one name alone: ask whether the person has another")
    return family, given


def _born(r: _Reader) -> date | None:
    """The day of birth; None, and asked about, when the court gave none or a day that stands for none."""
    value = r.fields.get("date_of_birth", "")
    if part := _PART_OF_A_BIRTHDAY.fullmatch(value):
        r.ask("date_of_birth", f"the court gave no whole date of birth, only {part[1]}: ask for it")
        return None
    if says_not_known(value) or _stands_for_none(value):
        r.ask("date_of_birth", "the court gave no date of birth that is known: ask for it")
        return None
    return r.day("date_of_birth")


def _stands_for_none(value: str) -> bool:
    try:
        return is_no_birthday(_a_day(value))
    except ValueError:
        return False


def _offences(r: _Reader) -> tuple[OffenceOf, ...]:
    expected = "a Home Office code, as 105/01"
    main = r.read("offence_code", home_office_code, expected, needed=True)
    on = r.day("offence_date")
    others = r.read(
        "other_offence_codes",
        lambda v: [home_office_code(c) for c in v.split(";") if c.strip()],
        f"{expected}; several parted by ;",
    )
    codes = dict.fromkeys(code for code in [main, *(others or [])] if code)
    return tuple(OffenceOf(code, on if code == main else None, code == main) for code in codes)
