"""What became of a recall outside: revoked, not found, taken in, representations, parole, released, rescinded; with the movement each is."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.rules.movements import MovementKind, Where
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Recall
from ..rules import (
    ANSWERS,
    RELEASES,
    RecallMove,
    RecallState,
    Standing,
    check_days,
    check_recall_move,
    recall_states,
)
from ..store import away_since, on_record, release_of
from .steps import change, check_manages, recall_in_hand, said, take_step


@action(Permission.ASK_FOR_RECALL)
def record_recall_answer(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    move: RecallMove,
    note: str,
    happened_at: datetime | None = None,
) -> None:
    """Record an answer of the executive, the police or the Parole Board, what the person says against it, or a step of one's own.

    A system or a body that has not answered is not recorded as anything: the recall stands where it stood, and the answer is owed.
    """
    row = _managed(recall_id, by, version)
    if move not in ANSWERS:
        raise Refused(f"“{move}” is recorded by its own act.", field="move")
    words = said(note, "note", "Say who answered, and what.", 1000)
    take_step(row, move, by=by, at=at, happened_at=happened_at, note=words)


@action(Permission.ASK_FOR_RECALL)
def revoke_licence(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    happened_at: datetime | None = None,
    note: str = "",
) -> None:
    """Record that the licence is revoked: whoever is not in custody is unlawfully at large from then on."""
    row, when = _managed(recall_id, by, version), happened_at or at
    check_recall_move(RecallState(row.state), RecallMove.REVOKE)
    check_days(day_of(when), None, away_since(row.person_id))
    take_step(
        row,
        RecallMove.REVOKE,
        by=by,
        at=at,
        happened_at=when,
        note=note,
        columns={"revoked_on": day_of(when)},
    )
    if _where(row) is Where.COMMUNITY:
        supervision.record_recalled(
            by=by, at=at, case_id=row.case_id, moved_at=when, because=f"Recalled: {row.ground}."
        )


@action(Permission.ASK_FOR_RECALL)
def take_into_custody(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    happened_at: datetime | None = None,
    prison: str = "",
    note: str = "",
) -> None:
    """Record that they are back in custody: a fixed term is counted from that day, which is its first."""
    row, when = _managed(recall_id, by, version), happened_at or at
    check_recall_move(RecallState(row.state), RecallMove.TAKE_IN)
    assert row.revoked_on is not None, "only a licence that was revoked is followed by a return"
    check_days(row.revoked_on, day_of(when), ())
    row.returned_on = day_of(when)
    if _where(row) is not Where.CUSTODY:
        _moved(
            row,
            MovementKind.RECEIVED,
            by,
            at,
            when,
            prison=prison,
            because="Returned to custody after a recall.",
        )
    columns: dict[str, Any] = {"returned_on": row.returned_on, "release_on": _release_on(row, at)}
    take_step(row, RecallMove.TAKE_IN, by=by, at=at, happened_at=when, note=note, columns=columns)


@action(Permission.ASK_FOR_RECALL)
def add_days_to_recall(*, by: Member, at: datetime, recall_id: UUID, version: int, days: int) -> None:
    """Record how many days in all were added to a fixed term in custody, those given back taken off; release is worked out anew."""
    row = _managed(recall_id, by, version)
    if row.returned_on is None:
        raise Refused("Days are added to somebody who is back in custody.")
    if not 0 <= days <= 365:
        raise Refused(f"From 0 to 365 days; this is {days}.", field="days")
    row.added_days = days
    change(row, at=at, added_days=days, release_on=_release_on(row, at))


@action(Permission.ASK_FOR_RECALL)
def release_again(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    move: RecallMove,
    happened_at: datetime | None = None,
    note: str = "",
) -> None:
    """Record that they were released again: on the day of the rule, or when the executive or the Parole Board said so."""
    row, when = _managed(recall_id, by, version), happened_at or at
    if move not in RELEASES:
        raise Refused(f"“{move}” is no release.", field="move")
    check_recall_move(RecallState(row.state), move)
    if move is RecallMove.RELEASE_AUTOMATIC:
        _check_due(row, when, at)
    if _where(row) is not Where.COMMUNITY:
        _moved(row, MovementKind.RELEASED, by, at, when, because=f"After a recall: {move}.")
    take_step(row, move, by=by, at=at, happened_at=when, note=note)


@action(Permission.ASK_FOR_RECALL)
def rescind_recall(
    *,
    by: Member,
    at: datetime,
    recall_id: UUID,
    version: int,
    because: str,
    happened_at: datetime | None = None,
) -> None:
    """Record that the recall is taken back, with the reason; whoever was held or sought because of it is so no longer."""
    row, when = _managed(recall_id, by, version), happened_at or at
    words = said(because, "because", "Say why it is taken back, and by whom.", 1000)
    check_recall_move(RecallState(row.state), RecallMove.RESCIND)
    held = recall_states()[RecallState(row.state)].recalled is Standing.RECALLED
    take_step(row, RecallMove.RESCIND, by=by, at=at, happened_at=when, note=words)
    if held and _where(row) is not Where.COMMUNITY:
        _moved(row, MovementKind.RELEASED, by, at, when, because="The recall was rescinded.")


def _managed(recall_id: UUID, by: Member, version: int) -> Recall:
    row = recall_in_hand(recall_id, by, version)
    check_manages(row, by)
    return row


def _where(row: Recall) -> Where:
    seen = cases.whereabouts(row.person_id)
    if seen is None:
        raise Refused("Where they are cannot be seen, so this cannot be recorded.")
    return seen.where


def _moved(row: Recall, kind: MovementKind, by: Member, at: datetime, when: datetime, **more: Any) -> None:
    case = cases.open_case(row.case_id)
    if case is None:
        raise Refused("The case is closed, or it is not yours to see.")
    supervision.record_movement(
        by=by, at=at, case_id=row.case_id, version=case.version, kind=kind, moved_at=when, **more
    )


def _release_on(row: Recall, at: datetime) -> Any:
    found = release_of(row, on_record(row.person_id, on=row.revoked_on or day_of(at)))
    return found.on if found else None


def _check_due(row: Recall, when: datetime, at: datetime) -> None:
    """Refuse an automatic release before its day: that of the fixed term, or the last day of the sentence."""
    due = _release_on(row, at) or on_record(row.person_id, on=row.revoked_on or day_of(at)).expires
    if due is None:
        raise Refused(
            "No day of automatic release is known for this recall: the executive or the Parole Board directs it."
        )
    if day_of(when) < due:
        raise Refused(f"Automatic release is due on {due:%-d %B %Y}, and not before.", field="happened_at")
