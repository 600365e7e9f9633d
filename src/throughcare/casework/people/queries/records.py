"""What a page or another context asks of people, in a fixed number of questions each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.access.asked_once import once_for_each
from throughcare.foundation.access.gathered import Gathered, Rows, gather
from throughcare.foundation.audit.trail import concerns

from ..models import (
    Address,
    Alias,
    Caring,
    Contact,
    Disability,
    Email,
    Identifier,
    Merge,
    OpenPoint,
    Person,
    Phone,
)
from ..rules import CodeList, IdentifierKind, PersonState, age_on
from ..rules.asking import understand
from ..rules.characteristics import words_of


@dataclass(frozen=True)
class Found:
    """One person in a list: enough to tell them from others."""

    id: UUID
    name: str
    date_of_birth: date | None
    sex: str
    state: PersonState
    likeness: float = 1.0


def check_search(*, words: str = "", born: date | None = None, number: str = "") -> None:
    """Refused when a search asks for nothing, or for a number that fits no agency's spelling; nobody is looked up."""
    understand(words, born, number)


def search(*, words: str = "", born: date | None = None, number: str = "", most: int = 50) -> list[Found]:
    """People the viewer may see who fit a name (any part of it, misspelt, turned round, an alias), a birth or a number, best first.

    Two questions: candidates inside the wall, then their rows through it. Refused when nothing is asked.
    """
    asked = understand(words, born, number)
    ranked = _rows(
        "SELECT person_id, likeness FROM people_search(%s, %s::date, %s, %s)",
        [asked.words, asked.born, asked.number, most],
    )
    likeness = dict(ranked)
    found = {person.id: _found(person, likeness[person.id]) for person in _people(likeness)}
    concerns(found.keys())
    return [found[person] for person in likeness if person in found]


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _people(ids: Iterable[UUID]) -> list[Person]:
    return list(Person.objects.filter(id__in=list(ids)))


def _found(person: Person, likeness: float = 1.0) -> Found:
    return Found(
        person.id,
        _name(person),
        person.date_of_birth,
        words_of(CodeList.SEX, person.sex),
        PersonState(person.state),
        likeness,
    )


def _name(person: Person | Alias) -> str:
    return f"{person.forenames} {person.surname}".strip()


@once_for_each
def names_of(ids: Iterable[UUID]) -> dict[UUID, Found]:
    """The people of these ids whom the viewer may see, for a list; one question."""
    wanted = list(ids)
    found = {person.id: _found(person) for person in _people(wanted)}
    concerns(found.keys())
    return found


@dataclass(frozen=True)
class Traits:
    """What rules ask of a person: sex (male, female, or None where not known) and date of birth."""

    sex: str | None
    date_of_birth: date | None


_SEX = {"M": "male", "F": "female"}


@once_for_each
def traits_of(ids: Iterable[UUID]) -> dict[UUID, Traits]:
    """The traits of those of many people whom the viewer may see; one question."""
    rows = Person.objects.filter(id__in=list(ids)).values_list("id", "sex", "date_of_birth")
    found = {id: Traits(_SEX.get(sex), born) for id, sex, born in rows}
    concerns(found)
    return found


def born_on(person_id: UUID, *, read: Gathered | None = None) -> date | None:
    """A person's date of birth, where it is known and may be seen; one question, or what was read."""
    if read is not None and (seen := read.some(_PERSON)):
        return seen[0].date_of_birth
    known = traits_of([person_id]).get(person_id)
    return known.date_of_birth if known else None


def living(ids: Iterable[UUID]) -> list[UUID]:
    """Those of many people whose death is not recorded, or whom the viewer may not see; one question."""
    wanted = list(ids)
    dead = set(Person.objects.filter(id__in=wanted, died_on__isnull=False).values_list("id", flat=True))
    return [person for person in wanted if person not in dead]


