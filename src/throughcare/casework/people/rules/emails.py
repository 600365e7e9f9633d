"""E-mail addresses, as people write them."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?=.{4,189}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def email_in(written: str) -> str:
    """The address in a text, without spaces round it and its domain in small letters; empty where the text is none.

    >>> email_in(" Robin.Hale@Example.TEST "), email_in("robin@home")
    ('Robin.Hale@example.test', '')
    """
    kept = written.strip()
    if not _ADDRESS.fullmatch(kept) or ".." in kept or kept.startswith(".") or ".@" in kept:
        return ""
    name, _, domain = kept.rpartition("@")
    return f"{name}@{domain.lower()}"
