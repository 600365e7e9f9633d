"""What a provider's team has in every context, and what the models in force say of its failure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.casework.accommodation import queries as accommodation
from throughcare.casework.helpers import queries as helpers
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.programmes import queries as programmes
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.unpaid_work import queries as unpaid_work
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules import Question

from ..models import Ending, Handover, Proposal
from ..rules.ending import ProposalKind, Said
from ..rules.handing_over import Held


def held_by(unit_id: UUID) -> Held:
    """Everything that a team has, by kind, in one question to each context that people are in."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for context in (supervision, interventions, programmes, unpaid_work, accommodation, helpers):
        for kind, row in context.held_by_team(unit_id):
            found[kind].add(row)
    return {kind: frozenset(rows) for kind, rows in found.items()}


@dataclass(frozen=True)
class EverythingPassed:
    """What each team has afterwards, which roles the team that answers is to fill, what passed of cases, and whom nobody could see."""

    giver: Held
    receiver: Held
    to_fill: frozenset[UUID]
    cases: tuple[UUID, ...]
    tenures: tuple[UUID, ...]
    left_in: tuple[UUID, ...]
    people: int
    unseen: int


def pass_everything(
    agreement_id: UUID, to_unit: UUID, way: str, said: str, owed_on: date, proposal: UUID | None
) -> EverythingPassed:
    """Pass all that an agreement's provider has by one function of the database, which undoes it where nobody proposed it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contracts_pass(%s, %s, %s, %s, %s, %s)",
            [agreement_id, to_unit, way, said, owed_on, proposal],
        )
        [(told,)] = cursor.fetchall()
    found = told if isinstance(told, dict) else json.loads(told)
    return EverythingPassed(
        _by_kind(found["giver"]), _by_kind(found["receiver"]), frozenset(_ids(found["to_fill"])), _ids(found["cases"]),
        _ids(found["tenures"]), _ids(found["left_in"]), found["people"], found["unseen"],
    )  # fmt: skip


def _ids(rows: Iterable[Any]) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in rows)


def _by_kind(rows: Iterable[tuple[str, str]]) -> Held:
    found: dict[str, set[UUID]] = defaultdict(set)
    for kind, row in rows:
        found[kind].add(UUID(row))
    return {kind: frozenset(ids) for kind, ids in found.items()}


def proposed(agreement_id: UUID, kind: ProposalKind) -> Proposal | None:
    """What the viewer's team proposed last of a kind, and nobody confirmed."""
    last = Proposal.objects.filter(agreement=agreement_id, kind=kind).order_by("-at", "-id").first()
    return last if last is not None and not _is_confirmed(last) else None


def _is_confirmed(row: Proposal) -> bool:
    return Ending.objects.filter(proposed=row).exists() or Handover.objects.filter(proposed=row).exists()


def seconds(row: Proposal) -> bool:
    """Whether the viewer is somebody else of the team than who proposed it, whatever hat they wear, and nothing was proposed since."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contracts_seconds(%s, %s, %s, %s, %s, %s, %s)",
            [row.id, row.agreement_id, row.kind, row.ground, row.last_day, row.to_unit, row.way],
        )
        [(may,)] = cursor.fetchall()
    return bool(may)


def said_of_last_resort(organisation_id: UUID, on: date) -> list[Said]:
    """What each model in force where a body is appointed answers about what is done when a provider fails."""
    found = {}
    for area in models.areas_of_organisation(organisation_id, on):
        in_force = models.holders(area, on).in_force
        if in_force is not None:
            model = in_force.model
            asked = model.questions[Question.WAYS_OF_LAST_RESORT]
            found[model.name] = Said(model.title, asked.value, asked.ground.clause)
    return list(found.values())
