"""Tells what became of the conditions that a victim asked for."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from throughcare.casework.release.queries import ProposalAnswered


def asked_for(victim_id: UUID) -> list[ProposalAnswered]:
    """The conditions that a victim asked for and what became of each, for whoever holds the record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words, proposed_on, until, answer, because FROM victims_asked_for(%s)", [victim_id]
        )
        return [ProposalAnswered(*row) for row in cursor.fetchall()]
