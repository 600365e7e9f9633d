"""Other databases of the same server that hold a copy of ours: a backup that was restored beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql


def databases_that_hold(owner: Any, table: str, row: UUID) -> list[str]:
    """What is to be said of each other database of the server that holds a row of ours, or that cannot be looked into.

    ``owner`` is Django's connection of the owner.
    """
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname <> current_database() AND datallowconn"
            " AND datname NOT IN ('postgres', 'template1') ORDER BY datname"
        )
        names = [name for (name,) in cursor.fetchall()]
    given = owner.get_connection_params()
    told = []
    for name in names:
        said = _said(given, name, table, row)
        if said:
            told.append(said)
    return told


def _said(given: dict[str, Any], name: str, table: str, row: UUID) -> str:
    address = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    try:
        with psycopg.connect(**address, dbname=name, connect_timeout=5) as opened:
            there = opened.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
            if not (there and there[0]):
                return ""
            asked = sql.SQL("SELECT EXISTS (SELECT 1 FROM {} WHERE id = %s)").format(sql.Identifier(table))
            held = opened.execute(asked, [row]).fetchone()
            return f"database {name} holds a copy of this competition" if held and held[0] else ""
    except psycopg.Error:
        return f"database {name} of this server cannot be looked into"
