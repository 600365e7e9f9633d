"""What orders require: how each requirement stands, that it began, why it has not, and a team's waits."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.rules.requirement_clocks import Stage, Word
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, check, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Requirements"])


class RecordedBeginning(Schema):
    """What stands recorded of a beginning: that it began, or why it has not and until when."""

    id: UUID
    word: Word
    on: date
    until: date | None
    reason: str
    note: str
    member: str
    at: datetime


class StepNow(Schema):
    """A step under a requirement: who does it, the days it was done, and by when it is next to be; empty where it is not owed."""

    key: str
    words: str
    by: str
    done: list[date]
    due: date | None
    is_late: bool
    because: str


class RequirementNow(Schema):
    """A requirement in force: what was ordered, where it stands, how much is done and left, by when, and who delivers it.

    ``left`` and ``ordered`` are null where it is not counted; ``limit`` is the day it is to begin by, null once it has begun or while
    it is held; ``by`` is the last day for the rest, null where none is known.
    """

    person_id: UUID
    case_id: UUID
    requirement_id: UUID
    kind: str
    name: str
    unit: str
    at_most: bool
    sentence: str
    made: date
    stage: Stage
    since: date | None
    limit: date | None
    until: date | None
    reason: str
    is_past: bool
    is_done: bool
    ordered: Decimal | None
    done: Decimal
    left: Decimal | None
    over: Decimal
    by: date | None
    because: str
    begun_when: str
    done_when: str
    deliverer: str
    recorded: list[RecordedBeginning]
    steps: list[StepNow]


class BeginningSaid(Schema):
    """That a requirement began on a day, why it has not (a reason of the list, and the day until which it holds), or a step done (its key)."""

    word: Literal["begun", "held", "step"]
    on: Day
    reason: str = Field("", max_length=20)
    until: Day | None = None
    note: str = Field("", max_length=500)


class BeginningTakenBack(Schema):
    """Why it is taken back."""

    because: str = Field(max_length=500)


def _now(one: queries.RequirementStanding) -> dict[str, Any]:
    stands, asked = one.stands, one.requirement
    names = (
        "stage",
        "since",
        "limit",
        "until",
        "reason",
        "is_past",
        "is_done",
        "ordered",
        "done",
        "left",
        "over",
        "by",
    )
    return {name: getattr(stands, name) for name in names} | {
        "person_id": one.person_id, "case_id": one.case_id, "requirement_id": asked.id, "kind": asked.kind,
        "name": asked.name, "unit": asked.unit, "at_most": asked.at_most, "sentence": one.sentence, "made": one.made,
        "because": str(stands.finding), "begun_when": one.clock.begins.words, "done_when": one.clock.done.words,
        "deliverer": one.deliverer, "recorded": [vars(said) for said in one.recorded],
        "steps": [
            {"key": step.step.key, "words": step.step.words, "by": step.step.by, "done": list(step.done), "due": step.due,
             "is_late": step.is_late, "because": str(step.step.clause)}
            for step in one.steps
        ],
    }  # fmt: skip


@router.get("/people/{person_id}/case/requirements", response={200: list[RequirementNow], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.CONTACTS)
def get_requirements(request: HttpRequest, person_id: UUID) -> Any:
    """What the orders in force require of a person, and how each stands."""
    case = or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]
    return [_now(one) for one in queries.requirements_of(case.case, at=request.at)]  # type: ignore[attr-defined]


@router.post(
    "/people/{person_id}/case/requirements/{requirement_id}/beginning", response={204: None, **REFUSALS}
)
@allowed(May.RECORD_ON_TIMELINE)
def record_beginning(
    request: HttpRequest, person_id: UUID, requirement_id: UUID, payload: BeginningSaid
) -> Any:
    """Record that a requirement began, the lawful reason why it has not, or a step done under it."""
    case = or_404(queries.case_of(person_id, at=request.at))  # type: ignore[attr-defined]
    said = payload.dict()
    told = actions.BeginningTold(case.case.id, requirement_id, Word(said.pop("word")), **said)
    done(request, actions.record_beginnings, beginnings=[told])
    return Status(204, None)


@router.post("/beginnings/{beginning_id}/take-back", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def take_back_beginning(request: HttpRequest, beginning_id: UUID, payload: BeginningTakenBack) -> Any:
    """Take back what one's own organisation recorded of a requirement's beginning."""
    done(request, actions.take_back_beginning, beginning_id=beginning_id, because=payload.because)
    return Status(204, None)


@router.get("/team/requirements", response={200: list[RequirementNow], **REFUSALS})
@allowed(May.LOOK_AT_TEAM)
def get_team_requirements(request: HttpRequest) -> Any:
    """The requirements of the people of the caller's teams that have not begun, those past their limit first."""
    member = check(request, May.LOOK_AT_TEAM)
    rows = queries.requirements_not_begun(access.units_below(member.unit_id), at=request.at)  # type: ignore[attr-defined]
    return [_now(one) for one in rows]
