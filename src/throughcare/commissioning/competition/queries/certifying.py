"""Certifies the wall of a competition: asks the catalogue, hats, keys, jobs and the audit for every way across."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps

from throughcare.foundation.access.in_force import every_sql
from throughcare.foundation.access.rules import ROLES

from ..rules.certificate import Crossed, LetAcross, WallCertificate, functions_made


@cache
def _functions() -> dict[str, str]:
    """Every function that this service makes, with the digest of its body: read once, for no release changes while it runs."""
    return functions_made(every_sql())


def certify(connection: Any, competition_id: UUID, *, end: datetime) -> WallCertificate | None:
    """Whether the wall of a competition held from its publication until an instant; None to whoever may not ask.

    ``connection`` is a page's, or from outside the owner's, Django's or psycopg's. The catalogue is as it stands now.
    """
    made = _functions()
    roles = [f"{role.name}: {may.value}" for role in ROLES.values() for may in role.may]
    bodies = [f"{name} {digest}" for name, digest in made.items()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM competition_examined(%s, %s)", [competition_id, end])
        counts = cursor.fetchone()
        if counts is None:
            return None
        known = [list(made), bodies, roles, [model._meta.db_table for model in apps.get_models()]]
        cursor.execute("SELECT * FROM competition_open_ways(%s, %s, %s, %s, %s)", [competition_id, *known])
        crossed = [Crossed(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM competition_crossed(%s, %s)", [competition_id, end])
        crossed += [Crossed(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM competition_crossings(%s, %s)", [competition_id, end])
        across = tuple(LetAcross(*row[1:]) for row in cursor.fetchall())
    published, bids, worn, keys, lines, unsealed, jobs = counts
    return WallCertificate(
        competition_id, published, end, bids, worn, keys, lines, unsealed, jobs, across, tuple(crossed)
    )


def words_of_papers(connection: Any, competition_id: UUID) -> list[str]:
    """Words that stand nowhere but in the papers of a competition, for looking through a log; told on the owner's connection alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM competition_words(%s)", [competition_id])
        return [word for (word,) in cursor.fetchall()]
