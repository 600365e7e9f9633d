"""Importing files of court results: one transaction a file, in which good and refused rows commit together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.people.actions import end_recording, record_people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import CourtResultsRecorded
from ..models import CorrectedResult, Import, RefusedRow
from ..rules import Fault, Line, ResultRow, Unreadable, json_lines, table_lines
from ..rules.messages import LARGEST_MESSAGE, is_message, message_lines
from ..store import Progress, Sifted, known_meanings, sift
from ..store.linking import key_of
from .amending import amend_listed, ask_of_what_is_not_said_again
from .breaches import tell_of_breaches
from .deciding import let_decide, waiting_correction
from .replacing import replace_result, take_the_place
from .writing import sentences_named, write_organisations, write_results

KEPT_TEXT = 10 * 1024 * 1024
SNIFFED = 64 * 1024
LARGEST = 512 * 1024 * 1024


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: every line is recorded, repeated, refused, or waits as a correction of a recorded result."""

    import_id: UUID
    lines: int
    recorded: int
    repeated: int
    refused: int
    waiting: int = 0


@action(Permission.IMPORT_COURT_RESULTS)
def import_court_results(
    *, by: Member, at: datetime, file: BinaryIO, file_name: str, progress: Progress = lambda n: None
) -> ImportReport:
    """Record every good row of a file and keep every refused one for correction; the same file twice changes nothing."""
    digest = _digest(file)
    found = sift(_lines_in(file, file_name, day_of(at)), unit=by.unit_id, today=day_of(at), progress=progress)
    before = Import.objects.filter(unit_id=by.unit_id, digest=digest).order_by("at").first()
    if before is not None and not (found.taken or found.corrected):
        let_decide(found.sent_again)
        return ImportReport(before.id, found.lines, 0, found.repeated, len(found.refused))
    return _record(by, at, found, file_name, digest, keep_refused=before is None)


@action(Permission.IMPORT_COURT_RESULTS)
def import_court_messages(*, by: Member, at: datetime, file: BinaryIO, file_name: str) -> ImportReport:
    """Record everybody in a file of the courts' own messages, once; Refused when the file holds no message."""
    check_is_message(file.read(SNIFFED))
    file.seek(0)
    return import_court_results(by=by, at=at, file=file, file_name=file_name)


def check_is_message(start: bytes) -> None:
    """Refuse, by its beginning, a file that holds no message of a court."""
    check_kind(start[:4])
    if not is_message(start):
        because = "This is no message of a court: expected JSON that names a hearing or a case (caseId), or a daily list as XML."
        raise Refused(because, field="file")


def _lines_in(file: BinaryIO, file_name: str, today: date) -> Iterator[Line | Unreadable]:
    """The rows of a file of results, or of the courts' own messages, by what is in it."""
    start = file.read(SNIFFED)
    file.seek(0)
    if is_message(start):
        raw = file.read(LARGEST_MESSAGE + 1)
        if len(raw) > LARGEST_MESSAGE:
            most = LARGEST_MESSAGE >> 20
            raise Refused(f"A file of messages holds at most {most} MB. Send it in parts.", field="file")
        return message_lines(raw, known_meanings(), today=today)
    reader = json_lines if file_name.lower().endswith((".jsonl", ".json", ".ndjson")) else table_lines
    return reader(file)


def check_kind(start: bytes) -> None:
    """Refuse, by its first four bytes, a packed file or a document."""
    if start.startswith((b"PK\x03\x04", b"\x1f\x8b", b"%PDF")):
        raise Refused(
            "This is a packed file or a document. Send the results as CSV or JSON lines.", field="file"
        )


