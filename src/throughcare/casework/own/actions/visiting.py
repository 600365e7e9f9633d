"""What a person does with their code: comes in by it, once, and leaves.

No actions, for no member does them: one function of the database each, which holds what was typed against what is kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.audit import ledger

from ..rules import code_typed, reference_typed
from ..store import proof_of


def come_in(*, at: datetime, reference: str, code: str) -> str | None:
    """The secret by which a visit goes on, told here alone; None where reference and code let nobody in, whyever."""
    found, secret = reference_typed(reference), secrets.token_urlsafe(32)
    person = _asked(
        "SELECT own_come_in(%s, %s, %s)",
        [found, proof_of(found, code_typed(code)), secret],
    )
    if person is None:
        return None
    _noted("come in to their own page", person, at)
    return secret


def leave(*, at: datetime, secret: str) -> None:
    """End a visit; nothing happens where there is none."""
    person = _asked("SELECT own_leave(%s)", [secret])
    if person is not None:
        _noted("leave their own page", person, at)


def _asked(sql: str, given: list[str]) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        [(person,)] = cursor.fetchall()
    return UUID(str(person)) if person is not None else None


def _noted(act: str, person: UUID, at: datetime) -> None:
    ledger.enter(
        "did", act, who=ledger.Who(None), at=at, people={person}, subject={"own": "the person themselves"}
    )
