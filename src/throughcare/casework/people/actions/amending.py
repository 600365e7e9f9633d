"""Putting a person's own record right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import TraitsCorrected
from ..models import Alias, Identifier, OpenPoint, Person
from ..rules import (
    AliasRecord,
    IdentifierKind,
    PersonRecord,
    check_record,
    recognise,
    standard_name,
)
from ..rules.characteristics import check_born
from ..rules.names import check_name, check_surname
from ._seen import change, compare_again, said, seen


@dataclass(frozen=True)
class PersonChanges:
    """What to change in a person's own row; what is None stays as it is."""

    forenames: str | None = None
    surname: str | None = None
    preferred_name: str | None = None
    date_of_birth: date | None = None
    sex: str | None = None
    gender_identity: str | None = None
    gender_identity_words: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    disabled: str | None = None
    first_language: str | None = None
    other_languages: tuple[str, ...] | None = None
    needs_interpreter: str | None = None
    has_caring_responsibilities: str | None = None

    @property
    def given(self) -> dict[str, object]:
        """The columns that are to change."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


# What scores, tiers and operating models reason from; a correction of either is announced.
REASONED_FROM = ("sex", "date_of_birth")


@action(Permission.AMEND_PERSON)
def amend_person(*, by: Member, at: datetime, person_id: UUID, version: int, changes: PersonChanges) -> None:
    """Change what is recorded of a person; Refused when somebody else changed it since ``version``.

    A changed name is kept as a former name, so that the person is still found by it.
    """
    person = seen(person_id)
    columns = _checked(person, changes.given, at)
    if not columns:
        raise Refused("Nothing was changed.")
    renamed = standard_name(
        str(columns.get("forenames", person.forenames)), str(columns.get("surname", person.surname))
    )
    if renamed.whole != person.standard_name:
        columns["standard_name"] = renamed.whole
        _keep_former_name(person, at)
    change(person, version, **columns)
    _settled(by, at, person_id, sorted(columns))
    compare_again([person_id])
    if any(name in columns and columns[name] != getattr(person, name) for name in REASONED_FROM):
        announce(TraitsCorrected(person_id), at=at, by=by.id)
    add_to_line(changed=sorted(columns))


def _settled(by: Member, at: datetime, person_id: UUID, about: Sequence[str]) -> int:
    """Whatever was asked about these parts of a record is answered by what was written."""
    asked = OpenPoint.objects.filter(person_id=person_id, field__in=about, settled_at=None)
    return asked.update(settled_at=at, settled_by=by.id)


@action(Permission.AMEND_PERSON)
def settle_open_point(*, by: Member, at: datetime, person_id: UUID, field: str) -> None:
    """Say that what a record left open about a person was asked and needs no change."""
    seen(person_id)
    if not _settled(by, at, person_id, [field]):
        raise Refused("Nothing is asked about this, or somebody has settled it.", field="field")
    add_to_line(settled=field)


def _checked(person: Person, given: Mapping[str, object], at: datetime) -> dict[str, object]:
    """The changes fit to keep, by the same rules as an arriving record."""
    columns = dict(given)
    own = {f.name for f in fields(PersonRecord)} & columns.keys()
    base = {"forenames": person.forenames, "surname": person.surname, "date_of_birth": person.date_of_birth}
    checked = check_record(
        PersonRecord(ref="amendment", **(base | {n: columns[n] for n in own})),  # type: ignore[arg-type]
        today=day_of(at),
    )
    columns |= {name: getattr(checked.record, name) for name in own}
    if "preferred_name" in columns:
        columns["preferred_name"] = check_name(str(columns["preferred_name"]), field="preferred_name")
    if "other_languages" in columns:
        languages: Sequence[str] = columns["other_languages"]  # type: ignore[assignment]
        columns["other_languages"] = [said(word, field="other_languages", longest=60) for word in languages]
    return columns


def _keep_former_name(person: Person, at: datetime) -> None:
    Alias.objects.bulk_create(
        [
            Alias(
                person_id=person.id,
                recorded_at=at,
                kind=Alias.Kind.FORMER,
                forenames=person.forenames,
                surname=person.surname,
                standard_name=person.standard_name,
            )
        ]
    )


@action(Permission.AMEND_PERSON)
def add_alias(*, by: Member, at: datetime, person_id: UUID, alias: AliasRecord) -> UUID:
    """Add another name, and another date of birth if there is one; returns the alias's id."""
    person = seen(person_id)
    name = standard_name(
        check_name(alias.forenames, field="forenames"), check_surname(alias.surname, field="surname")
    )
    if alias.date_of_birth:
        check_born(alias.date_of_birth, today=day_of(at))
    same = name.whole == person.standard_name or Alias.objects.filter(
        person_id=person_id, standard_name=name.whole
    )
    if same and alias.date_of_birth is None:
        raise Refused("This person is already known by that name.", field="surname")
    made = Alias(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        forenames=check_name(alias.forenames, field="forenames"),
        surname=check_surname(alias.surname),
        standard_name=name.whole,
        date_of_birth=alias.date_of_birth,
    )
    Alias.objects.bulk_create([made])
    compare_again([person_id])
    return made.id


@action(Permission.AMEND_PERSON)
def add_identifier(*, by: Member, at: datetime, person_id: UUID, kind: IdentifierKind, written: str) -> UUID:
    """Add a number by which an agency knows a person; returns the identifier's id."""
    seen(person_id)
    number = recognise(kind, written, on=day_of(at))
    if Identifier.objects.filter(person_id=person_id, kind=kind, value=number.value):
        raise Refused(f"This {kind.words} is already recorded.", field=kind.value)
    made = Identifier(
        id=new_id(),
        person_id=person_id,
        recorded_at=at,
        kind=kind,
        value=number.value,
        check_letter=number.check,
    )
    Identifier.objects.bulk_create([made])
    _settled(by, at, person_id, [kind.value])
    compare_again([person_id])
    return made.id


@action(Permission.RECORD_PEOPLE)
def end_recording(*, by: Member, at: datetime, person_ids: Sequence[UUID]) -> int:
    """End the sight that recording alone gave a unit, once a case says who holds the person; returns how many."""
    concerns(person_ids)
    open_ones = Person.objects.filter(id__in=person_ids, recorded_until=None)
    ids = list(open_ones.values_list("id", flat=True))
    ended = Person.objects.filter(id__in=ids).update(recorded_until=at)
    derive_grants("recorded", ids)
    add_to_line(ended=ended)
    return ended
