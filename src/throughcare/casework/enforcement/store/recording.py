"""What the record itself brings about: failures noted and moved by the functions that the worker alone may call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.casework.supervision.queries import ContactSeen, OpenCase
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided, Who
from throughcare.foundation.kernel import Finding, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Failure
from ..rules import BEGINS, FailureState, Made, Move, check_move, enforcement_terms
from .asking import Asked, ask, subject_kept
from .failures import Stands, by_id, is_open, owed


def note(
    first_id: UUID, told: ContactSeen, case: OpenCase, begins: Move, because: Finding, by: Member, recorder: Member, at: datetime
) -> UUID | None:  # fmt: skip
    """Note a failure of a contact, once, with who decides it; None where it is noted already."""
    kept, failed_on = subject_kept(case), day_of(told.happened_at)
    asked = ask(
        kept,
        failed_on,
        recorded_by=told.organisation_id,
        answering=(case.organisation_id, case.unit_id),
        at=at,
    )
    row = _row(first_id, told, case, asked, recorder, kept)
    state = BEGINS[begins]
    said = _said(row, asked, state, [Made(begins, day_of(at))], case.unit_id, day_of(at))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT enforcement_note(%s)", [json.dumps(said | {"move": begins, "on": str(day_of(at))})]
        )
        (made,) = cursor.fetchone() or (None,)
    if made is None:
        return None
    _remember(row, asked, because, by, at)
    return row.id


def _row(
    first_id: UUID, told: ContactSeen, case: OpenCase, asked: Asked, recorder: Member, kept: dict[str, Any]
) -> Failure:
    return Failure(
        id=new_id(), person_id=case.person_id, case_id=case.id, contact_id=first_id, failed_on=day_of(told.happened_at),
        what=told.kind.words, requirement_id=told.requirement_id, sentence=case.sentence,
        notifier_organisation=told.organisation_id, notifier_unit=recorder.unit_id, same_body=asked.same_body,
        decider_organisation=asked.organisation_id, decider_unit=asked.unit_id, undecided_because=asked.because[:300],
        refer_days=asked.refer.days, refer_source=asked.refer.clause.source[:300], refer_clause=asked.refer.clause.paragraph[:300],
        refer_basis=asked.refer.basis[:60], subject=kept,
    )  # fmt: skip


_FIXED = (
    "id", "person_id", "case_id", "contact_id", "failed_on", "what", "requirement_id", "sentence", "notifier_organisation",
    "notifier_unit", "refer_days", "refer_source", "refer_clause", "refer_basis", "subject",
)  # fmt: skip


def _said(
    row: Failure, asked: Asked, state: FailureState, made: Sequence[Made], answering: UUID, today: date
) -> dict[str, Any]:
    fixed = {name: _as_json(getattr(row, name)) for name in _FIXED}
    due = {name: _as_json(value) for name, value in owed(row, state, made, answering, today=today).items()}
    return {**fixed, **asked.columns, **due, "state": state.value, "version": 1}


def _as_json(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value


def _remember(row: Failure, asked: Asked, because: Finding, by: Member, at: datetime) -> None:
    decided = Decided(
        about="failure to comply", rule="crossing", edition=enforcement_terms(row.failed_on).name,
        inputs={"subject": row.subject, "on": row.failed_on, "contact": row.contact_id},
        outcome={"decides": asked.organisation_id, "by": asked.unit_id, "undecided": asked.because},
        reasons=[str(because), *map(str, asked.told)], person_id=row.person_id, about_id=row.id,
    )  # fmt: skip
    ledger.remember([decided], who=Who(member_id=by.id), at=at)


def move_by_record(
    stands: Stands, move: Move, *, on: date, answering: UUID, today: date, reason: str = "", note: str = "",
    then: FailureState | None = None, until: date | None = None,
) -> bool:  # fmt: skip
    """Make a move that the record brings about; ``then`` where the table cannot say it: what a case's end is undone to."""
    row, state = stands.row, then or check_move(stands.state, move)
    made = [*stands.made, Made(move, on, until)]
    said = owed(row, state, made, answering, today=today)
    said |= {
        "move": move, "state": state, "on": on, "until": until, "reason": reason[:60], "note": note[:2000], "open": is_open(state),
    }  # fmt: skip
    with connection.cursor() as cursor:
        values = {name: _as_json(value) for name, value in said.items()}
        cursor.execute("SELECT enforcement_move(%s, %s, %s)", [row.id, row.version, json.dumps(values)])
        (done,) = cursor.fetchone() or (False,)
    return bool(done)


def take_up_where_it_was_recorded(failure_id: UUID, answering: UUID, at: datetime) -> None:
    """Where whoever recorded a failure decides it too, nothing crosses a line: it is theirs to decide at once."""
    [stands] = by_id([failure_id])
    if stands.row.same_body and stands.state is FailureState.NOTED and stands.row.decider_unit is not None:
        move_by_record(stands, Move.TAKEN_UP, on=day_of(at), answering=answering, today=day_of(at))


def assign(stands: Stands, answering: tuple[UUID, UUID], at: datetime) -> bool:
    """Ask the model again who decides; where it is another now, or nobody did, the failure passes to them. Whether it did."""
    row = stands.row
    asked = ask(row.subject, row.failed_on, recorded_by=row.notifier_organisation, answering=answering, at=at)
    same = (asked.organisation_id, asked.unit_id, asked.because[:300], asked.shielded)
    if same == (row.decider_organisation, row.decider_unit, row.undecided_because, row.shielded):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT enforcement_assign(%s, %s, %s)", [row.id, row.version, json.dumps(asked.columns)]
        )
        (done,) = cursor.fetchone() or (False,)
    if not done:
        return False
    [now] = by_id([row.id])
    why = asked.because or str(asked.told[-1])
    move_by_record(now, Move.PASSED_ON, on=day_of(at), answering=answering[1], today=day_of(at), note=why)
    take_up_where_it_was_recorded(row.id, answering[1], at)
    return True
