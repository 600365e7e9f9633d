"""Somebody's public protection: the category and level that stand, and every step by whoever takes it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.people.queries import names_of
from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.queries import ProtectionLine
from throughcare.casework.protection.rules import (
    Category,
    LevelReferral,
    ProtectionAnswer,
    ProtectionEnd,
    ProtectionLevel,
    ProtectionOwed,
)
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Public protection"])


class ProtectionOwes(Schema):
    """What is owed: by the manager, the senior or the chair, and until the end of which day."""

    what: str
    side: str
    by: date


class ProtectionShown(Schema):
    """A category that is proposed or stands, with its level; ``version`` goes with each act."""

    id: UUID
    person_id: UUID
    state: str
    category: int
    level: str
    because: str
    waits: bool
    owed: ProtectionOwes | None
    version: int


class PersonProtectionShown(Schema):
    """What stands for a person, None where nothing does that you may read; what their sentences propose, and what is owed of that."""

    now: ProtectionShown | None
    proposed_by_sentence: int | None
    not_known: list[str]
    to_propose: ProtectionOwes | None


class ProposeCategory(Schema):
    """A category, and why they are in it."""

    category: Category
    because: str = Field(max_length=1000)


class ReferToCategory3(Schema):
    """The answers of the screening, and what they rest on."""

    answers: dict[str, ProtectionAnswer]
    because: str = Field(max_length=1000)


class _Versioned(Schema):
    version: int
    because: str = Field(max_length=1000)


class ConfirmCategory(_Versioned):
    """The category confirmed; none where they are in no category."""

    category: Category | None


class ScreenLevel(_Versioned):
    """The answers of the screening."""

    answers: dict[str, ProtectionAnswer]


class DecideLevelReferral(_Versioned):
    """What a referral comes to."""

    to: LevelReferral


class ReviewLevel(_Versioned):
    """The level from now on, and who differed."""

    level: ProtectionLevel
    dissent: str = Field("", max_length=1000)


class EndProtection(_Versioned):
    """Why it ends."""

    why: ProtectionEnd


def _owes(one: ProtectionOwed | None) -> ProtectionOwes | None:
    return ProtectionOwes(what=one.what, side=one.side, by=one.by) if one else None


def _shown(line: ProtectionLine) -> ProtectionShown:
    row, whole = line.row, line.whole
    return ProtectionShown(
        id=row.id, person_id=row.person_id, state=row.state, category=row.category, level=whole.level, because=row.because,
        waits=whole.waits is not None, owed=_owes(line.owed), version=len(whole.steps),
    )  # fmt: skip


@router.get("/people/{person_id}/protection", response={200: PersonProtectionShown, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.RISK)
def get_protection_of(request: HttpRequest, person_id: UUID) -> Any:
    """A person's public protection."""
    or_404(names_of([person_id]).get(person_id))
    found = queries.protection_of(person_id, by=request.member, at=request.at)  # type: ignore[attr-defined]
    category = found.ruling.category if found.ruling else None
    return PersonProtectionShown(
        now=_shown(found.now) if found.now else None, proposed_by_sentence=category.value if category else None,
        not_known=list(found.ruling.unknown) if found.ruling else [], to_propose=_owes(found.proposal),
    )  # fmt: skip


@router.get("/protection", response={200: list[ProtectionShown], **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def list_protections(request: HttpRequest) -> Any:
    """Everybody in your teams whose category is proposed or stands, what is owed first at the top."""
    units = access.units_below(request.member.unit_id)  # type: ignore[attr-defined]
    return [_shown(one) for one in queries.protections_of_teams(units, at=request.at)]  # type: ignore[attr-defined]


@router.post("/people/{person_id}/protection", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.SCREEN_PROTECTION)
def propose_category(request: HttpRequest, person_id: UUID, payload: ProposeCategory) -> Any:
    """Propose a category for somebody; another confirms it."""
    return Status(201, {"id": done(request, actions.propose_category, person_id=person_id, **payload.dict())})


@router.post("/people/{person_id}/protection/refer", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.SCREEN_PROTECTION)
def refer_to_category_3(request: HttpRequest, person_id: UUID, payload: ReferToCategory3) -> Any:
    """Refer somebody whom no other category covers to level 2 or 3."""
    return Status(
        201, {"id": done(request, actions.refer_to_category_3, person_id=person_id, **payload.dict())}
    )


@router.post("/protection/{protection_id}/confirm", response={204: None, **REFUSALS})
@allowed(May.CONFIRM_PROTECTION)
def confirm_category(request: HttpRequest, protection_id: UUID, payload: ConfirmCategory) -> Any:
    """Confirm a category that another proposed, or say that they are in none."""
    done(request, actions.confirm_category, protection_id=protection_id, **payload.dict())
    return Status(204, None)


@router.post("/protection/{protection_id}/screen", response={200: dict[str, str], **REFUSALS})
@allowed(May.SCREEN_PROTECTION)
def screen_level(request: HttpRequest, protection_id: UUID, payload: ScreenLevel) -> Any:
    """Screen for a level: level 1 is set at once, level 2 or 3 is referred."""
    return {"level": done(request, actions.screen_level, protection_id=protection_id, **payload.dict())}


@router.post("/protection/{protection_id}/decide", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def decide_level_referral(request: HttpRequest, protection_id: UUID, payload: DecideLevelReferral) -> Any:
    """Decide the referral that waits."""
    done(request, actions.decide_level_referral, protection_id=protection_id, **payload.dict())
    return Status(204, None)


@router.post("/protection/{protection_id}/review", response={204: None, **REFUSALS})
@allowed(May.CHAIR_PROTECTION)
def review_level(request: HttpRequest, protection_id: UUID, payload: ReviewLevel) -> Any:
    """Review level 2 or 3 at the meeting that was held for it."""
    done(request, actions.review_level, protection_id=protection_id, **payload.dict())
    return Status(204, None)


@router.post("/protection/{protection_id}/end", response={204: None, **REFUSALS})
@allowed(May.CONFIRM_PROTECTION)
def end_protection(request: HttpRequest, protection_id: UUID, payload: EndProtection) -> Any:
    """End a category with its level."""
    done(request, actions.end_protection, protection_id=protection_id, **payload.dict())
    return Status(204, None)
