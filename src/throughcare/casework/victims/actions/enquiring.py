"""An address is asked about, and a person of the team that keeps victims told answers: yes, no, or that it cannot be said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import must_say

from ..models import Enquiry
from ..rules.enquiries import EnquiryAnswer, check_answerable, check_may_ask, told_on
from ..store import looks_after, one_row


@action(Permission.ASK_ABOUT_ADDRESS)
def ask_about_address(*, by: Member, at: datetime, person_id: UUID, place: str) -> UUID:
    """Ask whether an address or area proposed for somebody is too near to anybody whom victim liaison looks after. Gives its id.

    It is sent whatever they know, and asks nothing of what they know; the answer is told on the day that is given, neither sooner nor later.
    """
    concerns(person_id)
    about = must_say(place, "place", "Say which address or area.", 300)
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None:
        raise Refused("There is no open case of this person, or it is not yours to see.")
    team = looks_after(case, at)
    if team.unit_id is None:
        raise Refused(f"There is nobody to ask. {team.because}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT of_person, by_asker FROM victims_enquired(%s)", [person_id])
        check_may_ask(*cursor.fetchone())
    told = told_on(day_of(at), WorkingCalendar())
    made: UUID | None = one_row("victims_enquire", person_id, team.unit_id, about, told)
    if made is None:
        raise Refused(
            "It was not sent: enough addresses were asked about lately, or this person is not yours to see."
        )
    add_to_line(enquiry=made)
    return made


@action(Permission.KEEP_VICTIMS_TOLD)
def answer_enquiry(*, by: Member, at: datetime, enquiry_id: UUID, answer: EnquiryAnswer) -> None:
    """Say whether an address is too near to anybody the team looks after: yes, no, or that it cannot be said; once, before its day."""
    row = Enquiry.objects.filter(id=enquiry_id).first()
    if row is None:
        raise Refused("There is no such enquiry, or it is not for your team.")
    check_answerable(row.answer, row.told_on, day_of(at))
    if not Enquiry.objects.filter(id=row.id, answer="").update(answer=answer.value, answered_by=by.id):
        raise Refused("It was answered before. Look again.")
    add_to_line(enquiry=row.id)
