"""Tells what others saved in a draft while somebody had it open, and which drafts were sent back and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns

from ..models import Assessment, StepTaken
from ..rules.needs.drafts import Answered
from ..rules.needs.life_cycle import State, Step
from ..store.drafts import changed_since, from_kept


@dataclass(frozen=True)
class SavedSince:
    """What a question says since a version, who said so and when."""

    answered: Answered
    by: str
    at: datetime


def saved_since(assessment_id: UUID, version: int) -> dict[str, SavedSince]:
    """Each question saved after a version, as it was saved last; empty where the wall hides the assessment."""
    row = Assessment.objects.filter(id=assessment_id).only("id", "person_id").first()
    if row is None:
        return {}
    concerns(row.person_id)
    found = {name: (from_kept(one.answered), one.at) for name, one in changed_since(row, version).items()}
    names = access.member_names({answered.by for answered, _ in found.values() if answered.by})
    return {
        name: SavedSince(answered, names.get(answered.by, "the record") if answered.by else "the record", at)
        for name, (answered, at) in found.items()
    }


def sent_back(person_ids: Iterable[UUID]) -> dict[UUID, tuple[str, datetime, str]]:
    """Of many people, those whose assessment was sent back for changes: by whom, when and why; two questions."""
    rows = Assessment.objects.filter(person_id__in=list(person_ids), state=State.RETURNED.value)
    steps = StepTaken.objects.filter(
        assessment__in=rows.values_list("id", flat=True), step=Step.RETURN.value
    ).order_by("at", "id")
    latest = {one.person_id: one for one in steps}
    names = access.member_names({one.member_id for one in latest.values()})
    return {
        person: (names.get(one.member_id, "not known"), one.at, one.because) for person, one in latest.items()
    }


def version_of(assessment_id: UUID) -> int:
    """The version an assessment is at; 0 where the wall hides it."""
    row = Assessment.objects.filter(id=assessment_id).only("person_id", "version").first()
    if row is None:
        return 0
    concerns(row.person_id)
    return row.version
