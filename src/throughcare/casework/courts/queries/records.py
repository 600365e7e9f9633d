"""Tells: hearings and lists, a person's sentences, imports and refused rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.audit.trail import concerns

from ..models import (
    AppearanceOffence,
    Court,
    CourtTeam,
    Import,
    RefusedRow,
    ReportRequest,
    Requirement,
    Sentence,
    SentenceEvent,
    Upload,
    UploadProgress,
)
from ..rules import Length, Outcome, SentenceState, Unit


@dataclass(frozen=True)
class RequirementSeen:
    """A requirement as a page shows it."""

    kind: str
    length: str


@dataclass(frozen=True)
class SentenceSeen:
    """A sentence as a page shows it."""

    id: UUID
    person_id: UUID
    kind: str
    length: str
    custody_months: int | None
    imposed_on: date
    ends_on: date | None
    state: str
    ended_on: date | None
    runs: str
    runs_with: str
    court: str
    case_number: str
    offence: str
    version: int
    requirements: tuple[RequirementSeen, ...] = ()
    events: tuple[tuple[str, date, str], ...] = ()


def _length(number: int | None, unit: str) -> str:
    return str(Length(number, Unit(unit))) if number and unit else ""


def sentences_of(person_id: UUID) -> list[SentenceSeen]:
    """A person's sentences, newest first, with requirements and what became of each."""
    concerns(person_id)
    rows = list(
        Sentence.objects.filter(person_id=person_id)
        .select_related("appearance")
        .order_by("-imposed_on", "-id")
    )
    return _seen(rows)


def _seen(rows: list[Sentence]) -> list[SentenceSeen]:
    ids = [row.id for row in rows]
    requirements = _grouped(Requirement.objects.filter(sentence__in=ids).order_by("kind"))
    events = _grouped(SentenceEvent.objects.filter(sentence__in=ids).order_by("at"))
    offences = main_offences([row.appearance_id for row in rows])
    named = Court.objects.filter(code__in={row.appearance.court_code for row in rows})
    courts = dict(named.values_list("code", "name"))
    return [
        SentenceSeen(
            id=row.id, person_id=row.person_id, kind=row.kind, length=_length(row.length, row.unit),
            custody_months=row.custody_months, imposed_on=row.imposed_on, ends_on=row.ends_on, state=row.state,
            ended_on=row.ended_on, runs=row.runs, runs_with=row.runs_with, court=courts[row.appearance.court_code],
            case_number=row.appearance.case_number, offence=offences.get(row.appearance_id, "not known"),
            version=row.version,
            requirements=tuple(RequirementSeen(q.kind, _length(q.length, q.unit)) for q in requirements.get(row.id, [])),
            events=tuple((e.kind, e.on, e.because) for e in events.get(row.id, [])),
        )
        for row in rows
    ]  # fmt: skip


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.sentence_id, []).append(row)
    return found


def main_offences(appearance_ids: list[UUID]) -> dict[UUID, str]:
    """The main offence of each of many appearances: its category, or the court's own title where no list has its code."""
    rows = AppearanceOffence.objects.filter(appearance__in=appearance_ids, main=True).select_related(
        "offence"
    )
    return {
        row.appearance_id: row.offence.category if row.offence else row.title or row.sent_code for row in rows
    }


def reports_of(person_id: UUID) -> list[ReportRequest]:
    """The reports courts asked for on a person, newest first."""
    concerns(person_id)
    return list(ReportRequest.objects.filter(person_id=person_id).order_by("-requested_on"))


def imports(*, most: int = 20) -> list[Import]:
    """The latest files the viewer's units brought."""
    return list(Import.objects.order_by("-at")[:most])


@dataclass(frozen=True)
class UploadSeen:
    """An upload as a page shows it."""

    upload: Upload
    lines: int
    of: int


def uploads(*, most: int = 10) -> list[UploadSeen]:
    """The latest uploads of the viewer's units, with how far each has got."""
    rows = list(Upload.objects.defer("content").order_by("-at")[:most])
    got = {p.upload_id: p for p in UploadProgress.objects.filter(upload__in=[row.id for row in rows])}
    return [UploadSeen(row, got[row.id].lines, got[row.id].of) for row in rows if row.id in got]


def upload_seen(upload_id: UUID) -> UploadSeen | None:
    """One upload of the viewer's units."""
    row = Upload.objects.defer("content").filter(id=upload_id).first()
    got = UploadProgress.objects.filter(upload=upload_id).first()
    return UploadSeen(row, got.lines, got.of) if row and got else None


def import_brought(import_id: UUID) -> Import | None:
    """One import, if it is the viewer's unit's."""
    return Import.objects.filter(id=import_id).first()


def refused_rows(import_id: UUID | None = None, *, most: int = 200) -> list[RefusedRow]:
    """Refused rows that wait for correction, by line."""
    waiting = RefusedRow.objects.filter(state=RefusedRow.State.WAITING)
    if import_id:
        waiting = waiting.filter(brought=import_id)
    return list(waiting.select_related("brought").order_by("-brought__at", "line")[:most])


def refused_row(row_id: UUID) -> RefusedRow | None:
    """One refused row, whatever became of it."""
    return RefusedRow.objects.select_related("brought").filter(id=row_id).first()


