"""Helpers asked for people: matched, met, moved on by each side, and what came of work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.actions import MeetingSaid
from throughcare.casework.helpers.queries import JobSeen, PairingLine
from throughcare.casework.helpers.rules import (
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
    Owed,
    PairingState,
)
from throughcare.casework.people.queries import names_of
from throughcare.casework.supervision.rules.contacts import Absence, ContactKind, Outcome
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Helpers"])


class StepOwed(Schema):
    """What is owed on a pairing: by the sender or the helpers' team, and until the end of which day."""

    what: str
    side: str
    by: date


class MeetingShown(Schema):
    """A meeting that stands, and the contact of the record."""

    id: UUID
    on: date
    outcome: str
    contact_id: UUID


class JobShown(Schema):
    """Work agreed, and what was told of it at each point; a point that is missing is not told."""

    id: UUID
    kind: str
    title: str
    starts_on: date
    told: dict[str, str]


class PairingShown(Schema):
    """A helper asked for somebody; ``lapse`` is a check of the helper that lapses soon, or holds no longer."""

    id: UUID
    person_id: UUID
    kind: str
    state: str
    helper_id: UUID | None
    helper: str
    team: str
    because: str
    owed: StepOwed | None
    lapse: StepOwed | None
    version: int
    meetings: list[MeetingShown]
    jobs: list[JobShown]


class HelperFitShown(Schema):
    """A helper held against somebody who asked for one, and why not."""

    helper_id: UUID
    name: str
    fits: bool
    because: list[str]


class AskForHelper(Schema):
    """What kind of helper is asked for, why, and of which team: the one that gives support here, where none is named."""

    kind: HelperKind
    because: str = Field(max_length=1000)
    unit_id: UUID | None = None


class MatchHelper(Schema):
    """The helper chosen."""

    version: int
    helper_id: UUID
    note: str = Field("", max_length=2000)


class PairingWithdrawn(Schema):
    """Why it is withdrawn."""

    version: int
    reason: str
    note: str = Field("", max_length=2000)


class PairingMoves(PairingWithdrawn):
    """A move by hand."""

    to: PairingState


class HelperMet(Schema):
    """A meeting."""

    happened_at: datetime
    kind: ContactKind
    outcome: Outcome
    what: str = Field(max_length=400)
    absence: Absence | None = None
    note: str = ""


class HelperMetCorrected(HelperMet):
    """A meeting put right, and why."""

    because: str = Field(max_length=300)


class NewJob(Schema):
    """Work agreed with an employer."""

    kind: JobKind
    title: str = Field(max_length=100)
    starts_on: Day


class JobOutcomeTold(Schema):
    """What came of work at a point; told again it says why."""

    point: JobPoint
    outcome: JobOutcome
    because: str = Field("", max_length=300)


def _owed(one: Owed | None) -> StepOwed | None:
    return StepOwed(what=one.what, side=one.side, by=one.by) if one else None


def _job(one: JobSeen) -> JobShown:
    told = {point.value: each.outcome for point, each in one.told.items()}
    row = one.row
    return JobShown(id=row.id, kind=row.kind, title=row.title, starts_on=row.starts_on, told=told)


def _shown(line: PairingLine) -> PairingShown:
    row = line.row
    return PairingShown(
        id=row.id, person_id=row.person_id, kind=row.kind, state=row.state, helper_id=row.helper_id, helper=line.helper, team=line.team,
        because=row.because, owed=_owed(line.owed), lapse=_owed(line.lapse), version=row.version,
        meetings=[
            MeetingShown(id=one.id, on=one.on, outcome=one.outcome, contact_id=one.contact_id) for one in line.paired.meetings
        ],
        jobs=[_job(one) for one in line.paired.jobs],
    )  # fmt: skip


