"""A person's release: its days, what is said of it, and who is due out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.release import actions, queries
from throughcare.casework.release.actions import InsideFacts
from throughcare.casework.release.queries import ReleaseSeen
from throughcare.casework.release.rules import (
    BoardSays,
    DateKind,
    EarlyReason,
    Group,
    NeedKind,
    NeedState,
    Owes,
    ParoleKind,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Release"])


class SentenceDay(Schema):
    """One day of a sentence: ours with its rule, the prison's, and what would explain a difference; empty: there is none."""

    kind: DateKind
    worked_out: date | None
    because: str
    prison: date | None
    prison_document: str
    differs_because: list[str]


class ReleaseNeed(Schema):
    """A need that somebody still owes something for."""

    kind: NeedKind
    state: NeedState
    by: date
    whose: Owes
    is_late: bool


class ParoleStepSeen(Schema):
    """A step to parole."""

    id: UUID
    kind: ParoleKind
    owes: Owes
    due: date
    done_on: date | None
    says: str


class ReleaseShown(Schema):
    """A person's release; what is not known is empty. ``nobody`` says why no organisation holds them, where none does."""

    case_id: UUID
    leaves_on: date | None
    released_on: date | None
    responsible: str
    handover_on: date | None
    handover_because: str
    nobody: str
    first_seen_by: date | None
    moved: list[str]
    warning: str
    days: list[SentenceDay]
    needs: list[ReleaseNeed]
    licence_id: UUID | None
    licence_state: str
    held_past_minimum: str
    steps: list[ParoleStepSeen]


class FigureGiven(Schema):
    """A day as the prison gives it; no day: the prison says that there is none."""

    kind: DateKind
    on: Day | None = None
    given_on: Day
    source: str = Field(max_length=200)


class TermTold(Schema):
    """Which law of release a sentence falls under; no days that count: as the court said."""

    sentence_id: UUID
    group: Group
    because: str = Field(max_length=300)
    youth: bool = False
    credit_days: int | None = None
    seen: int | None = None


class DaysTold(Schema):
    """Days added, or below nought given back."""

    days: int = Field(ge=-36525, le=36525)
    because: str = Field(max_length=300)


class InsideTold(Schema):
    """What is known of somebody's time inside; what is left out is not known."""

    early_reasons: list[EarlyReason] = Field(default_factory=list)
    early_agreed: bool | None = None
    managed_together: bool | None = None
    womens_prison: bool | None = None
    open_since: Day | None = None
    immigration: bool | None = None
    more_to_come: bool | None = None
    no_curfew: bool | None = None
    confirmed_release: Day | None = None


class LookedAt(Schema):
    """The days that were looked at, by name; left out: as they now stand."""

    days: dict[str, str] | None = None


class NeedTold(Schema):
    """What is known of a need; without an owner it is whoever says it."""

    kind: NeedKind
    state: NeedState
    what: str = Field("", max_length=300)
    due: Day | None = None
    owner_id: UUID | None = None
    seen: int | None = None


class StepAgreed(Schema):
    """A step to parole; which side owes it as policy has it, unless said."""

    kind: ParoleKind
    due: Day
    owes: Owes | None = None
    note: str = Field("", max_length=300)


class StepDoneTold(Schema):
    """That a step was done, and what the Parole Board decided where it was its decision."""

    on: Day
    says: BoardSays | None = None
    note: str = Field("", max_length=300)


class PersonDueOut(Schema):
    """Somebody who is to leave custody, and what is missing."""

    person_id: UUID
    case_id: UUID
    on: date
    licence_state: str
    needs: int
    night_of_release: str
    nobody: str


def _shown(seen: ReleaseSeen) -> ReleaseShown:
    stands = seen.stands
    handover = stands.handover
    return ReleaseShown(
        case_id=stands.case.id, leaves_on=stands.starts if stands.is_inside else None, released_on=stands.released_on,
        responsible=seen.responsible or "", handover_on=handover.on if handover else None,
        handover_because=str(handover.finding) if handover else "", nobody=seen.nobody, first_seen_by=seen.seen_by,
        moved=list(seen.moved), warning=str(seen.warning) if seen.warning else "",
        days=[
            SentenceDay(
                kind=one.kind, worked_out=one.ours.on if one.ours else None,
                because=str(one.ours.finding) if one.ours else "", prison=one.figure.on if one.figure else None,
                prison_document=one.figure.source if one.figure else "",
                differs_because=list(one.difference.reasons) if one.difference else [],
            )
            for one in seen.dates
        ],
        needs=[ReleaseNeed(kind=one.kind, state=one.state, by=one.by, whose=one.whose, is_late=one.is_late) for one in seen.needs],
        licence_id=seen.licence.stands.row.id if seen.licence else None,
        licence_state=seen.licence.state if seen.licence else "",
        held_past_minimum=str(seen.held_past) if seen.held_past else "",
        steps=[_step(one) for one in stands.facts.steps],
    )  # fmt: skip


