"""Numbers that stand for people in an extract: keyed, so that nobody without the key can tell whose they are."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.files import made_once

KEY_FILE = "numbers.key"
BELOW = 1 << 44
MOST_SALTS = 16


def key(folder: Path) -> bytes:
    """The secret that numbers are made with, made on first use in a file that only its owner may read."""
    return made_once(folder / KEY_FILE, secrets.token_bytes(32))


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