def _digest(file: BinaryIO) -> str:
    check_kind(file.read(4))
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(1 << 20):
        digest.update(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise Refused(f"The file is larger than {LARGEST >> 20} MB. Send it in parts.", field="file")
    file.seek(0)
    return digest.hexdigest()


def _record(
    by: Member, at: datetime, found: Sifted, file_name: str, digest: str, *, keep_refused: bool
) -> ImportReport:
    brought = Import(
        id=new_id(), unit_id=by.unit_id, member_id=by.id, at=at, file_name=file_name[:200], digest=digest,
        lines=found.lines, recorded=found.taken, repeated=found.repeated, refused=len(found.refused),
        waiting=len(found.corrected),
    )  # fmt: skip
    insert_all([brought])
    if found.good or found.listed_before:
        _record_good(by, at, found, brought)
    if found.organisations:
        write_organisations(found.organisations, import_id=brought.id, unit_id=by.unit_id)
    insert_all([_waits(line, row, before, brought) for line, row, before in found.corrected])
    let_decide(found.sent_again | {key_of(row) for _, row, _ in found.corrected})
    ask_of_what_is_not_said_again(found, at=at)
    if keep_refused:
        insert_all(list(_kept(found.refused, brought)))
    report = ImportReport(
        brought.id, brought.lines, brought.recorded, brought.repeated, brought.refused, brought.waiting
    )
    add_to_line(
        import_id=brought.id, recorded=report.recorded, refused=report.refused, repeated=report.repeated
    )
    return report


def _record_good(by: Member, at: datetime, found: Sifted, brought: Import) -> None:
    people = record_people(by=by, at=at, records=found.people) if found.good else []
    person_of = {int(kept.ref): kept.person_id for kept in people}
    concerns(person_of.values())
    sentence_of = sentences_named(found)
    write_results(found, person_of, sentence_of, import_id=brought.id, unit_id=by.unit_id, at=at)
    person_of |= amend_listed(found, sentence_of, import_id=brought.id, unit_id=by.unit_id, at=at)
    tell_of_breaches([*found.good, *found.listed_before], person_of, sentence_of, by=by, at=at)
    fresh = {kept.person_id for kept in people if kept.outcome != "joined"}
    if fresh:
        end_recording(by=by, at=at, person_ids=sorted(fresh))
    announce(CourtResultsRecorded(brought.id), at=at, by=by.id)


def _waits(line: Line, row: ResultRow, before: Mapping[str, str], brought: Import) -> CorrectedResult:
    return CorrectedResult(
        id=new_id(), unit_id=brought.unit_id, brought=brought, line=row.line, court_code=row.court_code,
        result_ref=row.result_ref, digest=row.digest, fields=line.fields, before=dict(before),
        sees=TimestamptzRange(brought.at, brought.at, "[]"),
    )  # fmt: skip


def _kept(refused: Iterable[tuple[Line | Unreadable, list[Fault]]], brought: Import) -> Iterator[RefusedRow]:
    for line, faults in refused:
        yield RefusedRow(
            id=new_id(),
            unit_id=brought.unit_id,
            brought=brought,
            line=line.number,
            fields=line.fields if isinstance(line, Line) else {},
            text="" if isinstance(line, Line) else line.text[:KEPT_TEXT],
            faults=[{"field": fault.field, "because": fault.because} for fault in faults],
        )


@action(Permission.CORRECT_REFUSED_ROW)
def correct_refused_row(
    *, by: Member, at: datetime, row_id: UUID, version: int, fields: dict[str, str]
) -> ImportReport:
    """Record a refused row as corrected; refused again, with every fault, while anything is wrong."""
    row = _waiting(row_id, version)
    line = Line(row.line, {name: value.strip() for name, value in fields.items()})
    found = sift([line], unit=by.unit_id, today=day_of(at))
    if found.refused:
        fault = found.refused[0][1][0]
        raise Refused(f"{fault.field or 'The row'} {fault.because}.", field=fault.field or None)
    report = _record(by, at, found, f"line {row.line} corrected", "", keep_refused=True)
    _settle(row, RefusedRow.State.CORRECTED)
    return report


@action(Permission.CORRECT_REFUSED_ROW)
def accept_corrected_result(
    *, by: Member, at: datetime, corrected_id: UUID, version: int, because: str = ""
) -> ImportReport:
    """Put a corrected result in the place of the recorded one, which stays in history and counts nowhere.

    Whoever had the old sentence and whoever has the new one have everything that follows worked out again. Runs in the
    worker, as the corrected row may be another defendant's, who is nobody's to see yet.
    """
    waits = waiting_correction(corrected_id, version)
    line = Line(waits.line, waits.fields)
    found = sift([line], unit=by.unit_id, today=day_of(at), accepting=(waits.court_code, waits.result_ref))
    if found.refused:
        fault = found.refused[0][1][0]
        raise Refused(f"{fault.field or 'The row'} {fault.because}.", field=fault.field or None)
    old = replace_result(waits.id)
    report = _record(by, at, found, f"line {waits.line} accepted", "", keep_refused=True)
    take_the_place(old, waits, by=by, at=at)
    _settle_correction(waits, CorrectedResult.State.ACCEPTED, because)
    return report


@action(Permission.CORRECT_REFUSED_ROW)
def decline_corrected_result(
    *, by: Member, at: datetime, corrected_id: UUID, version: int, because: str
) -> None:
    """Leave the recorded result as it is, saying why; the corrected one stays to be read."""
    if not because.strip():
        raise Refused("Say why the corrected result is declined.", field="because")
    waits = waiting_correction(corrected_id, version)
    add_to_line(because, corrected_result=corrected_id)
    _settle_correction(waits, CorrectedResult.State.DECLINED, because)


def _settle_correction(row: CorrectedResult, state: str, because: str) -> None:
    CorrectedResult.objects.filter(id=row.id).update(
        state=state, because=because.strip()[:500], version=row.version + 1
    )


@action(Permission.CORRECT_REFUSED_ROW)
def set_aside_refused_row(*, by: Member, at: datetime, row_id: UUID, version: int, because: str) -> None:
    """Set a refused row aside, saying why; it stays to be read."""
    if not because.strip():
        raise Refused("Say why the row is set aside.", field="because")
    row = _waiting(row_id, version)
    add_to_line(because, refused_row=row_id)
    _settle(row, RefusedRow.State.SET_ASIDE)


def _waiting(row_id: UUID, version: int) -> RefusedRow:
    row = RefusedRow.objects.select_for_update().filter(id=row_id).first()
    if row is None:
        raise Refused("There is no such row, or it is not your unit's.")
    if row.state != RefusedRow.State.WAITING or row.version != version:
        raise Refused("Somebody else dealt with this row while you had it open. Look again.")
    return row


def _settle(row: RefusedRow, state: str) -> None:
    RefusedRow.objects.filter(id=row.id).update(state=state, version=row.version + 1)
