"""Somebody's integrated offender management: the selection that stands, and every step by whoever takes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.queries import ActionSeen, IntegratedStep, SelectionLine
from throughcare.casework.integrated.rules import IntegratedActionState, PartnerAnswer, Rating, Strand
from throughcare.casework.people.queries import names_of
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Integrated offender management"])


class SelectionOwes(Schema):
    """What is owed: by the manager or the senior, and until the end of which day."""

    what: str
    side: str
    by: date


class RatingShown(Schema):
    """How somebody is doing, with the reason, by whom and when; ``body`` is the partner whose member said so, empty where ours did."""

    rating: Rating
    because: str
    who: str
    body: str
    at: datetime


class IntegratedActionShown(Schema):
    """What somebody does by a day, and what came of it."""

    id: UUID
    what: str
    owner_id: UUID
    owner: str
    due_on: date
    state: IntegratedActionState
    came_of_it: str


class SelectionShown(Schema):
    """Somebody proposed or selected; ``rated`` is None where they are not rated yet; ``version`` goes with each act."""

    id: UUID
    person_id: UUID
    state: str
    strand: str
    because: str
    lead: str
    answers: dict[str, PartnerAnswer]
    owed: SelectionOwes | None
    rated: RatingShown | None
    actions: list[IntegratedActionShown]
    version: int


class PersonSelectionShown(Schema):
    """What stands for a person, None where nothing does; every rating of it, the newest first; what the rule proposes, and what it would have to know."""

    now: SelectionShown | None
    ratings: list[RatingShown]
    proposed_by_rule: Strand | None
    because: list[str]
    not_known: list[str]


class ProposeSelection(Schema):
    """A strand, and why."""

    strand: Strand
    because: str = Field(max_length=1000)


class _OfSelection(Schema):
    version: int
    because: str = Field(max_length=1000)


class AnswerAsPartner(_OfSelection):
    """Which partner, and what they say."""

    body: str = Field(max_length=60)
    said: PartnerAnswer


class DecideSelection(_OfSelection):
    """The strand and who leads; no strand where they are not selected."""

    strand: Strand | None
    lead_id: UUID | None = None


class Rate(_OfSelection):
    """Red, amber or green."""

    rating: Rating


class NameLead(_OfSelection):
    """Who leads."""

    lead_id: UUID


class ProposeRemovalOf(_OfSelection):
    """Why they are to be removed."""


class DecideRemovalOf(_OfSelection):
    """Whether they are removed."""

    removed: bool


def _rated(one: IntegratedStep, who: str) -> RatingShown:
    return RatingShown(rating=Rating(one.rating), because=one.because, who=who, body=one.body, at=one.at)


def _action(one: ActionSeen) -> IntegratedActionShown:
    row = one.row
    return IntegratedActionShown(
        id=row.id, what=row.what, owner_id=row.owner_id, owner=one.owner, due_on=row.due_on, state=one.state,
        came_of_it=row.came_of_it,
    )  # fmt: skip


def _shown(line: SelectionLine) -> SelectionShown:
    row, owed = line.row, line.owed
    return SelectionShown(
        id=row.id, person_id=row.person_id, state=row.state, strand=row.strand, because=row.because, lead=line.lead,
        answers=dict(line.whole.answers), version=len(line.whole.steps),
        owed=SelectionOwes(what=owed.what, side=owed.side, by=owed.by) if owed else None,
        rated=_rated(line.whole.rated, line.rated_by) if line.whole.rated else None,
        actions=[_action(one) for one in line.actions],
    )  # fmt: skip


@router.get("/people/{person_id}/integrated", response={200: PersonSelectionShown, **REFUSALS})
@allowed(May.SEE_BOARD, part=Part.BOARD)
def get_selection_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's integrated offender management."""
    or_404(names_of([person_id]).get(person_id))
    found = queries.selection_of(person_id, by=request.member, at=request.at)  # type: ignore[attr-defined]
    ruling = found.ruling
    return PersonSelectionShown(
        now=_shown(found.now) if found.now else None,
        ratings=[_rated(one.row, one.who) for one in reversed(found.steps) if one.row.rating],
        proposed_by_rule=ruling.strand if ruling else None,
        because=[str(one) for one in ruling.findings] if ruling else [],
        not_known=list(ruling.unknown) if ruling else [],
    )


@router.get("/integrated", response={200: list[SelectionShown], **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def list_selections(request: HttpRequest) -> Any:
    """The board: everybody proposed or selected in your teams, or with whom you work as a partner."""
    return [_shown(one) for one in queries.board(request.member, at=request.at)]  # type: ignore[attr-defined]


@router.post("/people/{person_id}/integrated", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def propose_selection(request: HttpRequest, person_id: UUID, payload: ProposeSelection) -> Any:
    """Propose somebody for a strand; partners answer, and another decides."""
    return Status(
        201, {"id": done(request, actions.propose_selection, person_id=person_id, **payload.dict())}
    )


@router.post("/integrated/{selection_id}/answer", response={204: None, **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def answer_as_partner(request: HttpRequest, selection_id: UUID, payload: AnswerAsPartner) -> Any:
    """Record what a partner answers on what is proposed."""
    done(request, actions.answer_as_partner, selection_id=selection_id, **payload.dict())
    return Status(204, None)


@router.post("/integrated/{selection_id}/decide", response={204: None, **REFUSALS})
@allowed(May.SELECT_INTEGRATED)
def decide_selection(request: HttpRequest, selection_id: UUID, payload: DecideSelection) -> Any:
    """Select whom another proposed, or not."""
    done(request, actions.decide_selection, selection_id=selection_id, **payload.dict())
    return Status(204, None)


@router.post("/integrated/{selection_id}/rate", response={204: None, **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def rate(request: HttpRequest, selection_id: UUID, payload: Rate) -> Any:
    """Rate somebody who is selected; the newest rating stands."""
    done(request, actions.rate, selection_id=selection_id, **payload.dict())
    return Status(204, None)


@router.post("/integrated/{selection_id}/lead", response={204: None, **REFUSALS})
@allowed(May.SELECT_INTEGRATED)
def name_lead(request: HttpRequest, selection_id: UUID, payload: NameLead) -> Any:
    """Name another lead professional."""
    done(request, actions.name_lead, selection_id=selection_id, **payload.dict())
    return Status(204, None)


@router.post("/integrated/{selection_id}/remove", response={204: None, **REFUSALS})
@allowed(May.WORK_INTEGRATED)
def propose_removal(request: HttpRequest, selection_id: UUID, payload: ProposeRemovalOf) -> Any:
    """Propose that somebody is removed; they stay selected until it is decided."""
    done(request, actions.propose_removal, selection_id=selection_id, **payload.dict())
    return Status(204, None)


@router.post("/integrated/{selection_id}/decide-removal", response={204: None, **REFUSALS})
@allowed(May.SELECT_INTEGRATED)
def decide_removal(request: HttpRequest, selection_id: UUID, payload: DecideRemovalOf) -> Any:
    """Decide a removal that another proposed."""
    done(request, actions.decide_removal, selection_id=selection_id, **payload.dict())
    return Status(204, None)
