"""What a provider's team has in every context, and what the models in force say of its failure."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from throughcare.casework.accommodation import queries as accommodation
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.programmes import queries as programmes
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.unpaid_work import queries as unpaid_work
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules import Question

from ..rules.ending import Said
from ..rules.handing_over import Held


def held_by(unit_id: UUID) -> Held:
    """Everything that a team has, by kind, in one question to each context that people are in."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for context in (supervision, interventions, programmes, unpaid_work, accommodation):
        for kind, row in context.held_by_team(unit_id):
            found[kind].add(row)
    return {kind: frozenset(rows) for kind, rows in found.items()}


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
