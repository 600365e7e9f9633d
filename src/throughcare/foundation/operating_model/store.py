"""Loads the model in force in an area; actions and queries both stand on it, never on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from .models import Adopted, InForce, Phase
from .rules import Function, InFlight, OperatingModel, load_model

P = ParamSpec("P")
R = TypeVar("R")
_read: ContextVar[dict[tuple[Any, ...], Any] | None] = ContextVar("read", default=None)


@contextmanager
def standing_still() -> Iterator[None]:
    """Within, who holds what in an area on a day is read once: for long work while nobody adopts, appoints or withdraws."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


@contextmanager
def moving_again() -> Iterator[None]:
    """Within it all is read each time, also where it stands still outside; and what was read before is forgotten."""
    before = _read.get()
    if before is not None:
        before.clear()
    token = _read.set(None)
    try:
        yield
    finally:
        _read.reset(token)


def once_while_standing(function: Callable[P, R]) -> Callable[P, R]:
    """Let a question be asked once of what stands still."""

    @wraps(function)
    def ask(*args: P.args, **given: P.kwargs) -> R:
        known = _read.get()
        if known is None:
            return function(*args, **given)
        key = (function, *args, *sorted(given.items()))
        if key not in known:
            known[key] = function(*args, **given)
        answer: R = known[key]
        return answer

    return ask


@dataclass(frozen=True)
class ModelInForce:
    """The model in force in an area on a day; ``settled_in`` is the area, here or above, that settled it.

    ``waiting`` are functions that the model before still answers for on the day.
    """

    id: UUID
    model_id: UUID
    model: OperatingModel
    settled_in: str
    start: date
    end: date | None
    in_flight: InFlight
    because: str
    waiting: Mapping[Function, OperatingModel]

    def answering(self, function: Function) -> OperatingModel:
        """The model that answers for a function on the day."""
        return self.waiting.get(function, self.model)


@once_while_standing
def model_in_force(area: str, on: date) -> ModelInForce | None:
    """The model in force in an area on a day: the area's own, else that of the nearest area above."""
    above = areas_from(area)
    rows = standing().filter(area_id__in=above, during__contains=on).select_related("model")
    nearest = min(rows, key=lambda row: above.index(row.area_id), default=None)
    if nearest is None:
        return None
    phases = Phase.objects.filter(in_force=nearest, starts__gt=on).select_related("before")
    return ModelInForce(
        id=nearest.id,
        model_id=nearest.model_id,
        model=model_of(nearest.model),
        settled_in=nearest.area_id,
        start=nearest.during.lower,
        end=nearest.during.upper,
        in_flight=InFlight(nearest.in_flight),
        because=nearest.because,
        waiting={Function(phase.function): model_of(phase.before) for phase in phases},
    )


def standing() -> QuerySet[InForce]:
    """Every time in force that was not withdrawn."""
    return InForce.objects.filter(withdrawn_at=None)


def adopted(model_id: UUID) -> Adopted | None:
    """One adopted text."""
    return Adopted.objects.filter(id=model_id).first()


@once_while_standing
def areas_from(area: str) -> list[str]:
    """An area and those above it, nearest first; just the code itself where it is not recorded."""
    sql = """WITH RECURSIVE up AS (
               SELECT code, parent_id, 0 AS steps FROM operating_model_area WHERE code = %s
               UNION ALL SELECT a.code, a.parent_id, up.steps + 1
                 FROM operating_model_area a JOIN up ON a.code = up.parent_id WHERE up.steps < 20)
             SELECT code FROM up ORDER BY steps"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [area])
        return [row[0] for row in cursor.fetchall()] or [area]


def model_of(adopted: Adopted) -> OperatingModel:
    """The adopted text as a model, read once in a process."""
    return load_model(adopted.text, adopted.name, asked_later=True)
