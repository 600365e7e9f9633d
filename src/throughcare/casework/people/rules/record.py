"""One person as another agency describes them, and what must be right before the service keeps it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from throughcare.foundation.kernel import Refused

from .characteristics import NOT_ASKED, CodeList, check_born, check_code
from .features import Features, features, known_sex
from .identifiers import IdentifierKind, NotANumber, Recognised, recognise
from .names import FullName, check_name, check_surname, standard_name
from .places import district_of, is_elsewhere, known_districts, local_authorities, standard_postcode
from .unknown import is_no_birthday, is_no_name, may_be_guessed, says_not_known

T = TypeVar("T")
# Numbers of one person alone beside PNC and CRO: whoever shares one is looked at, whatever else differs.
COMPARED_IDS = frozenset(
    {
        IdentifierKind.PRISON_NUMBER,
        IdentifierKind.NHS,
        IdentifierKind.NATIONAL_INSURANCE,
        IdentifierKind.CASE_REFERENCE,
    }
)
ANSWERS = frozenset({"yes", "no", NOT_ASKED})


@dataclass(frozen=True)
class AliasRecord:
    """Another name a person is known by, and another date of birth if there is one."""

    forenames: str
    surname: str
    date_of_birth: date | None = None


@dataclass(frozen=True)
class HomeRecord:
    """Where a person lives; an empty postcode with ``no_fixed_abode`` says they have nowhere."""

    lines: str = ""
    postcode: str = ""
    local_authority: str = ""
    no_fixed_abode: bool = False


@dataclass(frozen=True)
class PersonRecord:
    """One person in one arriving record; ``ref`` names the record in its batch (a line, a form).

    ``for_unit`` is the unit that will hold and see the person first; the doer's own unit when None.
    ``sentenced_on`` are days of sentence the sending agency states, used only to match; ``sitting`` is the day of the
    court's sitting that the record itself comes from, or on which they came as a newcomer: they were alive on it.
    """

    ref: str
    forenames: str
    surname: str
    date_of_birth: date | None
    sex: str = NOT_ASKED
    gender_identity: str = NOT_ASKED
    gender_identity_words: str = ""
    ethnicity: str = NOT_ASKED
    religion: str = NOT_ASKED
    disabled: str = NOT_ASKED
    disabilities: tuple[str, ...] = ()
    first_language: str = ""
    needs_interpreter: str = NOT_ASKED
    has_caring_responsibilities: str = NOT_ASKED
    aliases: tuple[AliasRecord, ...] = ()
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    home: HomeRecord | None = None
    phone: str = ""
    sentenced_on: tuple[date, ...] = ()
    sitting: date | None = None
    for_unit: UUID | None = None
    for_organisation: UUID | None = None


@dataclass(frozen=True)
class LeftOut:
    """Something a record said that stands for "not known": which part of it, and what is asked now."""

    field: str
    asks: str


@dataclass(frozen=True)
class Checked:
    """A record whose every part is fit to keep: its words kept, its numbers in standard spelling.

    ``left_out`` is what stands for "not known": kept out of the record, and asked about.
    """

    record: PersonRecord
    numbers: tuple[Recognised, ...] = ()
    name: FullName = field(default_factory=lambda: FullName((), ""))
    other_names: tuple[FullName, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def number(self, kind: IdentifierKind) -> str | None:
        """The first number of a kind, or None."""
        return next((n.value for n in self.numbers if n.kind == kind), None)

    def numbers_of(self, kind: IdentifierKind) -> tuple[str, ...]:
        """Every number of a kind, in the order given."""
        return tuple(n.value for n in self.numbers if n.kind == kind)

    def as_features(self, id: str = "") -> Features:
        """The record made comparable, under an id or its own reference."""
        record = self.record
        return features(
            id or record.ref,
            self.name,
            aliases=self.other_names,
            born=record.date_of_birth,
            other_births=tuple(a.date_of_birth for a in record.aliases if a.date_of_birth),
            postcodes=(record.home.postcode,) if record.home and record.home.postcode else (),
            pnc=self.number(IdentifierKind.PNC),
            cro=self.number(IdentifierKind.CRO),
            other_pncs=self.numbers_of(IdentifierKind.PNC),
            other_cros=self.numbers_of(IdentifierKind.CRO),
            sentenced=record.sentenced_on,
            master_defendant=self.number(IdentifierKind.MASTER_DEFENDANT),
            court_defendants=self.numbers_of(IdentifierKind.COURT_DEFENDANT),
            sex=known_sex(record.sex),
            other_ids=tuple(
                dict.fromkeys(f"{n.kind} {n.value}" for n in self.numbers if n.kind in COMPARED_IDS)
            ),
            sitting=record.sitting,
        )


def check_record(record: PersonRecord, *, today: date) -> Checked:
    """The record fit to keep, or Refused with its first fault; ``faults_of`` says them all."""
    faults, checked = _checked(record, today)
    if faults:
        raise faults[0]
    return checked


def faults_of(record: PersonRecord, *, today: date) -> tuple[Refused, ...]:
    """Everything wrong with a record, each with its field, in the order of the record."""
    return tuple(_checked(record, today)[0])


def examined(record: PersonRecord, *, today: date) -> Checked | tuple[Refused, ...]:
    """A record fit to keep, as it is kept, or everything wrong with it."""
    faults, checked = _checked(record, today)
    return tuple(faults) or checked


def _checked(record: PersonRecord, today: date) -> tuple[list[Refused], Checked]:
    faults: list[Refused] = []

    def attempt(check: Callable[[], T], otherwise: T) -> T:
        try:
            return check()
        except Refused as fault:
            faults.append(fault)
            return otherwise

    left_out: list[LeftOut] = []
    record = _known_birth(record, left_out)
    kept = replace(
        record,
        forenames=attempt(lambda: check_name(record.forenames, field="forenames"), ""),
        surname=attempt(lambda: check_surname(record.surname), ""),
        aliases=tuple(attempt(lambda a=a: _alias(a, today), a) for a in record.aliases),  # type: ignore[misc]
        home=attempt(lambda: _home(record.home), None),
    )
    for check in _checks(record, today):
        attempt(check, None)
    numbers = [
        attempt(partial(_number, kind, written, today, left_out), None)
        for kind, written in record.identifiers
    ]
    return faults, Checked(
        record=kept,
        numbers=tuple(dict.fromkeys(n for n in numbers if n)),
        name=standard_name(kept.forenames, kept.surname),
        other_names=tuple(standard_name(a.forenames, a.surname) for a in kept.aliases),
        left_out=(*left_out, *_names_left_out(kept)),
    )


def _known_birth(record: PersonRecord, left_out: list[LeftOut]) -> PersonRecord:
    """The record without a date of birth that is written when none is known."""
    born = record.date_of_birth
    if born is not None and not is_no_birthday(born):
        if may_be_guessed(born):
            left_out.append(
                LeftOut("date_of_birth", "It is a first of January, which is often a guess: is it theirs?")
            )
        return record
    left_out.append(LeftOut("date_of_birth", "The date of birth is not known: ask for it."))
    return replace(record, date_of_birth=None)


def _number(kind: IdentifierKind, written: str, today: date, left_out: list[LeftOut]) -> Recognised | None:
    try:
        return recognise(kind, written, on=today)
    except NotANumber:
        left_out.append(
            LeftOut(kind.value, f"What was sent as the {kind.words} says that none is known: ask for it.")
        )
        return None


def _names_left_out(record: PersonRecord) -> Iterator[LeftOut]:
    if is_no_name(record.surname):
        yield LeftOut("surname", "What was sent as the surname says that it is not known: ask for it.")
    if is_no_name(record.forenames):
        yield LeftOut(
            "forenames", "What was sent as the forenames says that they are not known: ask for them."
        )


_CODED = (CodeList.SEX, CodeList.GENDER_IDENTITY, CodeList.ETHNICITY, CodeList.RELIGION)
_ANSWERED = ("disabled", "needs_interpreter", "has_caring_responsibilities")
_SHORT = {"first_language": 60, "phone": 20, "gender_identity_words": 100}


def _checks(record: PersonRecord, today: date) -> Iterator[Callable[[], object]]:
    """A check for each thing the record says; what it leaves at "not asked" needs none."""
    born = record.date_of_birth
    if born is not None:
        yield lambda: check_born(born, today=today)
    for which in _CODED:
        code = getattr(record, which.value)
        if code != NOT_ASKED:
            yield partial(check_code, which, code)
    for code in record.disabilities:
        yield partial(check_code, CodeList.DISABILITY, code)
    for name in _ANSWERED:
        if getattr(record, name) != NOT_ASKED:
            yield partial(_answer, getattr(record, name), name)
    for name, longest in _SHORT.items():
        if getattr(record, name):
            yield partial(_short, getattr(record, name), longest, name)


def _answer(given: str, name: str) -> None:
    if given not in ANSWERS:
        raise Refused("Answer yes, no or not_asked.", field=name)


def _short(given: str, longest: int, name: str) -> None:
    if len(given) > longest:
        raise Refused(f"This can be {longest} characters long; it is {len(given)}.", field=name)
    if not given.isprintable():
        raise Refused("This cannot hold control characters.", field=name)


def _alias(alias: AliasRecord, today: date) -> AliasRecord:
    if alias.date_of_birth:
        check_born(alias.date_of_birth, today=today, field="alias_date_of_birth")
    return AliasRecord(
        check_name(alias.forenames, field="alias_forenames"),
        check_surname(alias.surname, field="alias_surname"),
        alias.date_of_birth,
    )


def _home(home: HomeRecord | None) -> HomeRecord | None:
    if home is None:
        return None
    _short(home.lines, 300, "address")
    if home.local_authority and home.local_authority not in local_authorities():
        raise Refused("No local authority of England and Wales has this code.", field="local_authority")
    if says_not_known(home.postcode):
        return replace(home, postcode="")
    postcode = standard_postcode(home.postcode)
    district = district_of(postcode)
    if district not in known_districts() and not is_elsewhere(district):
        raise Refused(f"There is no postcode district {district}.", field="postcode")
    return replace(home, postcode=postcode)
