"""The first thought of a recall: whose it is to decide, what led to it, and the first version of its papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..models import Recall
from ..rules import Ground, RecallState, Tried, Urgency, check_touches
from ..store import OnRecord, failures_now, on_record, owed_on
from .papers import first_paper
from .steps import first_step, named


@action(Permission.ASK_FOR_RECALL)
def consider_recall(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    ground: Ground,
    led_to: str,
    response: str = "",
    conditions: str = "",
    tried: Sequence[Tried] = (),
    urgency: Urgency = Urgency.STANDARD,
) -> UUID:
    """Begin to consider a recall: the team that decides sees the person until it is over, and the clock for deciding runs. Returns it.

    Refused where no sentence of theirs is on licence, where the operating model gives recalls to nobody or to a team that no
    agreement lets see the person, and where one is under way.
    """
    case = supervision.open_case(case_id)
    if case is None:
        raise Refused("There is no such open case, or it is not yours to see.")
    concerns(case.person_id)
    if case.unit_id not in units_below(by.unit_id) and case.person_id not in supervision.held_people(by.id):
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can ask for a recall."
        )
    record = on_record(case.person_id, on=day_of(at))
    check_touches(record.touched)
    row = _opened(case, record, by, at, ground, urgency)
    insert_all([first_step(row, by, at)])
    named(row.id, by.id)
    first_paper(
        row, case, record, by, at, led_to=led_to, response=response, conditions=conditions, tried=tried
    )
    add_to_line(recall=row.id)
    return row.id


def _opened(
    case: supervision.OpenCase, record: OnRecord, by: Member, at: datetime, ground: Ground, urgency: Urgency
) -> Recall:
    """The row of a recall that begins, written, with the sight of the team that decides."""
    team, organisation = _who_decides(case, at)
    row = Recall(
        id=new_id(), person_id=case.person_id, case_id=case.id, ground=ground.value, urgency=urgency.value,
        sentence_group=record.group.value, sentences=[one.id for one in record.sentences], from_unit=by.unit_id, to_unit=team,
        shared_by=case.organisation_id if organisation != case.organisation_id else None, opened_by=by.id, opened_at=at,
        since=at, sight=TimestamptzRange(at, None), state=RecallState.CONSIDERED.value, rests_on=failures_now(case, at=at),
    )  # fmt: skip
    owed = owed_on(row, refused=False)
    assert owed is not None, "what is considered owes a decision"
    row.due, row.due_by, row.due_at = owed.what, owed.side.value, owed.by
    insert_all([row])
    if derive_grants("recall", [row.id]) == 0:
        raise Refused(
            "No agreement lets the team that decides on recalls see this person. Ask an administrator."
        )
    return row


def _who_decides(case: supervision.OpenCase, at: datetime) -> tuple[UUID, UUID]:
    """The team of whoever asks for recalls under the model in force, and its organisation: the case's own where that is who."""
    told = supervision.deliverer_of(case, Function.RECALL_ADVICE, at=at)
    if isinstance(told, Unheld):
        raise Refused(f"Recall: {told.value}. Until somebody holds it here, no recall can be asked for.")
    if told.organisation_id == case.organisation_id:
        return case.unit_id, told.organisation_id
    if told.unit_id is None:
        raise Refused(
            f"{told.organisation} decides on recalls here ({told.finding.clause}) and has no team. Ask an administrator."
        )
    return told.unit_id, told.organisation_id
