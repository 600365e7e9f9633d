"""Tables of one's own: kept as they were sent, checked by a job, measured by the sender's organisation alone, removed when asked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from procrastinate.contrib.django import app

from throughcare.evidence.outcomes.measure.sent import Received, Sent, check_sent
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import SentFile, SentTables

if TYPE_CHECKING:
    import pyarrow as pa

CHECK = "throughcare.check_sent_tables"
LARGEST_TOGETHER = 50 * 1024 * 1024
MOST_KEPT = 20
"""How many sets of tables an organisation keeps at once."""
NEEDED = ("index_events", "offences")
State = SentTables.State


@action(Permission.LOOK_AT_OUTCOMES)
def send_tables(*, by: Member, at: datetime, title: str, known_to: date, files: Sequence[Sent]) -> UUID:
    """Keep tables as they were sent and ask a job to check every row; returns their id.

    Refused, and nothing kept, when a table is missing, too large, of unknown columns, or cannot be opened; ``field``
    is the table at fault. Only members of the sender's organisation ever see them.
    """
    said = " ".join(title.split())
    _check(said, known_to, files, today=day_of(at))
    kept = SentTables(
        id=new_id(), member_id=by.id, unit_id=by.unit_id, organisation_id=by.organisation_id, at=at,
        title=said, known_to=known_to,
    )  # fmt: skip
    kept.save(force_insert=True)
    SentFile.objects.bulk_create(
        SentFile(
            sent=kept, organisation_id=by.organisation_id, table=one.table, file_name=one.file_name[:200],
            content=one.content,
        )
        for one in files
    )  # fmt: skip
    _ask(kept.id, by.id)
    add_to_line(tables=kept.id, files=[one.table for one in files])
    return kept.id


def _check(title: str, known_to: date, files: Sequence[Sent], *, today: date) -> None:
    if not title:
        raise Refused("Give the tables a name.", field="title")
    if known_to > today:
        raise Refused("Proofs cannot be known to a day that has not come.", field="known_to")
    sent = [one.table for one in files]
    for name in NEEDED:
        if name not in sent:
            raise Refused(f"Send a file of {name.replace('_', ' ')}.", field=name)
    if sum(len(one.content) for one in files) > LARGEST_TOGETHER:
        most = LARGEST_TOGETHER >> 20
        raise Refused(
            f"The files hold over {most} MB together. Send fewer rows, or Parquet.", field="index_events"
        )
    if SentTables.objects.count() >= MOST_KEPT:
        raise Refused(
            f"Your organisation keeps {MOST_KEPT} sets of tables, which is the most. Remove one first."
        )
    for one in files:
        check_sent(one)


@action(Permission.LOOK_AT_OUTCOMES)
def check_again(*, by: Member, at: datetime, tables_id: UUID) -> None:
    """Ask for tables that were not taken to be checked again, from the files as they were sent."""
    begun = SentTables.objects.filter(id=tables_id, state=State.REFUSED).update(
        state=State.WAITING, because=""
    )
    if not begun:
        raise Refused("There are no such tables that failed. Look at the list again.")
    _ask(tables_id, by.id)
    add_to_line(tables=tables_id)


@action(Permission.LOOK_AT_OUTCOMES)
def keep_received(*, by: Member, at: datetime, tables_id: UUID, received: Received) -> None:
    """Keep what the check of tables gave, in the worker; nothing happens when they wait no more."""
    waiting = SentTables.objects.select_for_update().filter(id=tables_id, state=State.WAITING).first()
    if waiting is None:
        return
    held = received.tables
    for name in held.sources:
        SentFile.objects.filter(sent_id=tables_id, table=name).update(measured=_as_parquet(held.read(name)))
    SentTables.objects.filter(id=tables_id).update(
        state=State.READY, because="", checked_at=at, told=_told(received)
    )
    add_to_line(tables=tables_id, faults=received.faulty, people_aside=received.people_aside)


@action(Permission.LOOK_AT_OUTCOMES)
def note_not_taken(*, by: Member, at: datetime, tables_id: UUID, because: str) -> None:
    """Keep why tables were not taken, for whoever sent them."""
    SentTables.objects.filter(id=tables_id, state=State.WAITING).update(
        state=State.REFUSED, because=because[:1000]
    )
    add_to_line(tables=tables_id)


@action(Permission.LOOK_AT_OUTCOMES)
def remove_tables(*, by: Member, at: datetime, tables_id: UUID) -> None:
    """Remove tables of the viewer's organisation with every file of them, for good."""
    removed, _ = SentTables.objects.filter(id=tables_id).delete()
    if not removed:
        raise Refused("Your organisation keeps no such tables.")
    add_to_line(tables=tables_id)


def _told(received: Received) -> Mapping[str, Any]:
    held = received.tables
    return {
        "rows": {name: held.read(name, ["person_id"]).num_rows for name in held.sources},
        "columns": {name: held.columns(name) for name in held.sources},
        "services": sorted(set(held.read("services", ["service"])["service"].to_pylist()))
        if "services" in held
        else [],
        "faulty": received.faulty,
        "faults": [[one.table, one.line, one.column, one.because] for one in received.faults],
        "people_aside": received.people_aside,
        "rows_aside": dict(received.rows_aside),
        "rows_of_nobody": received.rows_of_nobody,
    }


def _as_parquet(table: pa.Table) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def _ask(tables_id: UUID, member_id: UUID) -> None:
    task = app.configure_task(CHECK, allow_unknown=True)
    task.defer(tables_id=str(tables_id), member_id=str(member_id))
