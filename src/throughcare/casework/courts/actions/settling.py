"""Saying what a court's words mean: which offence it was, and what was passed at a hearing that is only listed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import CourtResultsRecorded
from ..models import Appearance, AppearanceOffence, CourtQuestion, Import, Offence
from ..rules import Outcome, ResultRow, read_row
from ..rules.said import home_office_code
from ..store.linking import key_of, linked_alone
from .writing import Hung, hang_on, hearings_of

# What an officer may say of a result; the rest of its row is what is recorded already.
OF_A_RESULT = (
    "outcome", "report_kind", "report_due", "sentence_kind", "sentence_length", "sentence_unit", "custody_months",
    "requirements", "runs", "runs_with", "minimum_term",
)  # fmt: skip


@action(Permission.CORRECT_REFUSED_ROW)
def name_offence(*, by: Member, at: datetime, question_id: UUID, version: int, code: str) -> None:
    """Say which Home Office offence a court's own code or title is, at this appearance."""
    question = _open(question_id, version, about="offence")
    try:
        known = home_office_code(code)
    except ValueError:
        raise Refused("Write the Home Office code like 105/01.", field="code") from None
    if not Offence.objects.filter(code=known).exists():
        raise Refused(f"No offence has the Home Office code “{known}”.", field="code")
    first = question.said.partition("\n")[0]
    waiting = AppearanceOffence.objects.filter(appearance=question.appearance_id, offence=None)
    meant = [o.id for o in waiting if f"{o.sent_code} {o.title}".strip() == first]
    if not meant:
        raise Refused("No offence of this appearance waits under these words any longer.")
    AppearanceOffence.objects.filter(id__in=meant).update(offence=known)
    _settle(question, f"Home Office code {known}", by, at)


@action(Permission.CORRECT_REFUSED_ROW)
def say_result(*, by: Member, at: datetime, question_id: UUID, version: int, said: Mapping[str, str]) -> None:
    """Record what a court passed, by an officer who reads its words, at a hearing that is only listed yet."""
    question = _open(question_id, version, about="result")
    appearance = _in_our_list(question.appearance_id)
    if appearance.outcome != Outcome.LISTED:
        raise Refused(f"A result of this hearing is recorded already: {appearance.outcome}.")
    row = _row(appearance, said, at)
    if row.outcome is Outcome.LISTED:
        raise Refused("Say what became of the hearing.", field="outcome")
    brought = Import(
        id=new_id(), unit_id=by.unit_id, member_id=by.id, at=at, file_name="a result said by an officer", digest="",
        lines=1, recorded=1,
    )  # fmt: skip
    insert_all([brought])
    links, named = linked_alone(row, appearance.person_id)
    hung = Hung(named | ({key_of(row): new_id()} if row.sentence else {}), links)
    hang_on(appearance, row, hearings_of([row], appearance.unit_id), hung, at=at)
    Appearance.objects.filter(id=appearance.id).update(outcome=row.outcome, brought=brought)
    _settle(question, f"Recorded: {row.outcome}", by, at)
    announce(CourtResultsRecorded(brought.id), at=at, by=by.id)


def _in_our_list(appearance_id: UUID) -> Appearance:
    """An appearance with its sitting; whoever sees the person does not thereby see another team's list."""
    seen = (
        Appearance.objects.select_for_update(of=("self",))
        .select_related("hearing")
        .filter(id=appearance_id)
        .first()
    )
    if seen is None:
        raise Refused("Another team serves that court, and says what it passed.")
    return seen


def _row(appearance: Appearance, said: Mapping[str, str], at: datetime) -> ResultRow:
    """The row of a listed appearance with what an officer says of its result; Refused with the first fault."""
    traits = people.traits_of([appearance.person_id]).get(appearance.person_id)
    born = traits.date_of_birth if traits else None
    fields = {name: said[name].strip() for name in OF_A_RESULT if said.get(name, "").strip()} | {
        "result_ref": appearance.result_ref, "court_code": appearance.court_code,
        "hearing_date": appearance.on.isoformat(), "session": appearance.hearing.session,
        "case_number": appearance.case_number, "family_name": "Known", "given_names": "Already",
        "date_of_birth": born.isoformat() if born else "", "offences_said": "[]",
    }  # fmt: skip
    row = read_row(1, fields, today=day_of(at))
    if isinstance(row, list):
        raise Refused(f"{row[0].field.replace('_', ' ')} {row[0].because}.", field=row[0].field or None)
    who = {"defendant_id": appearance.defendant_id, "family_name": "", "given_names": ""}
    return ResultRow(**(vars(row) | {"doubts": (), "digest": appearance.digest} | who))


def _open(question_id: UUID, version: int, *, about: str) -> CourtQuestion:
    question = CourtQuestion.objects.select_for_update().filter(id=question_id).first()
    if question is None:
        raise Refused("There is no such question, or it is not yours to see.")
    concerns(question.person_id)
    if Appearance.objects.filter(id=question.appearance_id, replaced_at__isnull=False).exists():
        raise Refused("A corrected result took the place of this one: settle what is asked of that.")
    if question.about != about:
        raise Refused(f"This question is about {question.about.replace('_', ' ')}, not about {about}.")
    if question.state != CourtQuestion.State.OPEN or question.version != version:
        raise Refused("Somebody else settled this question while you had it open. Look again.")
    return question


def _settle(question: CourtQuestion, answer: str, by: Member, at: datetime) -> None:
    CourtQuestion.objects.filter(id=question.id).update(
        state=CourtQuestion.State.SETTLED,
        answer=answer,
        settled_by=by.id,
        settled_at=at,
        version=question.version + 1,
    )
    add_to_line(question=question.id)
