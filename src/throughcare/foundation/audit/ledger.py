"""Adding lines to the ledgers; nothing here changes or removes one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel import new_id


@dataclass(frozen=True)
class Who:
    """Who acted or looked, and the hat they wore; all None before anybody has signed in."""

    member_id: UUID | None = None
    unit_id: UUID | None = None
    organisation_id: UUID | None = None
    role: str = ""


_ENTER = """INSERT INTO audit_entry
    (id, at, kind, act, member_id, unit_id, organisation_id, role, people, subject, because, request_id, txid)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::jsonb, %s, %s, pg_current_xact_id()::text::bigint)"""

_DECIDE = """INSERT INTO audit_decision
    (id, at, member_id, person_id, about, about_id, rule, edition, inputs, outcome, reasons, txid)
    SELECT d.id, %s, %s, d.person_id, d.about, d.about_id, d.rule, d.edition,
      d.inputs, d.outcome, d.reasons, pg_current_xact_id()::text::bigint
    FROM jsonb_to_recordset(%s::jsonb) AS d(id uuid, person_id uuid, about text, about_id uuid, rule text,
      edition text, inputs jsonb, outcome jsonb, reasons jsonb)"""

_OF_DECISION = ("id", "person_id", "about", "about_id", "rule", "edition", "inputs", "outcome", "reasons")


def enter(
    kind: str,
    act: str,
    *,
    who: Who,
    at: datetime,
    people: Iterable[UUID] = (),
    subject: Mapping[str, object] | None = None,
    because: str = "",
    request_id: UUID | None = None,
) -> UUID:
    """Write one line: ``kind`` is did, looked, refused or failed. Returns the line's id."""
    line = new_id()
    row: list[Any] = [line, at, kind, act, who.member_id, who.unit_id, who.organisation_id, who.role]
    row += [sorted(people), json.dumps(subject or {}, default=str), because, request_id]
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, row)
    return line


@dataclass(frozen=True)
class Decided:
    """A decision to be remembered: what was decided, by which rule and edition, from what, and why."""

    about: str
    rule: str
    edition: str
    inputs: Mapping[str, Any]
    outcome: Any
    reasons: Sequence[Any]
    person_id: UUID | None = None
    about_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


def remember(decisions: Iterable[Decided], *, who: Who, at: datetime) -> list[UUID]:
    """Write decisions to their ledger; returns their ids in order."""
    found = list(decisions)
    if not found:
        return []
    rows = [{name: getattr(decision, name) for name in _OF_DECISION} for decision in found]
    with connection.cursor() as cursor:
        cursor.execute(_DECIDE, [at, who.member_id, json.dumps(rows, default=str)])
    return [d.id for d in found]
