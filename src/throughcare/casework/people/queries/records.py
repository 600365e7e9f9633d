"""What a page or another context asks of people, in a fixed number of questions each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from throughcare.foundation.audit.trail import concerns

from ..models import (
    Address,
    Alias,
    Caring,
    Contact,
    Disability,
    Identifier,
    Merge,
    OpenPoint,
    Person,
    Phone,
)
from ..rules import CodeList, IdentifierKind, PersonState, age_on
from ..rules.asking import understand
from ..rules.characteristics import words_of

Row = TypeVar("Row", bound=Model)


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


def traits_of(ids: Iterable[UUID]) -> dict[UUID, Traits]:
    """The traits of those of many people whom the viewer may see; one question."""
    rows = Person.objects.filter(id__in=list(ids)).values_list("id", "sex", "date_of_birth")
    found = {id: Traits(_SEX.get(sex), born) for id, sex, born in rows}
    concerns(found)
    return found


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
    contacts: tuple[Contact, ...] = ()
    disabilities: tuple[Need, ...] = ()
    caring: tuple[Caring, ...] = ()
    merges: tuple[Merge, ...] = field(default=())
    open_points: tuple[OpenPoint, ...] = ()
    forenames: str = ""
    surname: str = ""


_LISTS = (CodeList.SEX, CodeList.GENDER_IDENTITY, CodeList.ETHNICITY, CodeList.RELIGION)
_ANSWERS = ("disabled", "needs_interpreter", "has_caring_responsibilities")


def person_page(person_id: UUID, *, on: date) -> PersonPage | None:
    """All that people knows of one person, or None when there is none or the wall hides them; three questions."""
    person = Person.objects.filter(id=person_id).first()
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
        **_around(person_id),
    )


# What hangs on a person, each list in its own order; one question for all of them.
_AROUND: tuple[tuple[type[Model], str, str], ...] = (
    (Alias, "person_id = %(id)s", "recorded_at, id"),
    (Identifier, "person_id = %(id)s", "kind, recorded_at, id"),
    (Phone, "person_id = %(id)s AND ended_at IS NULL", "id"),
    (Contact, "person_id = %(id)s AND ended_at IS NULL", "in_emergency DESC, id"),
    (Disability, "person_id = %(id)s AND ended_at IS NULL", "id"),
    (Caring, "person_id = %(id)s AND ended_at IS NULL", "id"),
    (OpenPoint, "person_id = %(id)s AND settled_at IS NULL", "recorded_at, id"),
    (Merge, "survivor_id = %(id)s", "merged_at DESC, id DESC"),
)


def _around(person_id: UUID) -> dict[str, Any]:
    lists = ", ".join(
        f"(SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY {order}), '[]') FROM {model._meta.db_table} t WHERE {which})"
        for model, which, order in _AROUND
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lists}", {"id": person_id})
        found = dict(zip([model for model, *_ in _AROUND], cursor.fetchone() or (), strict=True))
    homes = Address.objects.filter(person_id=person_id).order_by("-during", "id")
    numbers = _as_rows(Identifier, found)
    return {
        "aliases": tuple((_name(a), a.date_of_birth, a.get_kind_display()) for a in _as_rows(Alias, found)),
        "numbers": tuple(Known(IdentifierKind(n.kind), n.value) for n in numbers),
        "homes": tuple(_home(h) for h in homes),
        "phones": tuple(_as_rows(Phone, found)),
        "contacts": tuple(_as_rows(Contact, found)),
        "disabilities": tuple(
            Need(d.id, words_of(CodeList.DISABILITY, d.code), d.adjustment)
            for d in _as_rows(Disability, found)
        ),
        "caring": tuple(_as_rows(Caring, found)),
        "merges": tuple(_as_rows(Merge, found)),
        "open_points": tuple(_as_rows(OpenPoint, found)),
    }


def _as_rows(model: type[Row], found: Mapping[type[Model], Any]) -> list[Row]:
    """Rows of a model out of what JSON says of them."""
    rows = found[model]
    if isinstance(rows, str):
        rows = json.loads(rows)
    fields = [(str(f.attname), str(f.column), f) for f in model._meta.concrete_fields]
    return [
        model.from_db("default", [name for name, _, _ in fields], [f.to_python(row[c]) for _, c, f in fields])
        for row in rows
    ]


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
