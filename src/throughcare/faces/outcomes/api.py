"""Outcomes: tables of one's own sent, checked and removed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from throughcare.evidence.extracts import actions
from throughcare.evidence.extracts.queries import sent
from throughcare.evidence.outcomes.measure.sent import Sent
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from .answers import work

router = Router(tags=["Outcomes"])


class FaultInTables(Schema):
    """One cell at fault: the table, its line (a row of Parquet counts from 1), the column, and why."""

    table: str
    line: int
    column: str
    because: str


class TablesSent(Schema):
    """Tables as they stand: ``state`` is waiting, ready or refused; ``read`` of ``of`` rows are checked while they wait.

    ``people_aside`` are those whom a bad row is about, set aside from every table; ``rows_of_nobody`` are bad rows that
    do not say whose they are.
    """

    id: UUID
    title: str
    known_to: date
    at: datetime
    state: str
    because: str
    read: int
    of: int | None
    rows: dict[str, int]
    faulty: int
    faults: list[FaultInTables]
    people_aside: int
    rows_of_nobody: int


def _shown(one: sent.Seen) -> TablesSent:
    told = one.told
    read, of = sent.progress_of(one.id)
    return TablesSent(
        id=one.id, title=one.title, known_to=one.known_to, at=one.at, state=one.state, because=one.because,
        read=read, of=of, rows=told.get("rows", {}), faulty=told.get("faulty", 0),
        faults=[
            FaultInTables(table=table, line=line, column=column, because=because)
            for table, line, column, because in told.get("faults", ())
        ],
        people_aside=told.get("people_aside", 0), rows_of_nobody=told.get("rows_of_nobody", 0),
    )  # fmt: skip


@router.get("/outcomes/tables", response={200: list[TablesSent], **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def list_tables(request: HttpRequest) -> Any:
    """The tables that the caller's organisation sent, the newest first."""
    return [_shown(one) for one in sent.sent_tables()]


@router.post("/outcomes/tables", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def send_tables(
    request: HttpRequest,
    title: Form[str],
    known_to: Form[Day],
    index_events: File[UploadedFile],
    offences: File[UploadedFile],
    people: File[UploadedFile | None] = None,
    services: File[UploadedFile | None] = None,
    milestones: File[UploadedFile | None] = None,
    returns: File[UploadedFile | None] = None,
) -> Any:
    """Send tables of one's own, CSV or Parquet; a job checks every row, and only the caller's organisation sees them."""
    given = {
        "index_events": index_events,
        "offences": offences,
        "people": people,
        "services": services,
        "milestones": milestones,
        "returns": returns,
    }
    held = {name: one for name, one in given.items() if one is not None}
    if sum(one.size or 0 for one in held.values()) > actions.LARGEST_TOGETHER:
        raise Refused(
            f"The files hold over {actions.LARGEST_TOGETHER >> 20} MB together. Send fewer rows, or Parquet.",
            field="index_events",
        )
    files = [Sent(name, (one.name or name).replace("\x00", ""), one.read()) for name, one in held.items()]
    kept = done(request, actions.send_tables, title=title, known_to=known_to, files=files)
    return Status(202, {"id": kept})


@router.get("/outcomes/tables/{tables_id}", response={200: TablesSent, **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def get_tables(request: HttpRequest, tables_id: UUID) -> Any:
    """How far the check of tables is, or what it found."""
    return _shown(or_404(sent.sent_one(tables_id)))


@router.post("/outcomes/tables/{tables_id}/again", response={202: None, **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def check_tables_again(request: HttpRequest, tables_id: UUID) -> Any:
    """Check tables again that were not taken, from the files as they were sent."""
    or_404(sent.sent_one(tables_id))
    done(request, actions.check_again, tables_id=tables_id)
    return Status(202, None)


class Named(Schema):
    """The name of the tables to be removed, so that no others are by mistake."""

    title: str


@router.post("/outcomes/tables/{tables_id}/remove", response={204: None, **REFUSALS})
@allowed(May.LOOK_AT_OUTCOMES)
def remove_tables(request: HttpRequest, tables_id: UUID, payload: Named) -> Any:
    """Remove tables with every file of them and all that was worked out of them, for good."""
    seen = or_404(sent.sent_one(tables_id))
    if payload.title != seen.title:
        raise Refused("These tables have another name. Send the name of those to be removed.", field="title")
    done(request, actions.remove_tables, tables_id=tables_id)
    work.forget(seen.name)
    return Status(204, None)
