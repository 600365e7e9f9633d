"""``throughcare outcomes send`` and ``remove``: tables of one's own kept for the pages, and taken away."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from throughcare.faces.console.main import make_ready
from throughcare.foundation.kernel import Refused

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.measure.sent import Sent
    from throughcare.foundation.access.rules import Member

Acting = Annotated[str, typer.Option("--as", help="The e-mail address of the member they are kept for.")]


def send(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="A folder of index_events, offences and more, each .csv or .parquet.")
    ],
    member: Acting,
    known_to: Annotated[
        datetime, typer.Option("--known-to", formats=["%Y-%m-%d"], help="The last day proofs are known to.")
    ],
    title: Annotated[
        str, typer.Option(help="How colleagues will know them; the folder's name unless said.")
    ] = "",
) -> None:
    """Keep tables of one's own for one's organisation, check every row now, and say each fault by line and column."""
    make_ready(ctx, "worker", with_database=True)
    from django.utils import timezone

    from throughcare.evidence.extracts.actions import send_tables
    from throughcare.evidence.extracts.tasks import check_tables
    from throughcare.faces.console.filed import acting
    from throughcare.foundation.kernel import Permission

    at = timezone.now()
    by = acting(member, Permission.LOOK_AT_OUTCOMES, at)
    kept = send_tables(
        by=by,
        at=at,
        title=title or folder.name,
        known_to=date(known_to.year, known_to.month, known_to.day),
        files=_files(folder),
    )
    check_tables(str(kept), str(by.id))
    _say(kept, by, at)


def remove(
    ctx: typer.Context,
    tables: Annotated[UUID, typer.Argument(help="The id that sending them gave.")],
    member: Acting,
) -> None:
    """Remove tables of one's organisation, with all that was worked out of them, for good."""
    make_ready(ctx, "worker", with_database=True)
    from django.utils import timezone

    from throughcare.evidence.extracts.actions import remove_tables
    from throughcare.evidence.extracts.queries.sent import PREFIX
    from throughcare.faces.console.filed import acting
    from throughcare.faces.outcomes.answers.work import forget
    from throughcare.foundation.kernel import Permission

    at = timezone.now()
    remove_tables(by=acting(member, Permission.LOOK_AT_OUTCOMES, at), at=at, tables_id=tables)
    forget(f"{PREFIX}{tables}")
    typer.echo("They were removed.")


def _files(folder: Path) -> list[Sent]:
    """Every table of a folder, as it lies; Refused when it is no folder or holds none."""
    from throughcare.evidence.extracts.actions import LARGEST_TOGETHER
    from throughcare.evidence.outcomes.measure.schema import SCHEMAS
    from throughcare.evidence.outcomes.measure.sent import Sent

    found = [
        (name, path)
        for name in SCHEMAS
        for path in (folder / f"{name}.parquet", folder / f"{name}.csv")
        if path.is_file()
    ]
    if not found:
        raise Refused(f"{folder} holds no table: index_events.csv, offences.csv and so on, or .parquet.")
    if sum(path.stat().st_size for _, path in found) > LARGEST_TOGETHER:
        raise Refused(
            f"The files hold over {LARGEST_TOGETHER >> 20} MB together. Send fewer rows, or Parquet."
        )
    return [Sent(name, path.name, path.read_bytes()) for name, path in found]


def _say(kept: UUID, by: Member, at: datetime) -> None:
    from throughcare.evidence.extracts.queries import sent, sources
    from throughcare.foundation.access.session import viewing

    with viewing(by, at):
        seen = sent.sent_one(kept)
    if seen is None or seen.state != "ready":
        raise Refused(seen.because if seen else "They were removed meanwhile.")
    for table, line, column, because in seen.told["faults"]:
        typer.echo(f"{table}, line {line}, {column}: {because}")
    for name, rows in seen.told["rows"].items():
        typer.echo(f"{name}: {rows:,} rows to measure")
    typer.echo(f"{sources.aside_words(seen.told)} Kept as {kept}.".strip())
