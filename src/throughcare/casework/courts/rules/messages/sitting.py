"""When in the day a court sits."""

from __future__ import annotations

from ..words import Session

_NOON = 13


def session_at(hour: int) -> Session:
    """The session an hour lies in: the afternoon's begins at one."""
    return Session.AFTERNOON if hour >= _NOON else Session.MORNING
