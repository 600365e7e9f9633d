"""What of assessment waits for somebody: one under way, and those that wait for a countersignature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of

from ..models import FINISHED, UNDER_WAY, Assessment, StepTaken
from ..rules.harm.tables import harm_on
from ..rules.needs.life_cycle import State, Step
from ..rules.needs.staleness import freshness, staleness_on

AWAITING = [State.AWAITING_COUNTERSIGN.value, State.AWAITING_SECOND_COUNTERSIGN.value]
_UNDOING = {Step.RETURN.value, Step.ROLL_BACK.value}


@dataclass(frozen=True)
class ToCountersign:
    """An assessment that waits for a countersignature: whose, of what level, since when, and who signed it last."""

    id: UUID
    person_id: UUID
    harm_level: str
    since: datetime
    signed_by: str
    is_second: bool


def under_way(person_id: UUID) -> UUID | None:
    """The assessment that is being written or waits for a signature, if there is one."""
    concerns(person_id)
    row = Assessment.objects.filter(person_id=person_id, state__in=UNDER_WAY).only("id").first()
    return row.id if row else None


def to_countersign(by: Member, *, on: date) -> list[ToCountersign]:
    """What waits for a member's countersignature: the highest level of harm first, then the longest wait.

    What the member signed is left out, as nobody signs the same assessment twice. Three questions.
    """
    columns = ("id", "person_id", "harm_level", "state")
    rows = list(Assessment.objects.filter(state__in=AWAITING).only(*columns))
    signed = _standing(StepTaken.objects.filter(assessment__in=[row.id for row in rows]).order_by("at", "id"))
    names = access.member_names({steps[-1].member_id for steps in signed.values()})
    levels = {level: place for place, level in enumerate(harm_on(on).table.levels)}
    found = [
        ToCountersign(
            row.id, row.person_id, row.harm_level, steps[-1].at, names.get(steps[-1].member_id, "not known"),
            row.state == State.AWAITING_SECOND_COUNTERSIGN.value,
        )
        for row in rows
        if (steps := signed.get(row.id)) and by.id not in {step.member_id for step in steps}
    ]  # fmt: skip
    concerns(one.person_id for one in found)
    return sorted(found, key=lambda one: (-levels.get(one.harm_level, -1), one.since, one.id))


def review_days(person_ids: Iterable[UUID], *, on: date) -> dict[UUID, date]:
    """The last day on which the latest signed assessment of each of many people is good, by its months alone.

    Whoever was never assessed is left out. Ids alone, nobody looked at; one question.
    """
    edition = staleness_on(on)
    rows = Assessment.objects.filter(person_id__in=list(person_ids), state__in=FINISHED)
    latest = {
        person: freshness(day_of(at), level or "not_assessed", [], on=on, edition=edition)
        for person, at, level in rows.order_by("signed_at").values_list(
            "person_id", "signed_at", "harm_level"
        )
        if at
    }
    return {person: aged.stale_from - timedelta(days=1) for person, aged in latest.items()}


def begun(person_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, date, bool]]:
    """The assessment under way of each of many people: which, since which day, and whether others are to sign it now."""
    rows = Assessment.objects.filter(person_id__in=list(person_ids), state__in=UNDER_WAY)
    return {
        person: (id, day_of(at), state in AWAITING)
        for person, id, at, state in rows.values_list("person_id", "id", "started_at", "state")
    }


def _standing(steps: Iterable[StepTaken]) -> dict[UUID, list[StepTaken]]:
    """The signatures of each assessment that stand: those since it was last returned or rolled back."""
    found: dict[UUID, list[StepTaken]] = {}
    for step in steps:
        held = found.setdefault(step.assessment_id, [])
        held.clear() if step.step in _UNDOING else held.append(step)
    return {assessment: held for assessment, held in found.items() if held}
