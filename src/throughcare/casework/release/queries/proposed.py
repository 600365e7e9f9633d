"""Tells which conditions somebody asks for, to whoever writes the licence, and what became of those the viewer put forward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from throughcare.foundation.audit.trail import concerns

from ..models import ProposedCondition
from ..rules import PolicyList, policy_list


@dataclass(frozen=True)
class ProposalAnswered:
    """A condition that was put forward, and its answer; empty while nobody gave one."""

    words: str
    proposed_on: date
    until: date | None
    answer: str
    because: str


@dataclass(frozen=True)
class ConditionAsked:
    """A condition that somebody asks for: whose licence, what, and its answer; who asks is no part of it."""

    id: UUID
    person_id: UUID
    case_id: UUID
    proposed_on: date
    code: str
    words: str
    area: list[tuple[float, float]] | None
    until: date | None
    answer: str
    because: str


def _corners(area: list[list[float]] | None) -> list[tuple[float, float]] | None:
    return None if area is None else [(north, east) for north, east in area]


def _asked(rows: QuerySet[ProposedCondition]) -> list[ConditionAsked]:
    found = [
        ConditionAsked(
            one.id, one.person_id, one.case_id, one.proposed_on, one.code, one.words, _corners(one.area), one.until, one.answer, one.because
        )
        for one in rows.order_by("proposed_on", "id")
    ]  # fmt: skip
    concerns(one.person_id for one in found)
    return sorted(found, key=lambda one: bool(one.answer))


def conditions_asked_for(person_id: UUID) -> list[ConditionAsked]:
    """Conditions that somebody asks for, those that nobody answered first."""
    return _asked(ProposedCondition.objects.filter(person_id=person_id))


def condition_asked_for(proposal_id: UUID) -> ConditionAsked | None:
    """One of them; None where it is not the viewer's to see."""
    return next(iter(_asked(ProposedCondition.objects.filter(id=proposal_id))), None)


def conditions_to_answer(case_ids: Iterable[UUID]) -> list[ConditionAsked]:
    """Those of these cases that nobody answered yet, the oldest first."""
    return _asked(ProposedCondition.objects.filter(case__in=list(case_ids), answer=""))


def conditions_put_forward(person_id: UUID) -> list[ProposalAnswered]:
    """What the viewer put forward for a person, and what became of it."""
    concerns(person_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words, proposed_on, until, answer, because FROM release_answered(%s)", [person_id]
        )
        return [ProposalAnswered(*row) for row in cursor.fetchall()]


def conditions_to_choose(on: date) -> PolicyList:
    """The policy list of a day, of which a condition to be asked for is chosen."""
    return policy_list(on).table
