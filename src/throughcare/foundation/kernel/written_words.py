"""Words that somebody writes: given where they must be, and no longer than what keeps them."""

from __future__ import annotations

from .finding import Refused


def must_say(words: str, field: str, otherwise: str, most: int) -> str:
    """Words that must be given, without the spaces around them; refused, with ``otherwise``, when there are none, or when there are too many."""
    plain = words.strip()
    if not plain:
        raise Refused(otherwise, field=field)
    return at_most(plain, field, most)


def at_most(words: str, field: str, most: int) -> str:
    """Words that may be left out, without the spaces around them; refused when there are more characters than ``most``."""
    plain = words.strip()
    if len(plain) > most:
        raise Refused(f"At most {most} characters; this has {len(plain)}.", field=field)
    return plain
