"""Announcing: facts and their announcements commit together, and each listener hears at least once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from .models import Announcement, Delivery


class Event(Protocol):
    """A frozen, past-tense fact that carries ids only."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True)
class Heard:
    """An announcement as a listener receives it; ``id`` is the key that makes reacting twice harmless."""

    id: UUID
    at: datetime
    facts: dict[str, Any]
    member_id: UUID | None


Listener = Callable[[Heard], None]
DELIVER = "throughcare.deliver"
LISTENERS: dict[str, dict[str, Listener]] = {}
_gathered: ContextVar[list[UUID] | None] = ContextVar("gathered", default=None)


def reacts_to(event: type) -> Callable[[Listener], Listener]:
    """Register a listener for a kind of event; it must be harmless when it hears the same thing twice."""

    def register(listener: Listener) -> Listener:
        LISTENERS.setdefault(event.__name__, {})[f"{listener.__module__}.{listener.__qualname__}"] = listener
        return listener

    return register


def announce(event: Event, *, at: datetime, by: UUID | None) -> None:
    """Store an event with the facts of the current transaction, and one delivery for each listener."""
    name = type(event).__name__
    facts = json.loads(json.dumps(asdict(event), default=str))
    told = Announcement(at=at, event=name, facts=facts, member_id=by)
    Announcement.objects.bulk_create([told])
    waiting = [Delivery(announcement=told, listener=listener) for listener in LISTENERS.get(name, {})]
    Delivery.objects.bulk_create(waiting)
    gathered = _gathered.get()
    if gathered is not None:
        gathered.extend(delivery.id for delivery in waiting)
    elif waiting:
        _defer(waiting)


@contextmanager
def gathering() -> Iterator[list[UUID]]:
    """The deliveries announced inside, for whoever will see to these and leave other processes' alone.

    No job is made for them; should whoever gathers end early, they are met when what is late is delivered again.
    """
    gathered: list[UUID] = []
    token = _gathered.set(gathered)
    try:
        yield gathered
    finally:
        _gathered.reset(token)


def _defer(waiting: list[Delivery]) -> None:
    from procrastinate.contrib.django import app

    task = app.configure_task(DELIVER, allow_unknown=True)
    for delivery in waiting:
        task.defer(delivery_id=str(delivery.id))
