"""Conclusions that say on what authority they were reached, and refusals in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Clause:
    """Where a rule comes from, so that a practitioner can go and read it."""

    source: str
    paragraph: str

    def __str__(self) -> str:
        return f"{self.source}, {self.paragraph}"


@dataclass(frozen=True)
class Finding:
    """What one rule concluded, and on what authority."""

    rule: str
    clause: Clause
    because: str

    def __str__(self) -> str:
        return f"{self.because} ({self.clause})"


class Refused(Exception):
    """The service will not do this, and says why in words fit for the person asking.

    ``field`` names the answer at fault when one is, so that a page can put the words beside it. ``noted`` is what the audit keeps
    instead of the words, where they quote what only whoever sent it may read.
    """

    def __init__(self, because: str, *, field: str | None = None, noted: str = "") -> None:
        super().__init__(because)
        self.because = because
        self.field = field
        self.noted = noted or because


def is_allowed(check: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """Ask a ``check_…`` function a yes-or-no question."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True
