"""Tells what became of what the viewer asked about addresses, and which enquiries a team that keeps victims told has to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of

from ..models import Enquiry
from ..rules.enquiries import EnquiryAnswer, answer_told
from ..store import looks_after


@dataclass(frozen=True)
class EnquiryAsked:
    """An address that the viewer asked about, the day on which they are told, and what they are told; None before that day."""

    place: str
    asked_on: date
    told_on: date
    answer: EnquiryAnswer | None


@dataclass(frozen=True)
class EnquiryToAnswer:
    """An address that somebody asks about, for whom it is proposed, and before which day it is answered."""

    id: UUID
    place: str
    called: str | None
    born_on: date | None
    asked_on: date
    answer_before: date


def enquiries_of(person_id: UUID, *, at: datetime) -> list[EnquiryAsked]:
    """What the viewer asked about addresses proposed for a person, and what they are told of each."""
    concerns(person_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, asked_on, told_on, answer FROM victims_enquiries_of(%s)", [person_id])
        return [
            EnquiryAsked(place, asked, told, answer_told(answer, told, day_of(at)))
            for place, asked, told, answer in cursor.fetchall()
        ]


def nobody_to_ask(person_id: UUID, *, at: datetime) -> str:
    """Why there is no team to ask about an address proposed for a person; nothing where there is one. It rests on no victim."""
    concerns(person_id)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None:
        return "There is no open case of this person."
    team = looks_after(case, at)
    return "" if team.unit_id is not None else team.because


def enquiries_to_answer(*, at: datetime) -> list[EnquiryToAnswer]:
    """Enquiries to the viewer's own team that nobody answered yet and that can still be answered, soonest first."""
    rows = list(Enquiry.objects.filter(answer="", told_on__gt=day_of(at)).order_by("told_on", "id"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT enquiry_id, called, born_on FROM victims_enquiries_called(%s)", [[one.id for one in rows]]
        )
        whose = {enquiry: (called, born) for enquiry, called, born in cursor.fetchall()}
    concerns(one.person_id for one in rows)
    return [
        EnquiryToAnswer(one.id, one.place, *whose.get(one.id, (None, None)), one.asked_on, one.told_on)
        for one in rows
    ]