@router.get("/people/{person_id}/helpers", response={200: list[PairingShown], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SERVICES, own=May.PAIR_HELPERS)
def get_helpers_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's helpers, the latest first."""
    or_404(names_of([person_id]).get(person_id))
    return [_shown(one) for one in queries.pairings_of(person_id, at=request.at)]  # type: ignore[attr-defined]


@router.post("/people/{person_id}/helpers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def ask_for_helper(request: HttpRequest, person_id: UUID, payload: AskForHelper) -> Any:
    """Ask a team for a helper for somebody."""
    return Status(201, {"id": done(request, actions.ask_for_helper, person_id=person_id, **payload.dict())})


@router.get("/helpers/pairings/{pairing_id}/helpers", response={200: list[HelperFitShown], **REFUSALS})
@allowed(May.PAIR_HELPERS)
def list_helpers_for(request: HttpRequest, pairing_id: UUID) -> Any:
    """Every helper of the team, held against somebody who asked for one."""
    at, member = request.at, request.member  # type: ignore[attr-defined]
    or_404(queries.pairing(pairing_id, member, at=at))
    return [
        HelperFitShown(
            helper_id=one.helper.id, name=one.helper.name, fits=one.fit.fits, because=[each.because for each in one.fit.against]
        )
        for one in queries.helpers_matching(pairing_id, at=at)
    ]  # fmt: skip


@router.post("/helpers/pairings/{pairing_id}/match", response={204: None, **REFUSALS})
@allowed(May.PAIR_HELPERS)
def match_helper(request: HttpRequest, pairing_id: UUID, payload: MatchHelper) -> Any:
    """Match somebody with a helper; refused where a check does not hold."""
    done(request, actions.match_helper, pairing_id=pairing_id, **payload.dict())
    return Status(204, None)


@router.post("/helpers/pairings/{pairing_id}/move", response={204: None, **REFUSALS})
@allowed(May.PAIR_HELPERS)
def move_pairing(request: HttpRequest, pairing_id: UUID, payload: PairingMoves) -> Any:
    """Move a pairing by hand, as the helpers' team."""
    done(request, actions.move_pairing, pairing_id=pairing_id, **payload.dict())
    return Status(204, None)


@router.post("/helpers/pairings/{pairing_id}/withdraw", response={204: None, **REFUSALS})
@allowed(May.REFER_TO_SERVICE)
def withdraw_pairing(request: HttpRequest, pairing_id: UUID, payload: PairingWithdrawn) -> Any:
    """Withdraw a pairing, as the team that asked."""
    done(request, actions.withdraw_pairing, pairing_id=pairing_id, **payload.dict())
    return Status(204, None)


@router.post("/helpers/pairings/{pairing_id}/meetings", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def record_helper_meeting(request: HttpRequest, pairing_id: UUID, payload: HelperMet) -> Any:
    """Record a meeting with a helper, as a contact in the person's record too."""
    meeting = MeetingSaid(**payload.dict())
    made = done(request, actions.record_meeting, pairing_id=pairing_id, meeting=meeting)
    return Status(201, {"id": made})


@router.post("/helpers/meetings/{meeting_id}/correct", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def correct_helper_meeting(request: HttpRequest, meeting_id: UUID, payload: HelperMetCorrected) -> Any:
    """Put right what was recorded of a meeting."""
    given = payload.dict()
    because = given.pop("because")
    made = done(
        request, actions.correct_meeting, meeting_id=meeting_id, meeting=MeetingSaid(**given), because=because
    )
    return Status(201, {"id": made})


@router.post("/helpers/pairings/{pairing_id}/jobs", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.PAIR_HELPERS)
def record_job(request: HttpRequest, pairing_id: UUID, payload: NewJob) -> Any:
    """Record work agreed with the employer somebody is matched with."""
    return Status(201, {"id": done(request, actions.record_job, pairing_id=pairing_id, **payload.dict())})


@router.post("/helpers/jobs/{job_id}/outcomes", response={204: None, **REFUSALS})
@allowed(May.RECORD_ON_TIMELINE)
def tell_of_job(request: HttpRequest, job_id: UUID, payload: JobOutcomeTold) -> Any:
    """Tell what came of work at its start, or 13 or 26 weeks later."""
    done(request, actions.tell_of_job, job_id=job_id, **payload.dict())
    return Status(204, None)
