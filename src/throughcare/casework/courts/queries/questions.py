"""Tells: what courts said that has to be asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.audit.trail import concerns

from ..models import Court, CourtCode, CourtQuestion


@dataclass(frozen=True)
class QuestionSeen:
    """One thing to ask a court about, with the court's own words."""

    id: UUID
    person_id: UUID
    appearance_id: UUID
    hearing_id: UUID
    court: str
    on: date
    case_number: str
    about: str
    said: str
    because: str
    state: str
    answer: str
    version: int


def questions_open(*, person_id: UUID | None = None, most: int = 200) -> list[QuestionSeen]:
    """What is to be asked, of everybody the viewer may see or of one person, oldest first."""
    rows = CourtQuestion.objects.filter(state=CourtQuestion.State.OPEN)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return _seen(list(rows.select_related("appearance").order_by("asked_at", "id")[:most]))


def question(question_id: UUID) -> QuestionSeen | None:
    """One question, if it is the viewer's to see."""
    rows = CourtQuestion.objects.select_related("appearance").filter(id=question_id)
    return next(iter(_seen(list(rows))), None)


def _seen(rows: list[CourtQuestion]) -> list[QuestionSeen]:
    concerns(row.person_id for row in rows)
    named = Court.objects.filter(code__in={row.appearance.court_code for row in rows})
    courts = dict(named.values_list("code", "name"))
    return [
        QuestionSeen(
            id=row.id, person_id=row.person_id, appearance_id=row.appearance_id,
            hearing_id=row.appearance.hearing_id, court=courts[row.appearance.court_code], on=row.appearance.on,
            case_number=row.appearance.case_number, about=row.about, said=row.said, because=row.because,
            state=row.state, answer=row.answer, version=row.version,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class CodeSaid:
    """A code that a member said names a court, and since when."""

    code: str
    court: str
    edition: str
    because: str


def court_codes_said() -> list[CodeSaid]:
    """The codes that members added to the packaged lists, by code."""
    rows = CourtCode.objects.exclude(member_id=None).select_related("court").order_by("code")
    return [CodeSaid(row.code, row.court.name, row.edition, row.because) for row in rows]
