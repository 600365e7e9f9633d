"""What a team has of helpers and pairings, counted when it passes to another."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def held_by_team(unit_id: UUID) -> list[tuple[str, UUID]]:
    """What a team has of helpers and pairings: kind and row, and nobody; empty for whoever may not end an agreement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, item FROM helpers_held(%s)", [unit_id])
        return [(kind, row) for kind, row in cursor.fetchall()]
