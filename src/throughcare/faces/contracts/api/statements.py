"""Statements: drawn, read, disputed by line, ruled on, approved, and exported to be worked out again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import StatementSeen
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])
WORDS = Field(min_length=1, max_length=500)
MOST_PENCE = 10**12


class LineShown(Schema):
    """A line: pence for a month, what for and why, the rows that earned it, and what has come of it."""

    id: UUID
    place: int
    month: date
    what: str
    name: str
    pence: int
    words: str
    sources: list[UUID]
    disputed: str
    ruled: int | None
    approved: int | None


class StatementShown(Schema):
    """A statement: its month, what it comes to in pence, and its lines."""

    id: UUID
    agreement_id: UUID
    title: str
    month: date
    pence: int
    approved: int
    at: datetime
    lines: list[LineShown]


class MonthAsked(Schema):
    """A month that is over, by its first day."""

    month: Day


class Disputed(Schema):
    """What is wrong with a line."""

    because: str = WORDS


class Seen(Schema):
    """The pence that whoever approves has seen."""

    pence: int = Field(ge=-MOST_PENCE, le=MOST_PENCE)


class Ruled(Schema):
    """The pence that stand, and why."""

    pence: int = Field(ge=-MOST_PENCE, le=MOST_PENCE)
    because: str = WORDS


def _shown(seen: StatementSeen) -> StatementShown:
    row = seen.stands.row
    return StatementShown(
        id=row.id, agreement_id=seen.agreement_id, title=seen.title, month=row.month, pence=row.pence,
        approved=seen.stands.approved, at=row.at,
        lines=[
            LineShown(
                id=one.row.id, place=one.row.place, month=one.row.month, what=one.row.what, name=one.row.name,
                pence=one.row.pence, words=one.row.words, sources=[UUID(source) for source in one.row.sources],
                disputed=one.dispute.because if one.dispute else "", ruled=one.ruling.pence if one.ruling else None,
                approved=one.entry.pence if one.entry else None,
            )
            for one in seen.stands.lines
        ],
    )  # fmt: skip


@router.get("/statements", response={200: list[StatementShown], **REFUSALS})
@allowed(May.LOOK_AT_MONEY)
def list_statements(request: HttpRequest) -> Any:
    """Every statement that the caller is shown, the last month first."""
    return [_shown(one) for one in queries.statements_seen()]


@router.get("/statements/{statement_id}", response={200: StatementShown, **REFUSALS})
@allowed(May.LOOK_AT_MONEY)
def get_statement(request: HttpRequest, statement_id: UUID) -> Any:
    """One statement."""
    try:
        return _shown(queries.statement(statement_id))
    except Refused:
        return or_404(None)


@router.post("/statement-drawings", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.DRAW_STATEMENT)
def ask_statements(request: HttpRequest, payload: MonthAsked) -> Any:
    """Ask for a month's statements of every agreement that the caller's team buys by; a job draws them."""
    return Status(202, {"id": done(request, actions.ask_statements, month=payload.month)})


@router.post("/statements/lines/{line_id}/dispute", response={204: None, **REFUSALS})
@allowed(May.DISPUTE_LINE)
def dispute_line(request: HttpRequest, line_id: UUID, payload: Disputed) -> Any:
    """Say what is wrong with a line."""
    done(request, actions.dispute_line, line_id=line_id, because=payload.because)
    return Status(204, None)


@router.post("/statements/lines/{line_id}/rule", response={204: None, **REFUSALS})
@allowed(May.RULE_ON_DISPUTE)
def rule_on_line(request: HttpRequest, line_id: UUID, payload: Ruled) -> Any:
    """Rule on a disputed line."""
    done(request, actions.rule_on_line, line_id=line_id, **payload.dict())
    return Status(204, None)


@router.post("/statements/{statement_id}/approve", response={200: dict[str, int], **REFUSALS})
@allowed(May.APPROVE_PAYMENT)
def approve_statement(request: HttpRequest, statement_id: UUID, payload: Seen) -> Any:
    """Approve every line that stands, where they come to the pence that were seen; the pence approved now."""
    return {"pence": done(request, actions.approve_statement, statement_id=statement_id, **payload.dict())}


@router.get("/contracts/{contract_id}/export", response={200: dict[str, Any], **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def export_agreement(request: HttpRequest, contract_id: UUID) -> Any:
    """An agreement with every statement as it was kept: what `throughcare contract recompute` works out again."""
    import json

    try:
        return json.loads(queries.export_of(contract_id))
    except Refused:
        return or_404(None)
