"""What follows for failures when the record, a case, a decision or a model changes: harmless when heard twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import ContactSeen
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import BodyKind, Function, Place, Sentence

from ..models import Failure
from ..rules import FAILURE_MOVES, Counted, Counts, FailureState, Happened, Move, counted_as, is_drawn
from .failures import Stands, by_id, every_open, is_open, of_cases, of_contacts
from .recording import assign, move_by_record, note, take_up_where_it_was_recorded

_BEGINS = {Counts.YES: Move.NOTED, Counts.AWAITED: Move.AWAITED}
_CLOSED = "The case was closed."
_INSIDE = "The record was put right: the person was in custody."


def note_told(first_id: UUID, told: ContactSeen, *, by: UUID | None, at: datetime) -> bool:
    """Note a contact as the failure that it is, find the one it started to stand after all, or rescind it; whether it rescinded one."""
    case = supervision.open_case(told.case_id)
    writer = access.members([by], at=at).get(by) if by is not None else None
    if case is None or writer is None:
        return False
    counted = _counted(first_id, told, case)
    known = next(iter(of_contacts([first_id])), None)
    if known is not None:
        return _follow(known, counted, case.unit_id, at)
    if counted.counts in _BEGINS:
        recorder = _recorder(told, writer, at)
        made = note(first_id, told, case, _BEGINS[counted.counts], counted.finding, writer, recorder, at)
        if made is not None:
            take_up_where_it_was_recorded(made, case.unit_id, at)
    return False


def _recorder(told: ContactSeen, writer: Member, at: datetime) -> Member:
    """Whoever held the contact, whose team then owes the notice; whoever wrote it where they have left since."""
    return access.members([told.member_id], at=at).get(told.member_id) or writer


def _counted(first_id: UUID, told: ContactSeen, case: supervision.OpenCase) -> Counted:
    inside = told.kind is ContactKind.PRISON or supervision.inside_when_missed({case.id: [first_id]})
    place = Place.CUSTODY if inside else Place.COMMUNITY
    return counted_as(Happened(told.outcome, told.with_whom, Sentence(case.sentence), place))


def _follow(known: Stands, counted: Counted, answering: UUID, at: datetime) -> bool:
    """What a contact that was put right makes of the failure that it started; whether that rescinds it."""
    today, moves = day_of(at), FAILURE_MOVES[known.state]
    if counted.counts is Counts.YES and Move.FOUND in moves:
        move_by_record(known, Move.FOUND, on=today, answering=answering, today=today)
        take_up_where_it_was_recorded(known.row.id, answering, at)
    elif counted.counts is Counts.NO and Move.RESCINDED in moves:
        because = f"The record was put right: {counted.finding.because}."
        return move_by_record(known, Move.RESCINDED, on=today, answering=answering, today=today, note=because)
    return False


def rescind_missed_inside(case_ids: Iterable[UUID], *, at: datetime) -> list[UUID]:
    """Rescind what was noted of days on which the person was in custody, as their movements now say; returns of which contacts."""
    noted: dict[UUID, list[Stands]] = {}
    for one in of_cases(list(case_ids)):
        if Move.RESCINDED in FAILURE_MOVES[one.state]:
            noted.setdefault(one.row.case_id, []).append(one)
    inside = supervision.inside_when_missed(
        {case: [one.row.contact_id for one in found] for case, found in noted.items()}
    )
    there = [one for found in noted.values() for one in found if one.row.contact_id in inside]
    answering, today = _answering([one.row.id for one in there]), day_of(at)
    rescinded = []
    for one in there:
        unit = answering[one.row.id][1] if one.row.id in answering else one.row.notifier_unit
        if move_by_record(one, Move.RESCINDED, on=today, answering=unit, today=today, note=_INSIDE):
            rescinded.append(one.row.contact_id)
    return rescinded


def ask_again(
    *, failures: Iterable[UUID] = (), cases: Iterable[UUID] = (), at: datetime, every: bool = False
) -> int:
    """Ask the operating model again who decides what is open: of failures, of cases, or of all. How many changed hands."""
    asked = every_open() if every else [*by_id(list(failures)), *of_cases(list(cases))]
    passes = [one for one in asked if Move.PASSED_ON in FAILURE_MOVES[one.state]]
    answering = _answering([one.row.id for one in passes])
    return sum(assign(one, answering[one.row.id], at) for one in passes if one.row.id in answering)


def _answering(failure_ids: list[UUID]) -> dict[UUID, tuple[UUID, UUID]]:
    """For each failure whose case is open, the organisation and the team that answer for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT failure_id, organisation_id, unit_id FROM enforcement_answering(%s)", [failure_ids]
        )
        return {failure: (organisation, unit) for failure, organisation, unit in cursor.fetchall()}


def draw(failure_id: UUID, step_id: UUID, at: datetime) -> None:
    """Draw a decision for audit where it is one of those that are drawn, for whoever inspects there."""
    for one in by_id([failure_id]):
        if not (one.row.audited and is_drawn(step_id, one.row.failed_on)):
            continue
        auditor, because = _auditor(one.row, at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT enforcement_draw(%s, %s, %s, %s)", [new_id(), step_id, auditor, because])


def _auditor(row: Failure, at: datetime) -> tuple[UUID | None, str]:
    """The team of whoever inspects where a case is, or why none looks at it."""
    area, decider = row.subject["area_code"], row.decider_organisation
    found = models.holders(area, day_of(at)).appointed_as(BodyKind.INSPECTORATE, Function.INSPECTION)
    if isinstance(found, Unheld) or decider is None:
        return None, "Nobody is appointed to inspect here."
    if not access.may_share(decider, found, "inspection", at=at):
        return None, "No agreement lets whoever inspects here see this person."
    unit = supervision.team_serving(area, found, at=at)
    return unit, "" if unit else "Whoever inspects here has no team."


def end_with_cases(case_ids: Iterable[UUID], *, at: datetime) -> None:
    """End what is open of closed cases."""
    of_closed = [one for one in of_cases(list(case_ids)) if is_open(one.state)]
    running = _answering([one.row.id for one in of_closed])
    for one in of_closed:
        if one.row.id not in running:
            today = day_of(at)
            move_by_record(
                one, Move.ENDED, on=today, answering=one.row.notifier_unit, today=today, note=_CLOSED
            )


def go_on_with_cases(case_ids: Iterable[UUID], *, at: datetime) -> None:
    """Let what ended with cases that are open again go on as it stood."""
    ended = [one for one in of_cases(list(case_ids)) if one.state is FailureState.ENDED]
    running = _answering([one.row.id for one in ended])
    for one in ended:
        if one.row.id in running:
            before = FailureState(one.steps[-1].before)
            unit = running[one.row.id][1]
            move_by_record(
                one, Move.OPENED_AGAIN, on=day_of(at), answering=unit, today=day_of(at), then=before
            )
