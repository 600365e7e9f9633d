"""What happened inside one act or one request, gathered until it is written as one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID


@dataclass
class Trail:
    """The people and things one act or one request concerned so far."""

    people: set[UUID] = field(default_factory=set)
    subject: dict[str, object] = field(default_factory=dict)
    because: str = ""


_current: ContextVar[Trail | None] = ContextVar("trail", default=None)


@contextmanager
def following() -> Iterator[Trail]:
    """Gather what is touched until the block ends; an outer trail also learns of it."""
    outer = _current.get()
    trail = Trail()
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)
        if outer is not None:
            outer.people |= trail.people


def concerns(people: Iterable[UUID] | UUID) -> None:
    """Say that the current act or page concerned these people."""
    trail = _current.get()
    if trail is not None:
        trail.people |= {people} if isinstance(people, UUID) else set(people)


def add_to_line(because: str = "", **subject: object) -> None:
    """Add ids, counts or a reason to the line that will be written; never personal details."""
    trail = _current.get()
    if trail is not None:
        trail.subject.update(
            {key: str(value) if isinstance(value, UUID) else value for key, value in subject.items()}
        )
        trail.because = because or trail.because
