"""What is written to victims: drafted, checked by a colleague, sent, and what they said to it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import LetterSeen
from throughcare.casework.victims.rules import Going, LetterMove, Means
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Victims"])
VERSION = Field(ge=0, le=2**31 - 1)


class LetterShown(Schema):
    """A letter or a call to a victim: its words, about which stage (empty: the first, or of the year), where it stands, and what may follow."""

    id: UUID
    version: int
    victim_id: UUID
    stage: str
    first: bool
    edition: str
    text: str
    state: str
    since: date
    sent_on: date | None
    means: str
    checked: bool
    may_follow: list[str]


class LetterAsked(Schema):
    """About which stage of those still to be told; null: the first letter where it is still to go, else that of the year."""

    stage_id: UUID | None = None


class OfLetter(Schema):
    """The version of the letter that was read."""

    version: int = VERSION


class LetterRewritten(OfLetter):
    """Its words."""

    text: str = Field(max_length=4000)


class LetterChecked(OfLetter):
    """Whether it is right, and what is to be put right where it is not."""

    right: bool
    note: str = Field("", max_length=2000)


class LetterSent(OfLetter):
    """On which day it went, by which means, and whether as they asked and in their language."""

    on: date
    means: Means
    safely: bool
    in_language: bool


class LetterHeard(OfLetter):
    """What became of it, on which day, and what they said."""

    move: LetterMove
    on: date
    note: str = Field("", max_length=2000)


def _letter(seen: LetterSeen) -> LetterShown:
    row = seen.row
    return LetterShown(
        id=row.id, version=row.version, victim_id=row.victim_id, stage=row.stage.stage if row.stage else "", first=row.first, edition=row.edition,
        text=row.text, state=row.state, since=row.since, sent_on=row.sent_on, means=row.means, checked=row.checked_by is not None,
        may_follow=[one.move.value for one in seen.moves],
    )  # fmt: skip


@router.post("/victims/{victim_id}/letters", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def draft_letter(request: HttpRequest, victim_id: UUID, payload: LetterAsked) -> Any:
    """Write to a victim: the first letter, about a stage, or that of the year, in the words of the edition of the day."""
    return Status(201, {"id": done(request, actions.draft_letter, victim_id=victim_id, **payload.dict())})


@router.get("/victims/letters/{letter_id}", response={200: LetterShown, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def get_letter(request: HttpRequest, letter_id: UUID) -> Any:
    """One letter to a victim whose record the caller holds."""
    return _letter(or_404(queries.letter(letter_id)))


@router.post("/victims/letters/{letter_id}", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def rewrite_letter(request: HttpRequest, letter_id: UUID, payload: LetterRewritten) -> Any:
    """Write it anew before it goes; it is then checked again."""
    done(request, actions.rewrite_letter, letter_id=letter_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/letters/{letter_id}/check", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def check_letter(request: HttpRequest, letter_id: UUID, payload: LetterChecked) -> Any:
    """Find right what a colleague wrote, or send it back."""
    done(request, actions.check_letter, letter_id=letter_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/letters/{letter_id}/sent", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def send_letter(request: HttpRequest, letter_id: UUID, payload: LetterSent) -> Any:
    """Record that it went, and how."""
    going = Going(payload.means, payload.safely, payload.in_language)
    done(
        request, actions.send_letter, letter_id=letter_id, version=payload.version, on=payload.on, going=going
    )
    return Status(204, None)


@router.post("/victims/letters/{letter_id}/heard", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def hear_letter(request: HttpRequest, letter_id: UUID, payload: LetterHeard) -> Any:
    """Record what became of it, or call it off."""
    done(request, actions.hear_letter, letter_id=letter_id, **payload.dict())
    return Status(204, None)
