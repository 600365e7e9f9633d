"""Numbers that stand for people in an extract: keyed, so that nobody without the key can tell whose they are."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from throughcare.foundation.kernel import Refused

KEY_FILE = "numbers.key"
BELOW = 1 << 44
MOST_SALTS = 16


def key(folder: Path) -> bytes:
    """The secret that numbers are made with, made on first use in a file that only its owner may read."""
    kept = folder / KEY_FILE
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    return kept.read_bytes()


def number_of(person: UUID, secret: bytes, salt: int) -> int:
    """A person's number in an extract: the first 44 bits of a keyed hash (HMAC-SHA-256)."""
    digest = hmac.new(secret, b"%d:" % salt + person.bytes, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % BELOW


def numbers_of(people: Iterable[UUID], secret: bytes) -> tuple[dict[UUID, int], int]:
    """A number for each person and the salt they were made with: the first with which no two share one."""
    wanted = set(people)
    for salt in range(MOST_SALTS):
        numbers = {person: number_of(person, secret, salt) for person in wanted}
        if len(set(numbers.values())) == len(wanted):
            return numbers, salt
    raise Refused("Too many people for the numbers an extract may use.")
