"""A person's recalls: considered, decided, approved, their papers, and what became of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.recall import actions, queries
from throughcare.casework.recall.queries import RecallSeen
from throughcare.casework.recall.rules import Ground, Length, NewOffence, RecallMove, Said, Tried, Urgency
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Recall"])
VERSION = Field(ge=0, le=2**31 - 1)


class RecallStepShown(Schema):
    """One step: what, where it then stood, when it happened, and what was said."""

    move: str
    after: str
    happened_at: datetime
    note: str


class RecallShown(Schema):
    """A recall: where it stands, what is owed by whom until when, how many failures it rests on were rescinded since it was looked at,
    what was decided, and its steps; what is not known is empty."""

    id: UUID
    version: int
    state: str
    ground: str
    urgency: str
    sentence_group: str
    sentences: list[UUID]
    decision: str
    length: str
    days: int | None
    level: str
    due: str
    due_by: str
    due_at: datetime | None
    shaken: int
    revoked_on: date | None
    returned_on: date | None
    release_on: date | None
    may_follow: list[str]
    readers: list[UUID]
    steps: list[RecallStepShown]


class StandingShown(Schema):
    """Whether somebody is recalled: recalled, not recalled, or not known, and why."""

    standing: str
    because: str


class PaperShown(Schema):
    """One version of the papers."""

    number: int
    kind: str
    led_to: str
    response: str
    conditions: str
    tried: list[str]
    at: datetime
    signed_as: list[str]
    changed: list[str]
    lines_changed: list[str]


class PaperWritten(Schema):
    """What an officer writes in the papers."""

    led_to: str = Field(max_length=4000)
    response: str = Field("", max_length=4000)
    conditions: str = Field("", max_length=4000)
    tried: list[Tried] = Field(default_factory=list)


class RecallConsidered(PaperWritten):
    """Why a recall is considered, and how urgent it is."""

    case_id: UUID
    ground: Ground
    urgency: Urgency = Urgency.STANDARD


class OfRecall(Schema):
    """The version of the recall that was read."""

    version: int = VERSION


class PaperWrittenAnew(PaperWritten, OfRecall):
    """Papers written anew."""


class RecallDecided(OfRecall):
    """For how long, who is asked to approve, and the answers; what is left out is not known, and never "no"."""

    length: Length
    approver_id: UUID
    new_offence: NewOffence = NewOffence.NOT_KNOWN
    answers: dict[str, Said] = Field(default_factory=dict)


class RecallBecause(OfRecall):
    """Why."""

    because: str = Field(max_length=4000)


class NotRecalled(RecallBecause):
    """Why they are not recalled, and who is asked to approve."""

    approver_id: UUID


class RecallHappened(OfRecall):
    """When something happened: now, unless said; and what is to be said of it."""

    happened_at: AwareDatetime | None = None
    note: str = Field("", max_length=1000)


class TakenIn(RecallHappened):
    """In which prison by its three letters, where it is known."""

    prison: str = Field("", max_length=3)


class RecallMoved(RecallHappened):
    """Which move was made."""

    move: RecallMove


class Rescinded(RecallBecause):
    """When it was taken back: now, unless said."""

    happened_at: AwareDatetime | None = None


class DaysAdded(OfRecall):
    """How many days in all."""

    days: int


class ReaderNamed(Schema):
    """Which colleague."""

    member_id: UUID


def _shown(seen: RecallSeen) -> RecallShown:
    row = seen.row
    return RecallShown(
        id=row.id, version=row.version, state=row.state, ground=row.ground, urgency=row.urgency, sentence_group=row.sentence_group,
        sentences=row.sentences, decision=row.decision, length=row.length, days=row.days, level=row.level, due=row.due,
        due_by=row.due_by, due_at=row.due_at, shaken=row.shaken, revoked_on=row.revoked_on, returned_on=row.returned_on, release_on=row.release_on,
        may_follow=[one.move.value for one in seen.moves], readers=[one.member_id for one in seen.readers],
        steps=[
            RecallStepShown(move=one.move, after=one.after, happened_at=one.happened_at, note=one.note) for one in seen.steps
        ],
    )  # fmt: skip


@router.get("/people/{person_id}/recalls", response={200: list[RecallShown], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.REST)
def get_recalls_of(request: HttpRequest, person_id: UUID) -> Any:
    """The recalls of a person, the newest first."""
    or_404(names_of([person_id]).get(person_id))
    return [_shown(one) for one in queries.recalls_of(person_id)]


@router.get("/people/{person_id}/recalled", response={200: StandingShown, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_recalled(request: HttpRequest, person_id: UUID) -> Any:
    """Whether a person is recalled now; a closed request and a system that does not answer are no "no"."""
    or_404(names_of([person_id]).get(person_id))
    found = queries.recalled([person_id])[person_id]
    return StandingShown(standing=found.standing.value, because=found.because)


@router.get("/recalls/{recall_id}", response={200: RecallShown, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_recall(request: HttpRequest, recall_id: UUID) -> Any:
    """One recall."""
    return _shown(or_404(queries.recall(recall_id)))


@router.get("/recalls/{recall_id}/papers", response={200: list[PaperShown], **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def get_recall_papers(request: HttpRequest, recall_id: UUID) -> Any:
    """The versions of a recall's papers, the latest first; only for those named on it."""
    found = queries.papers_of(recall_id, at=request.at)  # type: ignore[attr-defined]
    or_404(found or None)
    return [
        PaperShown(
            number=one.row.number, kind=one.row.kind, led_to=one.row.led_to, response=one.row.response,
            conditions=one.row.conditions, tried=one.row.tried, at=one.row.at, signed_as=[role for _, role, _ in one.signed],
            changed=list(one.changed), lines_changed=list(one.lines),
        )
        for one in found
    ]  # fmt: skip


