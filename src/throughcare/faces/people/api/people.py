"""People: search, the person, their timeline and sentences, who could see them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries.sentences import RunSeen
from throughcare.casework.people import queries as people
from throughcare.casework.people.actions import (
    decide_review,
    keep_apart,
    lift_apart,
    look_outside_wall,
    merge_people,
    unmerge_people,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.parts import Part, left_out
from throughcare.foundation.access.parts_shown import parts_shown
from throughcare.foundation.access.queries import CouldSee
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["People"])


class Search(Schema):
    """What to look for: a name in any order or spelling, a date of birth, or a number."""

    words: str = Field("", max_length=200)
    born: Day | None = None
    number: str = Field("", max_length=40)


class OutsideSearch(Search):
    """A search outside the wall, with its reason."""

    because: str = Field(max_length=300)


class Found(Schema):
    """One person found."""

    id: UUID
    name: str
    date_of_birth: date | None
    sex: str
    state: str
    likeness: float


class Glimpse(Schema):
    """What may be learnt of a person held elsewhere."""

    person_id: UUID
    name: str
    year_of_birth: int | None
    holding_office: str | None


class Number(Schema):
    """A number by which an agency knows the person."""

    kind: str
    value: str


class Person(Schema):
    """A person as the person page shows them; ``left_out`` says what of the record the caller is not shown, empty where all is."""

    id: UUID
    version: int
    name: str
    preferred_name: str
    date_of_birth: date | None
    age: int | None
    state: str
    characteristics: dict[str, str]
    first_language: str
    numbers: list[Number]
    left_out: str


class Entry(Schema):
    """One thing that happened."""

    id: UUID
    at: datetime
    kind: str
    what: str
    note: str


class TimelinePage(Schema):
    """25 entries, newest first; pass ``next`` as ``after`` for the page that follows, null at the end."""

    entries: list[Entry]
    next: str | None


class Required(Schema):
    """A requirement of an order: its length as the court gave it (``at_most`` where that is a most and not a number), the
    name of a programme ordered by name, and the day it ended, null while it runs."""

    kind: str
    name: str
    length: str
    at_most: bool
    ended_on: date | None


class LawDecided(Schema):
    """What the law of today decides about a sentence, with its reason and clause."""

    about: str
    finding: str


class Sentence(Schema):
    """A sentence with its requirements: lengths as the court gave them, ``ends_on`` the last day in force."""

    id: UUID
    kind: str
    length: str
    extension: str
    minimum_term: str
    suspended: str
    credit_days: int | None
    time_served: bool
    imposed_on: date
    begins_on: date
    ends_on: date | None
    run: RunSeen | None
    releases_on: date | None
    release_because: str
    release_is_automatic: bool
    notes: list[str]
    state: str
    ended_on: date | None
    court: str
    case_number: str
    offence: str
    version: int
    requirements: list[Required]
    law: list[LawDecided]


class Access(Schema):
    """Who could see the person, and who looked."""

    could_see: list[CouldSee]
    looked: list[dict[str, Any]]


@router.post("/people/search", response={200: list[Found], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def search_people(request: HttpRequest, payload: Search) -> Any:
    """Find people the caller may see, best first."""
    return [asdict(row) for row in people.search(**payload.dict())]


@router.post("/people/outside", response={200: list[Glimpse], **REFUSALS})
@allowed(May.SEARCH_OUTSIDE_WALL)
def search_outside(request: HttpRequest, payload: OutsideSearch) -> Any:
    """Find who holds a person elsewhere; the reason is recorded."""
    return [asdict(g) for g in look_outside_wall(by=request.member, at=request.at, **payload.dict())]  # type: ignore[attr-defined]


@router.get("/people/{person_id}", response={200: Person, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=None)
def get_person(request: HttpRequest, person_id: UUID) -> Any:
    """One person."""
    seen = or_404(people.person_page(person_id, on=day_of(request.at)))  # type: ignore[attr-defined]
    shown = parts_shown(person_id, at=request.at)  # type: ignore[attr-defined]
    told: dict[str, Any] = {} if Part.CHARACTERISTICS in shown else {"characteristics": {}}
    numbers = [{"kind": n.kind.value, "value": n.value} for n in seen.numbers]
    return {**_plain(seen), **told, "numbers": numbers, "left_out": left_out(shown)}


def _plain(seen: people.PersonPage) -> dict[str, Any]:
    names = (
        "id",
        "version",
        "name",
        "preferred_name",
        "date_of_birth",
        "age",
        "state",
        "characteristics",
        "first_language",
    )
    return {name: getattr(seen, name) for name in names}


def _seen(request: HttpRequest, person_id: UUID) -> None:
    check(request, May.LOOK_AT_PEOPLE)
    or_404(people.names_of([person_id]).get(person_id))


@router.get("/people/{person_id}/timeline", response={200: TimelinePage, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.TIMELINE, own=May.RECORD_ON_TIMELINE)
def get_timeline(request: HttpRequest, person_id: UUID, kind: str = "", after: str = "") -> Any:
    """A page of everything in a person's cases."""
    _seen(request, person_id)
    page = supervision.timeline(person_id, kind=kind[:20], after=after[:200])
    return {"entries": [_entry(e) for e in page.entries], "next": page.next}