def home_districts(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The postcode district of each person's present home, where one is known and may be seen; one question."""
    homes = Address.objects.filter(
        person_id__in=list(ids), kind=Address.Kind.HOME, during__endswith__isnull=True
    )
    return {person: district for person, district in homes.values_list("person_id", "district") if district}


def survivors_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each merged record that the viewer may see, the record it was merged into (one step); one question."""
    merged = Person.objects.filter(id__in=list(ids), merged_into__isnull=False)
    return {person: survivor for person, survivor in merged.values_list("id", "merged_into_id") if survivor}


@dataclass(frozen=True)
class Known:
    """A number on a person's page."""

    kind: IdentifierKind
    value: str


@dataclass(frozen=True)
class Home:
    """An address on a person's page."""

    id: UUID
    kind: str
    lines: str
    postcode: str
    district: str
    local_authority: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Need:
    """A disability or condition on a person's page, in words, and what is done about it."""

    id: UUID
    words: str
    adjustment: str


@dataclass(frozen=True)
class PersonPage:
    """The people part of a person's page; words, not codes, and the codes beside them for a form."""

    id: UUID
    version: int
    name: str
    preferred_name: str
    date_of_birth: date | None
    age: int | None
    state: PersonState
    died_on: date | None
    merged_into: UUID | None
    characteristics: dict[str, str]
    codes: dict[str, str]
    first_language: str
    other_languages: tuple[str, ...]
    aliases: tuple[tuple[str, date | None, str], ...] = ()
    numbers: tuple[Known, ...] = ()
    homes: tuple[Home, ...] = ()
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    contacts: tuple[Contact, ...] = ()
    disabilities: tuple[Need, ...] = ()
    caring: tuple[Caring, ...] = ()
    merges: tuple[Merge, ...] = field(default=())
    open_points: tuple[OpenPoint, ...] = ()
    forenames: str = ""
    surname: str = ""


_THEIRS = "person_id = %(person)s::uuid"
_LISTS = (CodeList.SEX, CodeList.GENDER_IDENTITY, CodeList.ETHNICITY, CodeList.RELIGION)
_ANSWERS = ("disabled", "needs_interpreter", "has_caring_responsibilities")


_PERSON = Rows(Person, "id = %(person)s::uuid", "id")
_HOMES = Rows(Address, _THEIRS, "during DESC, id")
_AROUND: dict[str, Rows[Any]] = {
    "aliases": Rows(Alias, _THEIRS, "recorded_at, id"),
    "numbers": Rows(Identifier, _THEIRS, "kind, recorded_at, id"),
    "phones": Rows(Phone, f"{_THEIRS} AND ended_at IS NULL", "id"),
    "emails": Rows(Email, f"{_THEIRS} AND ended_at IS NULL", "id"),
    "contacts": Rows(Contact, f"{_THEIRS} AND ended_at IS NULL", "in_emergency DESC, id"),
    "disabilities": Rows(Disability, f"{_THEIRS} AND ended_at IS NULL", "id"),
    "caring": Rows(Caring, f"{_THEIRS} AND ended_at IS NULL", "id"),
    "open_points": Rows(OpenPoint, f"{_THEIRS} AND settled_at IS NULL", "recorded_at, id"),
    "merges": Rows(Merge, "survivor_id = %(person)s::uuid", "merged_at DESC, id DESC"),
}
ON_A_PERSON: tuple[Rows[Any], ...] = (_PERSON, _HOMES, *_AROUND.values())
"""What ``person_page`` reads, for whoever reads more in the same statement."""


def person_page(person_id: UUID, *, on: date, read: Gathered | None = None) -> PersonPage | None:
    """All that people knows of one person, or None when there is none or the wall hides them; one question, or what was read."""
    found = read if read is not None else gather(ON_A_PERSON, person=person_id)
    person = next(iter(found.of(_PERSON)), None)
    if person is None:
        return None
    concerns(person_id)
    codes = {which.value: str(getattr(person, which.value)) for which in _LISTS}
    codes |= {name: str(getattr(person, name)) for name in (*_ANSWERS, "gender_identity_words")}
    words = {which.value: words_of(which, codes[which.value]) for which in _LISTS}
    words |= {name: codes[name].replace("_", " ") for name in _ANSWERS}
    if person.gender_identity_words:
        words["gender_identity"] = person.gender_identity_words
    last_day = person.died_on or on
    return PersonPage(
        id=person.id,
        version=person.version,
        name=_name(person),
        preferred_name=person.preferred_name,
        date_of_birth=person.date_of_birth,
        age=age_on(person.date_of_birth, last_day) if person.date_of_birth else None,
        state=PersonState(person.state),
        died_on=person.died_on,
        merged_into=person.merged_into_id,
        characteristics=words,
        codes=codes,
        first_language=person.first_language,
        other_languages=tuple(person.other_languages),
        forenames=person.forenames,
        surname=person.surname,
        **(_around(found) | ({"open_points": ()} if person.died_on else {})),
    )


def _around(read: Gathered) -> dict[str, Any]:
    lists = {name: tuple(read.of(rows)) for name, rows in _AROUND.items()}
    return {
        **lists,
        "aliases": tuple((_name(a), a.date_of_birth, a.get_kind_display()) for a in lists["aliases"]),
        "numbers": tuple(Known(IdentifierKind(n.kind), n.value) for n in lists["numbers"]),
        "homes": tuple(_home(h) for h in read.of(_HOMES)),
        "disabilities": tuple(
            Need(d.id, words_of(CodeList.DISABILITY, d.code), d.adjustment) for d in lists["disabilities"]
        ),
    }


def _home(row: Address) -> Home:
    return Home(
        row.id,
        row.get_kind_display(),
        row.lines,
        row.postcode,
        row.district,
        row.local_authority,
        row.during.lower,
        row.during.upper,
    )
