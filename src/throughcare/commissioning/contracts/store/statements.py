"""Loads statements with their lines, and what each line has come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from throughcare.foundation.kernel import Refused

from ..models import Counted, Dispute, Entry, Line, Ruling, Statement
from ..rules.agreed import Earns, Timed
from ..rules.monthly import Fact, OwedFor
from ..rules.stating import Kept, Stated
from .agreements import open_agreement

_KNOWN = {one.value: one for one in (*Earns, *Timed)}


@dataclass(frozen=True)
class LineStands:
    """A line with what has come of it: disputed, ruled on, approved."""

    row: Line
    dispute: Dispute | None = None
    ruling: Ruling | None = None
    entry: Entry | None = None

    @property
    def stands(self) -> int:
        """The pence that stand: the line's own, or those of the ruling on it."""
        return self.ruling.pence if self.ruling else self.row.pence

    @property
    def is_payable(self) -> bool:
        """Whether it can be approved now."""
        return self.entry is None and (self.dispute is None or self.ruling is not None)


@dataclass(frozen=True)
class StatementStands:
    """A statement with its lines in their order."""

    row: Statement
    lines: tuple[LineStands, ...]

    @property
    def ready(self) -> int:
        """The pence of the lines that can be approved now."""
        return sum(line.stands for line in self.lines if line.is_payable)

    @property
    def approved(self) -> int:
        """Pence approved for payment so far."""
        return sum(line.entry.pence for line in self.lines if line.entry)

    @property
    def disputed(self) -> int:
        """How many lines are disputed and not ruled on."""
        return sum(line.dispute is not None and line.ruling is None for line in self.lines)


def statements(rows: Iterable[Statement]) -> list[StatementStands]:
    """These statements with their lines, in five questions however many there are."""
    every = list(rows)
    lines = list(Line.objects.filter(statement__in=[row.id for row in every]).order_by("place"))
    ids = [line.id for line in lines]
    disputes = {one.line_id: one for one in Dispute.objects.filter(line__in=ids)}
    rulings = {one.line_id: one for one in Ruling.objects.filter(line__in=ids)}
    entries = {one.line_id: one for one in Entry.objects.filter(line__in=ids)}
    stand = [
        LineStands(line, disputes.get(line.id), rulings.get(line.id), entries.get(line.id)) for line in lines
    ]
    return [
        StatementStands(row, tuple(one for one in stand if one.row.statement_id == row.id)) for row in every
    ]


def open_statement(statement_id: UUID, *, lock: bool = False) -> StatementStands:
    """One statement, held against others who act on it where ``lock``; refused where there is none for the viewer."""
    row = Statement.objects.filter(id=statement_id).first()
    if row is None:
        raise Refused("There is no such statement.")
    if lock:
        hold(row.id)
    return statements([row])[0]


def open_line(line_id: UUID, *, lock: bool = False) -> LineStands:
    """One line, held against others who act on its statement where ``lock``; refused where there is none for the viewer."""
    row = Line.objects.filter(id=line_id).first()
    if row is None:
        raise Refused("There is no such line.")
    found = open_statement(row.statement_id, lock=lock)
    return next(one for one in found.lines if one.row.id == line_id)


def is_put_right_since(row: Line) -> bool:
    """Whether a later statement of the agreement has a line for the same; nobody draws one until the transaction ends."""
    open_agreement(row.statement.agreement_id, lock=True)
    later = Line.objects.filter(
        statement__agreement=row.statement.agreement_id, statement__month__gt=row.statement.month
    )
    return later.filter(month=row.month, what=row.what, name=row.name).exists()


def hold(statement_id: UUID) -> None:
    """Hold a statement until the transaction ends."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"statement {statement_id}"])


def kept_statements(agreement_id: UUID) -> list[Kept]:
    """Every statement of an agreement as it was kept, in order of month, as the rules work it out again."""
    stand = statements(Statement.objects.filter(agreement=agreement_id).order_by("month"))
    counted = list(Counted.objects.filter(statement__in=[one.row.id for one in stand]))
    return [_kept(one, [row for row in counted if row.statement_id == one.row.id]) for one in stand]


def _kept(one: StatementStands, counted: list[Counted]) -> Kept:
    lines = tuple(
        Stated(
            line.row.month, OwedFor(line.row.what), line.row.name, line.row.pence, line.row.words,
            tuple(UUID(source) for source in line.row.sources),
        )
        for line in one.lines
    )  # fmt: skip
    ruled = {
        stated.key: line.ruling.pence for line, stated in zip(one.lines, lines, strict=True) if line.ruling
    }
    return Kept(
        one.row.month,
        frozenset(_fact(row) for row in counted if not row.removed),
        frozenset(_fact(row) for row in counted if row.removed),
        lines,
        ruled,
    )


def _fact(row: Counted) -> Fact:
    return Fact(
        row.source,
        _KNOWN[row.what],
        row.since,
        row.came,
        row.withdrawn_on,
        row.absent_on,
        row.quantity,
        row.minutes,
        row.alike,
    )
