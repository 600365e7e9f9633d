"""What is kept of the secret in the address of a person's calendar."""

from __future__ import annotations

import hashlib


def digest_of(secret: str) -> str:
    """What is kept of a secret, by which its row is found."""
    return hashlib.sha256(secret.encode()).hexdigest()
