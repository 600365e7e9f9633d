"""Putting a person's details right: their own row, names, numbers, homes, telephones, contacts, needs, caring, death."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people import actions, queries
from throughcare.casework.people.actions import PersonChanges
from throughcare.casework.people.rules import AliasRecord, HomeRecord, IdentifierKind
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import left_out
from throughcare.foundation.access.parts_shown import parts_shown
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["People"])
ID = {201: dict[str, UUID], **REFUSALS}
VERSION = Field(ge=0, le=2**31 - 1)


class Details(Schema):
    """What to change in a person's own row, from the version that was read; what is null stays."""

    version: int = VERSION
    forenames: str | None = Field(None, max_length=150)
    surname: str | None = Field(None, max_length=150)
    preferred_name: str | None = Field(None, max_length=150)
    date_of_birth: Day | None = None
    sex: str | None = Field(None, max_length=20)
    gender_identity: str | None = Field(None, max_length=20)
    gender_identity_words: str | None = Field(None, max_length=60)
    ethnicity: str | None = Field(None, max_length=20)
    religion: str | None = Field(None, max_length=20)
    disabled: str | None = Field(None, max_length=20)
    first_language: str | None = Field(None, max_length=60)
    other_languages: list[str] | None = Field(None, max_length=20)
    needs_interpreter: str | None = Field(None, max_length=20)
    has_caring_responsibilities: str | None = Field(None, max_length=20)


class OtherName(Schema):
    """Another name, and another date of birth if one is given with it."""

    forenames: str = Field("", max_length=150)
    surname: str = Field(max_length=150)
    date_of_birth: Day | None = None


class NewNumber(Schema):
    """A number by which an agency knows the person."""

    kind: IdentifierKind
    written: str = Field(max_length=40)


class Home(Schema):
    """Where a person lives from a day on."""

    lines: str = Field("", max_length=300)
    postcode: str = Field("", max_length=10)
    no_fixed_abode: bool = False
    since: Day


class Telephone(Schema):
    """A number, and whether and how it is safe to use."""

    number: str = Field(max_length=30)
    kind: str = Field("mobile", max_length=20)
    safe_to_use: str = Field("not_asked", max_length=12)
    safe_note: str = Field("", max_length=300)


class EmailAddress(Schema):
    """An e-mail address, and whether and how it is safe to use."""

    address: str = Field(max_length=254)
    safe_to_use: str = Field("not_asked", max_length=12)
    safe_note: str = Field("", max_length=300)


class Contact(Schema):
    """Somebody near the person."""

    name: str = Field(max_length=150)
    relationship: str = Field(max_length=60)
    number: str = Field("", max_length=30)
    in_emergency: bool = False
    note: str = Field("", max_length=300)


class Need(Schema):
    """A disability or condition by its code, and what is done about it."""

    code: str = Field(max_length=12)
    adjustment: str = Field("", max_length=300)


class Cares(Schema):
    """For whom the person cares: child or adult, never by name."""

    whom: str = Field(max_length=8)
    how_many: int = Field(1, ge=-(2**15), le=2**15 - 1)
    note: str = Field("", max_length=300)


class Death(Schema):
    """The day the person died."""

    version: int = VERSION
    died_on: Day


class Mistake(Schema):
    """Why a recorded death was a mistake."""

    version: int = VERSION
    because: str = Field(max_length=500)


class Around(Schema):
    """All that is recorded round a person, with the ids by which it may be ended."""

    names: list[dict[str, Any]]
    homes: list[dict[str, Any]]
    phones: list[dict[str, Any]]
    emails: list[dict[str, Any]]
    contacts: list[dict[str, Any]]
    disabilities: list[dict[str, Any]]
    caring: list[dict[str, Any]]
    other_languages: list[str]
    died_on: date | None
    open_points: list[dict[str, str]]
    left_out: str


_SHOWN = {
    "phones": ("id", "number", "kind", "safe_to_use", "safe_note"),
    "emails": ("id", "address", "safe_to_use", "safe_note"),
    "contacts": ("id", "name", "relationship", "number", "in_emergency", "note"),
    "caring": ("id", "whom", "how_many", "note"),
}