@dataclass(frozen=True)
class Imposed:
    """A sentence or a report request that a batch of results brought, for those who react."""

    person_id: UUID
    sentence_id: UUID | None
    report_id: UUID | None
    kind: str
    on: date
    custody_months: int | None = None
    length_months: float | None = None
    court_code: str = ""
    offences: tuple[str, ...] = field(default=())
    result_ref: str = ""


def imposed_by(import_id: UUID) -> list[Imposed]:
    """What a batch of results asks of probation: each sentence and each report request, once."""
    sentences = Sentence.objects.filter(appearance__brought=import_id).select_related("appearance")
    reports = ReportRequest.objects.filter(appearance__brought=import_id).select_related("appearance")
    found = [
        Imposed(
            s.person_id, s.id, None, s.kind, s.imposed_on, s.custody_months,
            Length(s.length, Unit(s.unit)).in_months if s.length else None, s.appearance.court_code,
            result_ref=s.appearance.result_ref,
        )
        for s in sentences
    ]  # fmt: skip
    return found + [
        Imposed(
            r.person_id, None, r.id, "report", r.requested_on,
            court_code=r.appearance.court_code, result_ref=r.appearance.result_ref,
        )
        for r in reports
    ]  # fmt: skip


def sentenced_on(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day of the latest sentence in force on each of many people; one question."""
    rows = Sentence.objects.filter(person_id__in=list(person_ids), state=SentenceState.IN_FORCE)
    found = dict(rows.order_by("imposed_on").values_list("person_id", "imposed_on"))
    concerns(found)
    return found


def courts(kind: str = "") -> list[Court]:
    """Every court, or every one of a kind, by name."""
    found = Court.objects.filter(active=True)
    return list((found.filter(kind=kind) if kind else found).order_by("name"))


def courts_served_by(unit_id: UUID) -> list[Court]:
    """The courts a unit serves, by name."""
    served = CourtTeam.objects.filter(unit_id=unit_id).values("court_id")
    return list(Court.objects.filter(code__in=served).order_by("name"))


@dataclass(frozen=True)
class Convicted:
    """One offence of one hearing at which somebody was sentenced; empty and None where no list has the court's code yet."""

    on: date
    case_number: str
    offence: str
    violent: bool | None
    main: bool


def convictions_of(person_id: UUID) -> list[Convicted]:
    """The offences somebody was sentenced for, newest hearing first, the main offence of each before the others."""
    concerns(person_id)
    rows = AppearanceOffence.objects.filter(person_id=person_id, appearance__outcome=Outcome.SENTENCED)
    found = rows.select_related("appearance", "offence").order_by("-appearance__on", "-main", "offence_id")
    return [
        Convicted(
            r.appearance.on,
            r.appearance.case_number,
            r.offence_id or "",
            r.offence.violent if r.offence else None,
            r.main,
        )
        for r in found
    ]


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with the courts: whether a sentence is in force, and when one was last breached."""

    in_force: bool
    for_life: bool
    last_breach: date | None = None


_STANDINGS = """
SELECT s.person_id, bool_or(s.state IN ('in force', 'in breach')),
       bool_or(s.state IN ('in force', 'in breach') AND s.kind = 'life sentence')
  FROM courts_sentence s WHERE s.person_id = ANY (%s) GROUP BY s.person_id"""
_BREACHES = """
SELECT person_id, max("on") FROM courts_sentenceevent
  WHERE kind = 'breach' AND person_id = ANY (%s) GROUP BY person_id"""


def standings_of(person_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """How each of many people stands, of those the viewer may see and a court has sentenced; two questions."""
    wanted = list(person_ids)
    with connection.cursor() as cursor:
        cursor.execute(_BREACHES, [wanted])
        breached = dict(cursor.fetchall())
        cursor.execute(_STANDINGS, [wanted])
        found = {row[0]: Standing(row[1], row[2], breached.get(row[0])) for row in cursor.fetchall()}
    concerns(found)
    return found


def people_of_sentences(sentence_ids: Iterable[UUID]) -> set[UUID]:
    """Whose these sentences are, of those the viewer may see; one question."""
    found = set(Sentence.objects.filter(id__in=list(sentence_ids)).values_list("person_id", flat=True))
    concerns(found)
    return found


@dataclass(frozen=True)
class Known:
    """What the courts have fixed ahead for somebody: when the last sentence in force ends, and custody with it."""

    ends_on: date | None
    released_on: date | None


_KNOWN = """
SELECT person_id, CASE WHEN bool_or(ends_on IS NULL) THEN NULL ELSE max(ends_on) END,
       max((imposed_on + make_interval(months => custody_months))::date)
  FROM courts_sentence WHERE state IN ('in force', 'in breach') AND person_id = ANY (%s) GROUP BY person_id"""


def known_ends(person_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """What is fixed ahead for each of many people with a sentence in force (no end: one has none known); one question."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(person_ids)])
        found = {row[0]: Known(row[1], row[2]) for row in cursor.fetchall()}
    concerns(found)
    return found


def reports_awaited(person_ids: Iterable[UUID]) -> list[tuple[UUID, str, date]]:
    """The reports asked for and not yet sent that have a day: whose, of which kind, due when; one question."""
    rows = ReportRequest.objects.filter(
        person_id__in=list(person_ids), state__in=["requested", "writing"], due_on__isnull=False
    )
    return [
        (person, kind, due) for person, kind, due in rows.values_list("person_id", "kind", "due_on") if due
    ]
