"""Tables that the viewer's organisation sent to be measured: which there are, how far each is, and what they hold."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from throughcare.evidence import outcomes
from throughcare.evidence.outcomes.measure.sent import Sent
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import current, viewing

from ..models import SentFile, SentTables

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.measure.tables import Tables

PREFIX = "own-"
_KEPT = 24 * 3600
_asker: ContextVar[Member | None] = ContextVar("the member whose question a job answers", default=None)


@dataclass(frozen=True)
class Seen:
    """Tables as their organisation sees them; ``told`` is what the check said of them, empty before it ends."""

    id: UUID
    title: str
    known_to: date
    at: datetime
    state: str
    because: str
    checked_at: datetime | None
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Their name among the sources, fit for an address."""
        return f"{PREFIX}{self.id}"


@contextmanager
def asked_by(member: Member | None) -> Iterator[None]:
    """Look, within, at the tables of whoever asked: for a job, which has no viewing of its own."""
    token = _asker.set(member)
    try:
        yield
    finally:
        _asker.reset(token)


def _looking() -> Any:
    """A viewing of whoever asked, where none is open and somebody did."""
    member = _asker.get()
    return nullcontext() if member is None or current() is not None else viewing(member, timezone.now())


def sent_tables() -> list[Seen]:
    """All that the viewer's organisation keeps, the newest first."""
    with _looking():
        return [_seen(one) for one in SentTables.objects.order_by("-at", "id")]


def sent_one(tables_id: UUID) -> Seen | None:
    """One set of tables, or None when there is none that the viewer may see."""
    with _looking():
        found = SentTables.objects.filter(id=tables_id).first()
    return None if found is None else _seen(found)


def _seen(row: SentTables) -> Seen:
    return Seen(row.id, row.title, row.known_to, row.at, row.state, row.because, row.checked_at, row.told)


def one_called(name: str) -> Seen | None:
    """The tables of a name among the sources, when they are ready to measure and the viewer may see them."""
    try:
        found = sent_one(UUID(name.removeprefix(PREFIX))) if name.startswith(PREFIX) else None
    except ValueError:
        return None
    return found if found is not None and found.state == SentTables.State.READY else None


def opened(one: Seen) -> Tables:
    """What of some tables is measured; every row was checked when it was kept."""
    import pyarrow.parquet as pq

    with _looking():
        rows = SentFile.objects.filter(sent_id=one.id, measured__isnull=False).values_list(
            "table", "measured"
        )
        held = {name: pq.read_table(io.BytesIO(bytes(content or b""))) for name, content in rows}
    tables: Tables = outcomes.from_sources(held, known_to=one.known_to, check=False)
    return tables


def waiting_files(tables_id: UUID, *, by: Member, at: datetime) -> tuple[list[Sent], date] | None:
    """The files of tables that wait to be checked, as they were sent; None when they wait no more."""
    with viewing(by, at):
        waiting = SentTables.objects.filter(id=tables_id, state=SentTables.State.WAITING).first()
        if waiting is None:
            return None
        rows = SentFile.objects.filter(sent_id=tables_id).values_list("table", "file_name", "content")
        files = [Sent(table, name, bytes(content)) for table, name, content in rows]
    return files, waiting.known_to


def note_progress(tables_id: UUID, done: int, of: int) -> None:
    """Say from within the job how many rows are read, of how many."""
    cache.set(f"sent-tables-{tables_id}", (done, of), _KEPT)


def progress_of(tables_id: UUID) -> tuple[int, int | None]:
    """How many rows of tables are read, of how many; none of an unknown number before the job begins."""
    found: tuple[int, int | None] = cache.get(f"sent-tables-{tables_id}", (0, None))
    return found
