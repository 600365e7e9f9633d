"""Victims' statements to the Parole Board: asked for, written down, submitted, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.rules import StatementMove
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Victims"])
VERSION = Field(ge=0, le=2**31 - 1)


class BoardStatementShown(Schema):
    """A statement in the victim's own words: for which hearing, where it stands, and what may follow."""

    id: UUID
    version: int
    victim_id: UUID
    hearing_on: date
    words: str
    state: str
    since: date
    submitted_on: date | None
    may_follow: list[str]


class StatementAsked(Schema):
    """The day of the hearing."""

    hearing_on: date


class StatementWritten(Schema):
    """The version that was read, and what they say, in their own words."""

    version: int = VERSION
    words: str = Field(max_length=20_000)


class StatementMoved(Schema):
    """The version that was read, what happened on which day, and, of one submitted, whether they agreed to each word."""

    version: int = VERSION
    move: StatementMove
    on: date
    note: str = Field("", max_length=2000)
    agreed: bool = False


@router.post("/victims/{victim_id}/statements", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def ask_for_statement(request: HttpRequest, victim_id: UUID, payload: StatementAsked) -> Any:
    """Ask whether they make a statement for a hearing to come."""
    made = done(request, actions.ask_for_statement, victim_id=victim_id, **payload.dict())
    return Status(201, {"id": made})


@router.get("/victims/statements/{statement_id}", response={200: BoardStatementShown, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def get_victims_statement(request: HttpRequest, statement_id: UUID) -> Any:
    """One statement of a victim whose record the caller holds."""
    seen = or_404(queries.statement(statement_id))
    row = seen.row
    return BoardStatementShown(
        id=row.id, version=row.version, victim_id=row.victim_id, hearing_on=row.hearing_on, words=row.words, state=row.state,
        since=row.since, submitted_on=row.submitted_on, may_follow=[one.move.value for one in seen.moves],
    )  # fmt: skip


@router.post("/victims/statements/{statement_id}", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def write_statement(request: HttpRequest, statement_id: UUID, payload: StatementWritten) -> Any:
    """Write down what they say."""
    done(request, actions.write_statement, statement_id=statement_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/statements/{statement_id}/moves", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def move_statement(request: HttpRequest, statement_id: UUID, payload: StatementMoved) -> Any:
    """Record that it was submitted, is not wanted, was withdrawn, or that the hearing was held."""
    done(request, actions.move_statement, statement_id=statement_id, **payload.dict())
    return Status(204, None)
