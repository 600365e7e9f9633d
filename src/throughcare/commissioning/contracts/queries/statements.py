"""Tells of statements: those of an agreement, one with its lines, what waits for approval, and an export that works it all out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from ..models import Agreement, Drawing, Statement
from ..rules.exporting import export
from ..rules.monthly import Book, Measured
from ..rules.stating import counted_before, next_month
from ..store import (
    LineStands,
    StatementStands,
    kept_statements,
    open_agreement,
    open_line,
    open_statement,
    results_told,
    told_of,
)
from ..store import statements as _statements


@dataclass(frozen=True)
class StatementSeen:
    """A statement with the title of its agreement, and its agreement's id."""

    stands: StatementStands
    title: str
    agreement_id: UUID


def statements_of(agreement_id: UUID) -> list[StatementStands]:
    """An agreement's statements that the viewer sees, the last first."""
    return _statements(Statement.objects.filter(agreement=agreement_id).order_by("-month"))


def statement(statement_id: UUID) -> StatementSeen:
    """One statement; refused where there is none for the viewer."""
    return _titled([open_statement(statement_id)])[0]


def statements_seen() -> list[StatementSeen]:
    """Every statement that the viewer sees, the last month first, by title."""
    return _titled(_statements(Statement.objects.order_by("-month", "id")))


def _titled(found: list[StatementStands]) -> list[StatementSeen]:
    return [StatementSeen(one, one.row.title, one.row.agreement_id) for one in found]


def month_to_state(agreement_id: UUID, *, at: datetime) -> date | None:
    """The first month that is over and has no statement yet; None where every such month has one."""
    stands = open_agreement(agreement_id)
    if not stands.editions:
        return None
    month = next_month(stands.editions, kept_statements(agreement_id), stands.ended, told_of(agreement_id))
    return month if month is not None and month < day_of(at).replace(day=1) else None


def levels_of(statement_id: UUID) -> list[Measured]:
    """The service levels of a statement's month as it counted them, each with the rows that were due and in time."""
    row = open_statement(statement_id).row
    stands = open_agreement(row.agreement_id)
    kept = [one for one in kept_statements(row.agreement_id) if one.month <= row.month]
    return list(
        Book(tuple(stands.editions), tuple(counted_before(kept)), row.month, stands.ended).levels(row.month)
    )


def export_of(agreement_id: UUID) -> str:
    """An agreement with every statement as it was kept, in JSON: all that is needed to work each out again elsewhere."""
    stands = open_agreement(agreement_id)
    agreed = {one.number for one in stands.editions}
    texts = [
        (one.row.number, one.row.starts, one.row.text) for one in stands.terms if one.row.number in agreed
    ]
    return export(
        stands.row.title, texts, kept_statements(agreement_id), stands.ended, results_told(agreement_id)
    )


def drawing_waiting(drawing_id: UUID) -> Drawing | None:
    """What was asked for and still waits for its job."""
    return Drawing.objects.filter(id=drawing_id, state=Drawing.State.WAITING).first()


def last_drawing(unit_id: UUID) -> Drawing | None:
    """What a team asked for last, as far as it is."""
    return Drawing.objects.filter(unit_id=unit_id).order_by("-at", "-id").first()


def line(line_id: UUID) -> LineStands:
    """One line with what has come of it; refused where there is none for the viewer."""
    return open_line(line_id)


def bought_by(unit_id: UUID) -> list[tuple[UUID, str]]:
    """The agreements that a team buys by, with their titles."""
    found = Agreement.objects.filter(buyer_unit=unit_id).order_by("title", "id")
    return list(found.values_list("id", "title"))


def waits_for(member: Member) -> list[StatementSeen]:
    """Statements with a line that could be approved, drawn by somebody other than the viewer."""
    return [
        one
        for one in statements_seen()
        if one.stands.row.member_id != member.id and any(line.is_payable for line in one.stands.lines)
    ]
