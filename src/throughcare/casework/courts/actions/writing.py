"""Turning good rows into hearings, appearances, offences, reports and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.kernel import new_id

from ..models import (
    Appearance,
    AppearanceOffence,
    CourtQuestion,
    Hearing,
    ReportRequest,
    Requirement,
    Sentence,
)
from ..rules import ResultRow, SentenceOf

SEEN_AFTER_HEARING = timedelta(days=28)
SEEN_AFTER_RECORDING = timedelta(days=7)


@dataclass
class _Written:
    appearances: list[Appearance] = field(default_factory=list)
    offences: list[AppearanceOffence] = field(default_factory=list)
    reports: list[ReportRequest] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    questions: list[CourtQuestion] = field(default_factory=list)


def write_results(
    rows: Sequence[ResultRow], person_of: Mapping[int, UUID], *, import_id: UUID, unit_id: UUID, at: datetime
) -> None:
    """Write good rows, set-based; the court's team sees the people until four weeks after the hearing."""
    hearings = _hearings(rows, unit_id)
    made = _Written()
    for row in rows:
        _write_row(made, row, person_of[row.line], hearings[_sitting(row)], import_id, unit_id, at)
    insert_all(made.appearances)
    derive_grants("court date", [a.id for a in made.appearances])
    for rows_of_kind in (made.offences, made.reports, made.sentences, made.requirements, made.questions):
        insert_all(rows_of_kind)


def _sitting(row: ResultRow) -> tuple[str, date, str]:
    return row.court_code, row.hearing_date, row.session.value


def _hearings(rows: Sequence[ResultRow], unit_id: UUID) -> dict[tuple[str, date, str], UUID]:
    wanted = {_sitting(row) for row in rows}
    days = {on for _, on, _ in wanted}
    there = Hearing.objects.filter(unit_id=unit_id, on__in=days)
    known = {(h.court_id, h.on, h.session): h.id for h in there}
    missing = sorted(wanted - known.keys())
    fresh = [
        Hearing(court_id=court, unit_id=unit_id, on=on, session=session) for court, on, session in missing
    ]
    insert_all(fresh)
    return known | {(h.court_id, h.on, h.session): h.id for h in fresh}


def court_window(on: date, at: datetime) -> TimestamptzRange:
    """For how long a court's team sees somebody: until four weeks after the hearing, and a week at least."""
    after_hearing = datetime.combine(on, time.min, UTC) + SEEN_AFTER_HEARING
    return TimestamptzRange(at, max(after_hearing, at + SEEN_AFTER_RECORDING))


def _write_row(
    made: _Written, row: ResultRow, person: UUID, hearing: UUID, import_id: UUID, unit_id: UUID, at: datetime
) -> None:
    appearance = Appearance(
        id=new_id(), person_id=person, hearing_id=hearing, unit_id=unit_id, brought_id=import_id,
        court_code=row.court_code, result_ref=row.result_ref, digest=row.digest, case_number=row.case_number,
        defendant_id=row.defendant_id, on=row.hearing_date, outcome=row.outcome, court_sees=court_window(row.hearing_date, at),
    )  # fmt: skip
    made.appearances.append(appearance)
    made.offences += [
        AppearanceOffence(person_id=person, appearance=appearance, offence_id=o.code, on=o.on, main=o.main)
        for o in row.offences
    ]
    made.questions += [
        CourtQuestion(
            person_id=person, appearance=appearance, about=d.field, said=d.said, because=d.because, asked_at=at
        )
        for d in row.doubts
    ]  # fmt: skip
    if row.report_kind:
        made.reports.append(
            ReportRequest(
                person_id=person, appearance=appearance, kind=row.report_kind,
                requested_on=row.hearing_date, due_on=row.report_due,
            )
        )  # fmt: skip
    if row.sentence:
        _write_sentence(made, row, row.sentence, person, appearance)


def _write_sentence(
    made: _Written, row: ResultRow, said: SentenceOf, person: UUID, appearance: Appearance
) -> None:
    sentence = Sentence(
        id=new_id(), person_id=person, appearance=appearance, kind=said.kind, imposed_on=row.hearing_date,
        length=said.length.number if said.length else None, unit=said.length.unit if said.length else "",
        custody_months=said.custody_months, runs=said.runs, runs_with=said.runs_with,
        ends_on=said.length.after(row.hearing_date) if said.length else None,
    )  # fmt: skip
    made.sentences.append(sentence)
    made.requirements += [
        Requirement(
            person_id=person, sentence=sentence, kind=q.kind,
            length=q.length.number if q.length else None, unit=q.length.unit if q.length else "",
        )
        for q in said.requirements
    ]  # fmt: skip