def _step(row: Any) -> ParoleStepSeen:
    came = getattr(row, "done", None)
    return ParoleStepSeen(
        id=row.id,
        kind=row.kind,
        owes=row.owes,
        due=row.due,
        done_on=came.on if came else None,
        says=came.says if came else "",
    )


def _case(request: HttpRequest, person_id: UUID) -> UUID:
    found: UUID = or_404(supervision.open_cases_of([person_id]).get(person_id)).id
    return found


@router.get("/people/{person_id}/release", response={200: ReleaseShown, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.PLAN)
def get_release(request: HttpRequest, person_id: UUID) -> Any:
    """A person's release: days, responsibility, needs, licence and steps to parole."""
    or_404(names_of([person_id]).get(person_id))
    at = request.at  # type: ignore[attr-defined]
    return _shown(or_404(queries.release_of(person_id, at=at)))


@router.post("/people/{person_id}/release/figures", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def record_figure(request: HttpRequest, person_id: UUID, payload: FigureGiven) -> Any:
    """Record a day as the prison gives it, beside the one that is worked out."""
    case = _case(request, person_id)
    return Status(201, {"id": done(request, actions.record_figure, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/release/terms", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def say_term(request: HttpRequest, person_id: UUID, payload: TermTold) -> Any:
    """Say which law of release a sentence falls under, and how many days count towards it."""
    case = _case(request, person_id)
    return Status(201, {"id": done(request, actions.say_term, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/release/days-added", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def say_days_added(request: HttpRequest, person_id: UUID, payload: DaysTold) -> Any:
    """Record days added to what is served, or given back."""
    case = _case(request, person_id)
    return Status(201, {"id": done(request, actions.say_days_added, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/release/inside", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def say_inside(request: HttpRequest, person_id: UUID, payload: InsideTold) -> Any:
    """Say what is known of somebody's time inside."""
    case, facts = _case(request, person_id), InsideFacts(**payload.dict())
    return Status(201, {"id": done(request, actions.say_inside, case_id=case, facts=facts)})


@router.post("/people/{person_id}/release/looked", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def look_at_days(request: HttpRequest, person_id: UUID, payload: LookedAt) -> Any:
    """Say that the days of a release were looked at."""
    case = _case(request, person_id)
    return Status(201, {"id": done(request, actions.look_at_days, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/release/needs", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def say_need(request: HttpRequest, person_id: UUID, payload: NeedTold) -> Any:
    """Say what is known of a need for the day of release."""
    case = _case(request, person_id)
    return Status(201, {"id": done(request, actions.say_need, case_id=case, **payload.dict())})


@router.post("/people/{person_id}/release/steps", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def agree_step(request: HttpRequest, person_id: UUID, payload: StepAgreed) -> Any:
    """Agree a step to parole."""
    case = _case(request, person_id)
    return Status(201, {"id": done(request, actions.agree_step, case_id=case, **payload.dict())})


@router.post("/release/steps/{parole_id}/done", response={204: None, **REFUSALS})
@allowed(May.RECORD_RELEASE)
def record_step_done(request: HttpRequest, parole_id: UUID, payload: StepDoneTold) -> Any:
    """Record that a step to parole was done."""
    done(request, actions.record_step_done, step_id=parole_id, **payload.dict())
    return Status(204, None)


@router.get("/due-out", response={200: list[PersonDueOut], **REFUSALS})
@allowed(May.RECORD_RELEASE)
def list_due_out(request: HttpRequest, days: int = 28) -> Any:
    """Those in whose cases the caller holds a role who leave custody within so many days, the earliest first."""
    at, member = request.at, request.member  # type: ignore[attr-defined]
    cases = [(one.case_id, one.person_id) for one in supervision.cases_held(member.id, at=at)]
    found = queries.due_out(cases, at=at, within=timedelta(days=max(0, min(days, 3650))))
    return [
        PersonDueOut(
            person_id=one.person_id, case_id=one.case_id, on=one.on, licence_state=one.licence or "", needs=len(one.needs),
            night_of_release=one.bed or "not known", nobody=one.nobody,
        )
        for one in found
    ]  # fmt: skip
