"""Lines that were put into a ledger behind the software's back: they are never sealed, and are named instead.

A batch holds every line of the transactions that had ended, and says how far they reached. A line of a transaction
that was sealed long before, or that says it was written before the last batch or after this moment, was not there when
it says. ``written_at`` is the database's own clock, which whoever writes as web cannot choose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

LONGEST_TRANSACTION = "1 day"
"""Longer than any transaction of ours runs: a line is written no longer than this before the last batch was sealed."""

# A line settled by now: every transaction that could still commit an earlier one has ended. A transaction number that
# this server has not reached yet is of another server, whose backup was put back here.
SETTLED = """(l.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  OR l.txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"""
# What the last batch reached; one that reaches further than this server ever did is of another server, and says nothing.
LAST_BATCH = """(SELECT sealed_at, CASE WHEN horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN horizon END
  AS horizon FROM audit_batch ORDER BY number DESC LIMIT 1)"""
STRAY = f"""CASE
  WHEN b.horizon IS NOT NULL AND l.written_at IS NULL THEN 'it does not say when it was written'
  WHEN b.horizon IS NOT NULL AND l.written_at < b.sealed_at - interval '{LONGEST_TRANSACTION}'
    THEN 'it says it was written before the last batch was sealed, and was not there'
  WHEN l.written_at > clock_timestamp() THEN 'it says it was written after this moment'
  WHEN l.txid < b.horizon THEN 'it claims a transaction whose lines were all sealed before' END"""


def lines(ledger: str) -> str:
    """The unsealed, settled lines of one ledger, each with why it is a stray, or null."""
    return f"""SELECT '{ledger}' AS ledger, l.id, l.txid, {LINE} AS line, {STRAY} AS stray
    FROM audit_{ledger} l LEFT JOIN {LAST_BATCH} b ON true
    WHERE {SETTLED} AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.ledger = '{ledger}' AND s.line_id = l.id)"""


# A line as it is sealed; those of before the clock was kept are sealed without it.
LINE = "(CASE WHEN l.written_at IS NULL THEN to_jsonb(l) - 'written_at' ELSE to_jsonb(l) END)::text"
UNSEALED = f"({lines('entry')} UNION ALL {lines('decision')})"


@dataclass(frozen=True)
class Stray:
    """A line that no batch will hold: in which ledger, which, and what is wrong with it."""

    ledger: str
    line_id: UUID
    what: str

    def __str__(self) -> str:
        return f"{self.ledger} {self.line_id} was put in behind the software's back: {self.what}"


def strays(connection: Any) -> list[Stray]:
    """Every line that was put in behind the software's back, as the owner or the auditor sees them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ledger, id, stray FROM {UNSEALED} AS unsealed WHERE stray IS NOT NULL ORDER BY txid, id"
        )
        return [Stray(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class DatedOtherwise:
    """How many lines are dated a week before they were written, or after it, and the first of them."""

    lines: int
    first: UUID | None
    at: datetime | None
    written_at: datetime | None


def dated_otherwise(connection: Any) -> DatedOtherwise:
    """Lines whose own instant is not when they were written: what was brought in from before, or is not true."""
    wrong = "at > written_at + interval '1 minute' OR at < written_at - interval '7 days'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) OVER (), id, at, written_at FROM audit_entry WHERE {wrong} ORDER BY id LIMIT 1"
        )
        row = cursor.fetchone()
    return DatedOtherwise(*row) if row else DatedOtherwise(0, None, None, None)
