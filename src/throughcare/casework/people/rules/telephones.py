"""Telephone numbers, as people and agencies write them."""

from __future__ import annotations


def telephone_in(written: str) -> str:
    """The number in a text, without its spaces, brackets and hyphens; empty where the text is no number of 5 to 15 digits."""
    kept = "".join(c for c in written if not c.isspace() and c not in "()-")
    digits = kept.removeprefix("+")
    return kept if digits.isdigit() and digits.isascii() and 5 <= len(digits) <= 15 else ""
