"""Tells: what the orders in force require of many people, each with the order's own days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.audit.trail import concerns

from ..models import Sentence
from ..rules import RUNNING
from .sentences import RequirementSeen, requirements_under


@dataclass(frozen=True)
class Required:
    """A requirement in force: of whom and under which order, from which day that runs and its last (None: none is known)."""

    person_id: UUID
    sentence_id: UUID
    sentence: str
    made: date
    ends: date | None
    requirement: RequirementSeen


@dataclass(frozen=True)
class OrderRunning:
    """A sentence that runs: of whom, of which kind, from which day and its last (None: none is known), and what it requires."""

    person_id: UUID
    kind: str
    made: date
    ends: date | None
    requires: frozenset[str]


def orders_running(person_ids: Iterable[UUID]) -> list[OrderRunning]:
    """The sentences of people that run, the oldest first, each with the kinds of requirement in force; two questions."""
    rows = list(
        Sentence.objects.filter(person_id__in=list(person_ids), state__in=RUNNING).order_by("begins_on", "id")
    )
    asked = requirements_under(row.id for row in rows)
    concerns(row.person_id for row in rows)
    return [
        OrderRunning(
            row.person_id, row.kind, row.begins_on, row.ends_on,
            frozenset(one.kind for one in asked.get(row.id, ()) if one.ended_on is None),
        )
        for row in rows
    ]  # fmt: skip


def required_of(person_ids: Iterable[UUID]) -> list[Required]:
    """Every requirement in force of people whose orders run, the oldest order first; two questions."""
    orders = list(
        Sentence.objects.filter(person_id__in=list(person_ids), state__in=RUNNING).order_by("begins_on", "id")
    )
    asked = requirements_under(order.id for order in orders)
    concerns(order.person_id for order in orders)
    return [
        Required(order.person_id, order.id, order.kind, order.begins_on, order.ends_on, one)
        for order in orders
        for one in asked.get(order.id, ())
        if one.ended_on is None
    ]
