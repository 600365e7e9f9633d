"""Sealing the ledgers: each line's digest in one chain, so that what is changed behind our back is named.

A line is sealed once every transaction that might still commit an earlier one has ended. What this
cannot find: changes to lines not yet sealed, and a rewrite of everything, lines and seals together.
The exported head, kept elsewhere, finds the second.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from uuid import UUID

from .clock import check_clock
from .forged import LINE, UNSEALED

GENESIS = b"\x00" * 32
MOST_IN_A_BATCH = 20_000

_UNSEALED = f"""SELECT ledger, id, line, txid, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  FROM {UNSEALED} AS unsealed WHERE stray IS NULL ORDER BY txid, id LIMIT %s"""
_LOCK = 7_340_112


def digest_of(ledger: str, line: str) -> bytes:
    """What a line of a ledger comes down to."""
    return hashlib.sha256(f"{ledger}\n{line}".encode()).digest()


def link(chain: bytes, digest: bytes) -> bytes:
    """The chain after one more line."""
    return hashlib.sha256(chain + digest).digest()


@dataclass(frozen=True)
class Head:
    """Where the chain stands: the number of the last batch, the lines sealed in all, and the chain itself."""

    batch: int
    position: int
    chain: bytes

    def __str__(self) -> str:
        return f"{self.batch} {self.position} {self.chain.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read an exported head; ValueError when it is not one."""
        batch, position, chain = text.split()
        return cls(int(batch), int(position), bytes.fromhex(chain))


NOTHING_SEALED = Head(0, 0, GENESIS)


def head(connection: Any) -> Head:
    """Where the chain stands now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT batch_id, position, chain FROM audit_seal ORDER BY position DESC LIMIT 1")
        row = cursor.fetchone()
    return Head(row[0], row[1], bytes(row[2])) if row else NOTHING_SEALED


def seal(connection: Any) -> int:
    """Seal one batch of settled lines, as the owner; returns how many lines, zero when there are none.

    A line put in behind the software's back (``forged.py``) is left out, for ``verify`` to name. Refused when the clock
    went back: what is written meanwhile would look forged.
    """
    from django.db import transaction

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        check_clock(cursor)
        cursor.execute(_UNSEALED, [MOST_IN_A_BATCH])
        lines = cursor.fetchall()
        if not lines:
            return 0
        before = head(connection)
        seals = list(_seals([line[:3] for line in lines], before))
        reached = lines[-1][3 if len(lines) == MOST_IN_A_BATCH else 4]
        cursor.execute(
            "INSERT INTO audit_batch (number, sealed_at, lines, head, horizon) VALUES (%s, clock_timestamp(), %s, %s, %s)",
            [before.batch + 1, len(seals), seals[-1][5], reached],
        )
        cursor.executemany(
            "INSERT INTO audit_seal (position, batch_id, ledger, line_id, digest, chain) VALUES (%s, %s, %s, %s, %s, %s)",
            seals,
        )
    return len(seals)


def _seals(
    lines: Iterable[tuple[str, UUID, str]], before: Head
) -> Iterator[tuple[int, int, str, UUID, bytes, bytes]]:
    chain = before.chain
    for position, (ledger, line_id, line) in enumerate(lines, before.position + 1):
        digest = digest_of(ledger, line)
        chain = link(chain, digest)
        yield position, before.batch + 1, ledger, line_id, digest, chain


@dataclass(frozen=True)
class Flaw:
    """The first thing wrong in the sealed ledgers: in which batch, at which line, and what."""

    batch: int
    position: int
    ledger: str
    line_id: UUID | None
    what: str

    def __str__(self) -> str:
        return f"batch {self.batch}, line {self.position} ({self.ledger} {self.line_id}): {self.what}"


@dataclass(frozen=True)
class Sealed:
    """One batch: its number, the position of its last line, and where the chain stood after it."""

    number: int
    last: int
    head: bytes


_SEALED = f"""
SELECT s.position, s.batch_id, s.ledger, s.line_id, s.digest, s.chain,
       coalesce(e.line, d.line)
  FROM audit_seal s
  LEFT JOIN (SELECT l.id, {LINE} AS line FROM audit_entry l) e ON s.ledger = 'entry' AND e.id = s.line_id
  LEFT JOIN (SELECT l.id, {LINE} AS line FROM audit_decision l) d ON s.ledger = 'decision' AND d.id = s.line_id
  ORDER BY s.position"""


def verify(connection: Any, *, kept: Head | None = None) -> tuple[int, Flaw | None]:
    """Walk the whole chain; returns how many lines were sound, and the first flaw if there is one.

    ``kept`` is a head exported before: the chain must still pass through it.
    """
    chain, sound = GENESIS, 0
    batches = _batches(connection)
    with connection.cursor() as cursor:
        cursor.execute(_SEALED)
        while rows := cursor.fetchmany(5000):
            for row in rows:
                flaw = _flaw(row, chain, sound, batches)
                if flaw:
                    return sound, flaw
                chain, sound = bytes(row[5]), sound + 1
                if kept and kept.position == sound and kept.chain != chain:
                    return sound, Flaw(
                        row[1], sound, row[2], row[3], "differs from the head that was kept elsewhere"
                    )
    return sound, _flaw_at_end(sound, batches, kept)


def _batches(connection: Any) -> list[Sealed]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, lines, head FROM audit_batch ORDER BY number")
        rows = cursor.fetchall()
    lasts = accumulate(row[1] for row in rows)
    return [Sealed(row[0], last, bytes(row[2])) for row, last in zip(rows, lasts, strict=True)]


def _flaw(row: Any, chain: bytes, sound: int, batches: list[Sealed]) -> Flaw | None:
    position, batch, ledger, line_id, digest, sealed_chain, line = row
    where = (batch, position, ledger, line_id)
    if position != sound + 1:
        return Flaw(batch, sound + 1, ledger, None, "a seal is missing here")
    if line is None:
        return Flaw(*where, "the line was deleted")
    if digest_of(ledger, line) != bytes(digest):
        return Flaw(*where, "the line was changed after it was sealed")
    if link(chain, bytes(digest)) != bytes(sealed_chain):
        return Flaw(*where, "the chain does not lead here: seals were reordered or rewritten")
    return _flaw_of_batch(where, bytes(sealed_chain), batches)


def _flaw_of_batch(where: tuple[int, int, str, UUID], chain: bytes, batches: list[Sealed]) -> Flaw | None:
    place = bisect_left(batches, where[1], key=lambda batch: batch.last)
    if place == len(batches):
        return Flaw(*where, "the batch is missing")
    batch = batches[place]
    if batch.number != where[0]:
        return Flaw(*where, "the line was moved to another batch")
    if batch.last == where[1] and batch.head != chain:
        return Flaw(*where, "the batch does not end where it was sealed")
    return None


def _flaw_at_end(sound: int, batches: list[Sealed], kept: Head | None) -> Flaw | None:
    expected = batches[-1].last if batches else 0
    if expected != sound:
        return Flaw(
            batches[-1].number if batches else 0, sound + 1, "seal", None, "seals at the end were removed"
        )
    if kept and kept.position > sound:
        return Flaw(
            kept.batch, sound + 1, "seal", None, "the chain is shorter than the head that was kept elsewhere"
        )
    return None
