"""Writes what goes into a report for the court: enquiries, their answers, and what is proposed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import ReportEnquiry, ReportProposal, ReportRequest
from ..models.advice import LONGEST
from ..rules.advice import Answered, AskedOf, check_lawful, proposed
from ..rules.words import SentenceKind

IN_HAND = {ReportRequest.State.REQUESTED.value, ReportRequest.State.WRITING.value}


@action(Permission.RECORD_ON_TIMELINE)
def ask_enquiry(*, by: Member, at: datetime, report_id: UUID, asked_of: AskedOf, about: str = "") -> UUID:
    """Record that somebody was asked for a report; it waits until their answer is recorded. Returns it."""
    report = _in_hand(report_id)
    words = at_most(about, "about", 300)
    if ReportEnquiry.objects.filter(report=report, asked_of=asked_of, answered_at=None).exists():
        raise Refused(f"An enquiry of {asked_of} waits for its answer already.", field="asked_of")
    row = ReportEnquiry(
        id=new_id(), person_id=report.person_id, report=report, asked_of=AskedOf(asked_of).value, about=words, at=at,
        unit_id=by.unit_id, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(report=report_id)
    return row.id


@action(Permission.RECORD_ON_TIMELINE)
def answer_enquiry(
    *, by: Member, at: datetime, report_enquiry_id: UUID, answered: Answered, said: str = ""
) -> None:
    """Record what came of an enquiry, once: what is known in words, that nothing is, or that they would not say."""
    row = ReportEnquiry.objects.filter(id=report_enquiry_id).first()
    if row is None:
        raise Refused("There is no such enquiry, or it is not yours to see.")
    concerns(row.person_id)
    known = Answered(answered) is Answered.KNOWN
    words = must_say(said, "said", "Say what is known.", LONGEST) if known else at_most(said, "said", LONGEST)
    changed = ReportEnquiry.objects.filter(id=report_enquiry_id, answered_at=None).update(
        answered=Answered(answered).value, said=words, answered_by=by.id, answered_at=at
    )
    if not changed:
        raise Refused("This enquiry was answered already. Ask again if there is more.")
    add_to_line(report=row.report_id)


@action(Permission.RECORD_ON_TIMELINE)
def propose_sentence(
    *,
    by: Member,
    at: datetime,
    report_id: UUID,
    kind: SentenceKind,
    length: str,
    requirements: str,
    because: str,
) -> UUID:
    """Propose an order to the court in a report: refused where the law of the hearing's day does not allow it. Returns it."""
    report = _in_hand(report_id)
    one = proposed(SentenceKind(kind), length, requirements)
    on = max(report.due_on or day_of(at), day_of(at))
    row = ReportProposal(
        id=new_id(), person_id=report.person_id, report=report, kind=one.kind.value, length=one.length,
        requirements="; ".join(str(each) for each in one.requirements),
        because=must_say(because, "because", "Say why this is proposed.", LONGEST),
        law=check_lawful(one, born=people.born_on(report.person_id), on=on), at=at, unit_id=by.unit_id, member_id=by.id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(report=report_id)
    return row.id


def _in_hand(report_id: UUID) -> ReportRequest:
    report = ReportRequest.objects.filter(id=report_id).first()
    if report is None:
        raise Refused("There is no such report, or it is not yours to see.")
    concerns(report.person_id)
    if report.state not in IN_HAND:
        raise Refused(
            f"This report is {ReportRequest.State(report.state).label}, so nothing goes into it any more."
        )
    return report
