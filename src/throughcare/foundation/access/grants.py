"""Deriving grants from their causes."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def derive_grants(kind: str, cause_ids: Iterable[UUID]) -> int:
    """Open, change and close the grants of these causes so that they agree with them; returns how many changed."""
    ids = list(cause_ids)
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_derive_grants(%s, %s::uuid[])", [kind, ids])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def go_on_sharing(agreement_id: UUID) -> None:
    """Let what an agreement opened go on under another that begins as it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_go_on_sharing(%s)", [agreement_id])


def stop_sharing(agreement_id: UUID) -> None:
    """Close now what an agreement that has just been ended opened, but for what another in force goes on with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_stop_sharing(%s)", [agreement_id])