@router.get("/people/{person_id}/details", response={200: Around, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=None)
def get_details(request: HttpRequest, person_id: UUID) -> Any:
    """Names, homes, telephones, contacts, needs and caring of a person."""
    seen = or_404(queries.person_page(person_id, on=day_of(request.at)))  # type: ignore[attr-defined]
    rows = {
        part: [{name: getattr(row, name) for name in names} for row in getattr(seen, part)]
        for part, names in _SHOWN.items()
    }
    return rows | {
        "names": [{"name": n, "date_of_birth": born, "kind": kind} for n, born, kind in seen.aliases],
        "homes": [asdict(home) for home in seen.homes],
        "disabilities": [asdict(need) for need in seen.disabilities],
        "other_languages": list(seen.other_languages),
        "died_on": seen.died_on,
        "open_points": [{"field": q.field, "asks": q.asks} for q in seen.open_points],
        "left_out": left_out(parts_shown(person_id, at=request.at)),  # type: ignore[attr-defined]
    }


@router.post("/people/{person_id}/details", response={204: None, **REFUSALS})
@allowed(May.AMEND_PERSON)
def amend_person(request: HttpRequest, person_id: UUID, payload: Details) -> Any:
    """Change a person's own row; refused when somebody else changed it since the version given."""
    given = payload.dict()
    version = given.pop("version")
    if given["other_languages"] is not None:
        given["other_languages"] = tuple(given["other_languages"])
    changes = PersonChanges(**{f.name: given[f.name] for f in fields(PersonChanges)})
    done(request, actions.amend_person, person_id=person_id, version=version, changes=changes)
    return Status(204, None)


@router.post("/people/{person_id}/names", response=ID)
@allowed(May.AMEND_PERSON)
def add_name(request: HttpRequest, person_id: UUID, payload: OtherName) -> Any:
    """Add another name."""
    alias = AliasRecord(payload.forenames, payload.surname, payload.date_of_birth)
    return Status(201, {"id": done(request, actions.add_alias, person_id=person_id, alias=alias)})


@router.post("/people/{person_id}/numbers", response=ID)
@allowed(May.AMEND_PERSON)
def add_number(request: HttpRequest, person_id: UUID, payload: NewNumber) -> Any:
    """Add a number of an agency."""
    return Status(201, {"id": done(request, actions.add_identifier, person_id=person_id, **payload.dict())})


@router.post("/people/{person_id}/homes", response=ID)
@allowed(May.AMEND_PERSON)
def record_home(request: HttpRequest, person_id: UUID, payload: Home) -> Any:
    """Record a move; the home before it ends that day."""
    home = HomeRecord(payload.lines, payload.postcode, no_fixed_abode=payload.no_fixed_abode)
    given = {"person_id": person_id, "home": home, "since": payload.since}
    return Status(201, {"id": done(request, actions.record_home, **given)})


@router.post("/people/{person_id}/phones", response=ID)
@allowed(May.AMEND_PERSON)
def record_phone(request: HttpRequest, person_id: UUID, payload: Telephone) -> Any:
    """Record a telephone number and whether it is safe to use."""
    return Status(201, {"id": done(request, actions.record_phone, person_id=person_id, **payload.dict())})


@router.post("/people/{person_id}/emails", response=ID)
@allowed(May.AMEND_PERSON)
def record_email(request: HttpRequest, person_id: UUID, payload: EmailAddress) -> Any:
    """Record an e-mail address and whether it is safe to use."""
    return Status(201, {"id": done(request, actions.record_email, person_id=person_id, **payload.dict())})


@router.post("/people/{person_id}/contacts", response=ID)
@allowed(May.AMEND_PERSON)
def record_contact(request: HttpRequest, person_id: UUID, payload: Contact) -> Any:
    """Record somebody near the person."""
    return Status(201, {"id": done(request, actions.record_contact, person_id=person_id, **payload.dict())})


@router.post("/people/{person_id}/disabilities", response=ID)
@allowed(May.AMEND_PERSON)
def record_disability(request: HttpRequest, person_id: UUID, payload: Need) -> Any:
    """Record a disability and what is done about it."""
    return Status(
        201, {"id": done(request, actions.record_disability, person_id=person_id, **payload.dict())}
    )


@router.post("/people/{person_id}/caring", response=ID)
@allowed(May.AMEND_PERSON)
def record_caring(request: HttpRequest, person_id: UUID, payload: Cares) -> Any:
    """Record for whom the person cares."""
    return Status(201, {"id": done(request, actions.record_caring, person_id=person_id, **payload.dict())})


@router.post("/people/{person_id}/death", response={204: None, **REFUSALS})
@allowed(May.AMEND_PERSON)
def record_death(request: HttpRequest, person_id: UUID, payload: Death) -> Any:
    """Record that the person died."""
    done(request, actions.record_death, person_id=person_id, **payload.dict())
    return Status(204, None)


@router.post("/people/{person_id}/death/withdraw", response={204: None, **REFUSALS})
@allowed(May.AMEND_PERSON)
def withdraw_death(request: HttpRequest, person_id: UUID, payload: Mistake) -> Any:
    """Take back a death recorded by mistake: all that it ended goes on as it stood."""
    done(request, actions.withdraw_death, person_id=person_id, **payload.dict())
    return Status(204, None)


@router.post("/people/{person_id}/open-points/{field}/settle", response={204: None, **REFUSALS})
@allowed(May.AMEND_PERSON)
def settle_open_point(request: HttpRequest, person_id: UUID, field: str) -> Any:
    """Say that what a record left open about a person was asked and needs no change."""
    done(request, actions.settle_open_point, person_id=person_id, field=field[:40])
    return Status(204, None)


@router.post("/people/{person_id}/details/{kind}/{detail_id}/end", response={204: None, **REFUSALS})
@allowed(May.AMEND_PERSON)
def end_detail(request: HttpRequest, person_id: UUID, kind: str, detail_id: UUID) -> Any:
    """End a phone, an e-mail address, a contact, disability or caring that is no longer so."""
    done(request, actions.end_detail, person_id=person_id, kind=kind, detail_id=detail_id)
    return Status(204, None)
