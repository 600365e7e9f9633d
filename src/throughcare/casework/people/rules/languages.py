"""Which language somebody is written to in."""

from __future__ import annotations

ENGLISH, WELSH = "en", "cy"
_WELSH = frozenset({"welsh", "cymraeg", "cy", "cym"})


def written_to_in(first_language: str) -> str:
    """The language of what is handed to somebody, by what is recorded as their first: Welsh, or else English."""
    return WELSH if first_language.strip().casefold() in _WELSH else ENGLISH