def _entry(e: Any) -> dict[str, Any]:
    return {"id": e.id, "at": e.at, "kind": e.kind, "what": e.what, "note": e.note}


@router.get("/people/{person_id}/sentences", response={200: list[Sentence], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SENTENCE)
def get_sentences(request: HttpRequest, person_id: UUID) -> Any:
    """A person's sentences, newest first."""
    _seen(request, person_id)
    on = day_of(request.at)  # type: ignore[attr-defined]
    return [
        {**asdict(s), "law": [{"about": about, "finding": told} for about, told in courts.law_on(s, on)]}
        for s in courts.sentences_of(person_id)
    ]


@router.get("/people/{person_id}/access", response={200: Access, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=None)
def get_access(request: HttpRequest, person_id: UUID) -> Any:
    """Who could see a person, when and why; and who looked."""
    _seen(request, person_id)
    could, looked = access.who_could_see(person_id), access.who_looked(person_id, most=100)
    return {"could_see": [asdict(c) for c in could], "looked": [asdict(look) for look in looked]}


class Match(Schema):
    """A record that may be somebody already known; an id is null where the wall hides the person."""

    id: UUID
    version: int
    person_id: UUID | None
    rival_id: UUID | None
    bits: float
    because: str
    state: str


class Ruling(Schema):
    """Whether two records are one person's, and why."""

    version: int
    same: bool
    because: str = Field(max_length=500)


@router.get("/matches", response={200: list[Match], **REFUSALS})
@allowed(May.DECIDE_MATCH)
def list_matches(request: HttpRequest) -> Any:
    """The matches that wait for somebody to look."""
    return [
        asdict(row)
        | {
            "person_id": row.person_id if row.person is not None else None,
            "rival_id": row.rival_id if row.rival is not None else None,
        }
        for row in people.open_reviews()
    ]


@router.post("/matches/{review_id}", response={200: dict[str, Any], **REFUSALS})
@allowed(May.DECIDE_MATCH)
def rule_on_match(request: HttpRequest, review_id: UUID, payload: Ruling) -> Any:
    """Rule on a match; gives the merge, by which it can be undone."""
    return {"merge_id": done(request, decide_review, review_id=review_id, **payload.dict())}


class OtherRecord(Schema):
    """The other record, and how it is known what the two are."""

    other_id: UUID
    because: str = Field(max_length=500)


class Why(Schema):
    """A reason."""

    because: str = Field(max_length=500)


@router.post("/people/{person_id}/merges", response={200: dict[str, UUID], **REFUSALS})
@allowed(May.MERGE_PEOPLE)
def merge_records(request: HttpRequest, person_id: UUID, payload: OtherRecord) -> Any:
    """Move another record into this one; gives the merge, by which it can be undone."""
    given = {"survivor_id": person_id, "merged_id": payload.other_id, "because": payload.because}
    return {"merge_id": done(request, merge_people, **given)}


@router.post("/people/{person_id}/merges/{merge_id}/undo", response={200: dict[str, UUID], **REFUSALS})
@allowed(May.MERGE_PEOPLE)
def undo_merge(request: HttpRequest, person_id: UUID, merge_id: UUID, payload: Why) -> Any:
    """Undo a merge; gives the record that stands again."""
    return {"person_id": done(request, unmerge_people, merge_id=merge_id, because=payload.because)}


@router.post("/people/{person_id}/apart", response={200: dict[str, UUID], **REFUSALS})
@allowed(May.MERGE_PEOPLE)
def keep_records_apart(request: HttpRequest, person_id: UUID, payload: OtherRecord) -> Any:
    """Say that two are never one person; gives the ruling, by which it can be lifted."""
    given = {"person_id": person_id, "other_id": payload.other_id, "because": payload.because}
    return {"ruling_id": done(request, keep_apart, **given)}


@router.post("/people/{person_id}/apart/{ruling_id}/lift", response={204: None, **REFUSALS})
@allowed(May.MERGE_PEOPLE)
def lift_ruling(request: HttpRequest, person_id: UUID, ruling_id: UUID, payload: Why) -> Any:
    """Lift a ruling that two are never one person."""
    done(request, lift_apart, ruling_id=ruling_id, because=payload.because)
    return Status(204, None)