@router.post("/recalls", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def consider_recall(request: HttpRequest, payload: RecallConsidered) -> Any:
    """Begin to consider a recall."""
    return Status(201, {"id": done(request, actions.consider_recall, **payload.dict())})


@router.post("/recalls/{recall_id}/papers", response={201: dict[str, int], **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def write_recall_paper(request: HttpRequest, recall_id: UUID, payload: PaperWrittenAnew) -> Any:
    """Write the papers anew, with what the record says now."""
    return Status(201, {"number": done(request, actions.write_paper, recall_id=recall_id, **payload.dict())})


@router.post("/recalls/{recall_id}/decide", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def decide_recall(request: HttpRequest, recall_id: UUID, payload: RecallDecided) -> Any:
    """Decide to recall, for the length that the rule set of the day allows."""
    done(request, actions.decide_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/do-not-recall", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def decide_not_to_recall(request: HttpRequest, recall_id: UUID, payload: NotRecalled) -> Any:
    """Decide not to recall, with the reason."""
    done(request, actions.decide_not_to_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/approve", response={204: None, **REFUSALS})
@allowed(May.APPROVE_RECALL)
def approve_recall(request: HttpRequest, recall_id: UUID, payload: OfRecall) -> Any:
    """Approve what was decided, and sign its papers."""
    done(request, actions.approve_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/send-back", response={204: None, **REFUSALS})
@allowed(May.APPROVE_RECALL)
def send_back_recall(request: HttpRequest, recall_id: UUID, payload: RecallBecause) -> Any:
    """Send a decision back to be thought over."""
    done(request, actions.send_back_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/refuse", response={204: None, **REFUSALS})
@allowed(May.APPROVE_RECALL)
def refuse_recall(request: HttpRequest, recall_id: UUID, payload: RecallBecause) -> Any:
    """Refuse a decision to recall."""
    done(request, actions.refuse_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/sign", response={204: None, **REFUSALS})
@allowed(May.APPROVE_RECALL)
def sign_recall_paper(request: HttpRequest, recall_id: UUID, payload: OfRecall) -> Any:
    """Sign the latest version of papers written anew since the approval."""
    done(request, actions.sign_paper, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/send-papers", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def send_recall_papers(request: HttpRequest, recall_id: UUID, payload: OfRecall) -> Any:
    """Send the latest version of the papers, signed by whoever approved."""
    done(request, actions.send_papers, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/revoke", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def revoke_licence(request: HttpRequest, recall_id: UUID, payload: RecallHappened) -> Any:
    """Record that the licence is revoked."""
    done(request, actions.revoke_licence, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/take-in", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def take_into_custody(request: HttpRequest, recall_id: UUID, payload: TakenIn) -> Any:
    """Record that they are back in custody."""
    done(request, actions.take_into_custody, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/answer", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def record_recall_answer(request: HttpRequest, recall_id: UUID, payload: RecallMoved) -> Any:
    """Record an answer of the executive, the police or the Parole Board, or what the person says against it."""
    done(request, actions.record_recall_answer, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/added-days", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def add_days_to_recall(request: HttpRequest, recall_id: UUID, payload: DaysAdded) -> Any:
    """Record how many days in all were added in custody."""
    done(request, actions.add_days_to_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/release", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def release_again(request: HttpRequest, recall_id: UUID, payload: RecallMoved) -> Any:
    """Record that they were released again."""
    done(request, actions.release_again, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/keep", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def keep_recall(request: HttpRequest, recall_id: UUID, payload: RecallBecause) -> Any:
    """Say, having looked at it again, why it goes on though a failure that it rests on was rescinded."""
    done(request, actions.keep_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/rescind", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def rescind_recall(request: HttpRequest, recall_id: UUID, payload: Rescinded) -> Any:
    """Record that the recall is taken back."""
    done(request, actions.rescind_recall, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/readers", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def name_reader(request: HttpRequest, recall_id: UUID, payload: ReaderNamed) -> Any:
    """Name a colleague who may open the papers."""
    done(request, actions.name_reader, recall_id=recall_id, **payload.dict())
    return Status(204, None)


@router.post("/recalls/{recall_id}/readers/end", response={204: None, **REFUSALS})
@allowed(May.ASK_FOR_RECALL)
def end_reading(request: HttpRequest, recall_id: UUID, payload: ReaderNamed) -> Any:
    """End that a colleague may open the papers."""
    done(request, actions.end_reading, recall_id=recall_id, **payload.dict())
    return Status(204, None)
