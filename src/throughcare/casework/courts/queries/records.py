"""Tells: hearings and lists, a person's sentences, imports and refused rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from throughcare.foundation.access.gathered import Gathered, Rows, gather
from throughcare.foundation.audit.trail import concerns

from ..models import (
    Appearance,
    AppearanceOffence,
    CorrectedResult,
    Court,
    CourtTeam,
    Import,
    RefusedRow,
    ReportRequest,
    Upload,
    UploadProgress,
)
from ..rules.stream import COLUMNS


def main_offences(appearance_ids: list[UUID]) -> dict[UUID, str]:
    """The main offence of each of many appearances: its category, or the court's own title where no list has its code."""
    rows = AppearanceOffence.objects.filter(appearance__in=appearance_ids, main=True).select_related(
        "offence"
    )
    return {
        row.appearance_id: row.offence.category if row.offence else row.title or row.sent_code for row in rows
    }


_REPORTS = Rows(ReportRequest, "person_id = %(person)s::uuid", "requested_on DESC, id DESC")
ON_REPORTS: tuple[Rows[Any], ...] = (_REPORTS,)
"""What ``reports_of`` reads, for whoever reads more in the same statement."""


def reports_of(person_id: UUID, *, read: Gathered | None = None) -> list[ReportRequest]:
    """The reports courts asked for on a person, newest first; one question, or what was read."""
    concerns(person_id)
    return (read if read is not None else gather(ON_REPORTS, person=person_id)).of(_REPORTS)


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


WITHHELD = "not yours to see"


@dataclass(frozen=True)
class Differs:
    """One column in which a corrected result differs from the recorded one; empty where the column was.

    ``recorded`` is ``WITHHELD`` where the viewer does not see whose result is recorded.
    """

    column: str
    recorded: str
    corrected: str


@dataclass(frozen=True)
class CorrectionSeen:
    """A corrected result beside the recorded one, every column in which they differ, and whose it is if the viewer sees them."""

    row: CorrectedResult
    differs: tuple[Differs, ...]
    person_id: UUID | None


def corrected_results(*, most: int = 200) -> list[CorrectionSeen]:
    """The corrected results of the viewer's units that wait, the newest file first."""
    waiting = CorrectedResult.objects.filter(state=CorrectedResult.State.WAITING).select_related("brought")
    return _corrections(list(waiting.order_by("-brought__at", "line")[:most]))


def corrected_result(corrected_id: UUID) -> CorrectionSeen | None:
    """One corrected result of the viewer's units, whatever became of it."""
    rows = CorrectedResult.objects.select_related("brought").filter(id=corrected_id)
    return next(iter(_corrections(list(rows))), None)


def _corrections(rows: list[CorrectedResult]) -> list[CorrectionSeen]:
    """Each beside what is recorded, which is somebody's: told through the wall alone, and a look at them."""
    refs = {row.result_ref for row in rows if row.state == CorrectedResult.State.WAITING}
    found = Appearance.objects.filter(result_ref__in=refs, replaced_at=None)
    whose = {
        (court, ref): who for court, ref, who in found.values_list("court_code", "result_ref", "person_id")
    }
    keys = [(row.court_code, row.result_ref) for row in rows]
    concerns(whose[key] for key in keys if key in whose)
    return [_correction(row, whose.get(key)) for row, key in zip(rows, keys, strict=True)]


def _correction(row: CorrectedResult, person: UUID | None) -> CorrectionSeen:
    names = dict.fromkeys([*COLUMNS, *row.before, *row.fields])
    pairs = [(name, row.before.get(name, ""), row.fields.get(name, "")) for name in names]
    differs = [Differs(name, was if person else WITHHELD, now) for name, was, now in pairs if was != now]
    return CorrectionSeen(row, tuple(differs), person)


def refused_row(row_id: UUID) -> RefusedRow | None:
    """One refused row, whatever became of it."""
    return RefusedRow.objects.select_related("brought").filter(id=row_id).first()


def courts(kind: str = "") -> list[Court]:
    """Every court, or every one of a kind, by name."""
    found = Court.objects.filter(active=True)
    return list((found.filter(kind=kind) if kind else found).order_by("name"))


def courts_served_by(unit_id: UUID) -> list[Court]:
    """The courts a unit serves, by name."""
    served = CourtTeam.objects.filter(unit_id=unit_id).values("court_id")
    return list(Court.objects.filter(code__in=served).order_by("name"))


def is_any_court_served() -> bool:
    """Whether any court has a team of its own."""
    return CourtTeam.objects.exists()


def reports_awaited(person_ids: Iterable[UUID]) -> list[tuple[UUID, str, date | None]]:
    """The reports asked for and not yet sent: whose, of which kind, due when (None: no day is set); one question."""
    rows = ReportRequest.objects.filter(person_id__in=list(person_ids), state__in=["requested", "writing"])
    return list(rows.values_list("person_id", "kind", "due_on"))
