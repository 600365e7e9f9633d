"""Files sent from a page: kept, brought in by a job as whoever sent them, and watched while that runs."""

from __future__ import annotations

import io
import json
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import RefusedRow, Upload, UploadProgress
from ..store import Progress
from .deciding import waiting_correction
from .imports import (
    SNIFFED,
    ImportReport,
    accept_corrected_result,
    check_is_message,
    check_kind,
    correct_refused_row,
    import_court_results,
)

LARGEST_FROM_PAGE = 10 * 1024 * 1024
BRING_IN = "throughcare.bring_in_upload"
BEFORE_IT_BEGAN = "Stopped by request before it began; nothing was recorded."
State = Upload.State


@action(Permission.IMPORT_COURT_RESULTS)
def send_file(*, by: Member, at: datetime, file_name: str, content: bytes) -> UUID:
    """Keep a file of court results and ask for it to be brought in; returns the upload."""
    if len(content) > LARGEST_FROM_PAGE:
        most = LARGEST_FROM_PAGE >> 20
        raise Refused(f"A file sent from this page holds at most {most} MB. Send it in parts.", field="file")
    if not content.strip():
        raise Refused("The file is empty.", field="file")
    check_kind(content[:4])
    return _keep(
        Upload(
            id=new_id(),
            unit_id=by.unit_id,
            member_id=by.id,
            at=at,
            file_name=file_name[:200],
            content=content,
        )
    )


@action(Permission.IMPORT_COURT_RESULTS)
def send_messages(*, by: Member, at: datetime, file_name: str, content: bytes) -> UUID:
    """Keep a file of the courts' own messages and ask for it to be brought in; returns the upload."""
    check_is_message(content[:SNIFFED])
    return send_file(by=by, at=at, file_name=file_name, content=content)


@action(Permission.CORRECT_REFUSED_ROW)
def send_correction(*, by: Member, at: datetime, row_id: UUID, version: int, fields: dict[str, str]) -> UUID:
    """Keep the correction of a refused row and ask for it to be recorded; returns the upload."""
    if not RefusedRow.objects.filter(id=row_id).exists():
        raise Refused("There is no such row, or it is not your unit's.")
    content = json.dumps({name: value.strip() for name, value in fields.items() if value.strip()}).encode()
    return _keep(
        Upload(
            id=new_id(), unit_id=by.unit_id, member_id=by.id, at=at, file_name="a corrected row", content=content,
            corrects=row_id, corrects_version=version,
        )
    )  # fmt: skip


@action(Permission.CORRECT_REFUSED_ROW)
def send_acceptance(*, by: Member, at: datetime, corrected_id: UUID, version: int, because: str = "") -> UUID:
    """Ask for a corrected result to be put in the place of the recorded one; returns the upload."""
    waits = waiting_correction(corrected_id, version)
    return _keep(
        Upload(
            id=new_id(), unit_id=by.unit_id, member_id=by.id, at=at, file_name="a corrected result",
            content=json.dumps({"because": because.strip()[:500]}).encode(),
            accepts=waits, corrects_version=version,
        )
    )  # fmt: skip


def _keep(upload: Upload) -> UUID:
    insert_all([upload])
    insert_all([UploadProgress(upload=upload, of=bytes(upload.content).count(b"\n") + 1)])
    _ask(upload.id, upload.member_id)
    add_to_line(upload=upload.id)
    return upload.id


def _ask(upload_id: UUID, member_id: UUID) -> None:
    task = app.configure_task(BRING_IN, allow_unknown=True)
    task.defer(upload_id=str(upload_id), member_id=str(member_id))


@action(Permission.IMPORT_COURT_RESULTS)
def stop_upload(*, by: Member, at: datetime, upload_id: UUID) -> None:
    """Stop an upload that waits or runs; nothing of it is recorded.

    A running job holds the upload's row and stops at its next lines; where none runs, the upload stops at once.
    """
    waiting = Upload.objects.filter(id=upload_id, state=State.WAITING)
    if not waiting.exists():
        raise Refused("That upload is not waiting or running.")
    UploadProgress.objects.filter(upload=upload_id).update(stop=True)
    if waiting.select_for_update(skip_locked=True).first() is not None:
        waiting.update(state=State.STOPPED, because=BEFORE_IT_BEGAN)
    add_to_line(upload=upload_id)


@action(Permission.IMPORT_COURT_RESULTS)
def start_upload_again(*, by: Member, at: datetime, upload_id: UUID) -> None:
    """Start a stopped or refused upload again, from its first line."""
    started = Upload.objects.filter(id=upload_id, state__in=[State.STOPPED, State.REFUSED]).update(
        state=State.WAITING, because=""
    )
    if not started:
        raise Refused("That upload was not stopped.")
    UploadProgress.objects.filter(upload=upload_id).update(lines=0, stop=False)
    _ask(upload_id, by.id)
    add_to_line(upload=upload_id)


@action(Permission.CORRECT_REFUSED_ROW)
def bring_in_upload(
    *, by: Member, at: datetime, upload_id: UUID, progress: Progress = lambda n: None
) -> ImportReport | None:
    """Bring in an upload, in the worker, as the member who asked; None when it was brought in before."""
    upload = Upload.objects.select_for_update().filter(id=upload_id, state=State.WAITING).first()
    if upload is None:
        return None
    if upload.accepts_id is not None:
        report = accept_corrected_result(
            by=by,
            at=at,
            corrected_id=upload.accepts_id,
            version=upload.corrects_version or 0,
            because=json.loads(bytes(upload.content))["because"],
        )
    elif upload.corrects is not None and upload.corrects_version is not None:
        report = correct_refused_row(
            by=by,
            at=at,
            row_id=upload.corrects,
            version=upload.corrects_version,
            fields=json.loads(bytes(upload.content)),
        )
    else:
        report = import_court_results(
            by=by,
            at=at,
            file=io.BytesIO(bytes(upload.content)),
            file_name=upload.file_name,
            progress=progress,
        )
    Upload.objects.filter(id=upload_id).update(state=State.DONE, import_id=report.import_id, because="")
    add_to_line(upload=upload_id)
    return report


@action(Permission.CORRECT_REFUSED_ROW)
def note_upload_ended(*, by: Member, at: datetime, upload_id: UUID, because: str, stopped: bool) -> None:
    """Keep why an upload was not brought in."""
    state = State.STOPPED if stopped else State.REFUSED
    Upload.objects.filter(id=upload_id, state=State.WAITING).update(state=state, because=because[:500])
    add_to_line(upload=upload_id)
