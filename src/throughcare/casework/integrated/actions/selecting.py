"""Somebody proposed, answered for by partners, selected or not by another, led by somebody, and removed in the same way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.assessment.actions import follow_selection
from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Selection
from ..rules import (
    IntegratedStepKind,
    PartnerAnswer,
    SelectionState,
    Strand,
    check_agreed,
    check_answers,
    check_lead,
    check_selection_moves,
    check_strand,
)
from ..store import Selected, strands_proposed, to_lead
from .steps import case_to_propose, found_by_partner, found_selection, move, why_said, write_step


@action(Permission.WORK_INTEGRATED)
def propose_selection(*, by: Member, at: datetime, person_id: UUID, strand: Strand, because: str) -> UUID:
    """Propose somebody for a strand, beside what the rule proposes; no order is needed, only an open case. Returns the selection."""
    words = why_said(because, "Say why they are proposed.")
    check_strand(strand, day_of(at))
    case = case_to_propose(person_id, by)
    ruling = strands_proposed([person_id], day_of(at)).get(person_id)
    proposed = ruling.strand.value if ruling and ruling.strand else ""
    row = Selection(
        id=new_id(), person_id=person_id, case_id=case.id, proposed=proposed, strand=strand.value, because=words, opened_by=by.id,
        opened_at=at,
    )  # fmt: skip
    insert_all([row])
    findings = ruling.findings if ruling else ()
    write_step(row, 1, IntegratedStepKind.PROPOSED, by=by, at=at, because=words, findings=findings)
    add_to_line(selection=row.id)
    return row.id


@action(Permission.WORK_INTEGRATED)
def answer_as_partner(
    *,
    by: Member,
    at: datetime,
    selection_id: UUID,
    version: int,
    body: str,
    said: PartnerAnswer,
    because: str,
) -> None:
    """Record what a partner answers on what is proposed; a partner who works with the person answers for their own body."""
    words = why_said(because, "Say what they said, and who said it.")
    found = found_by_partner(selection_id, by, body, version=version)
    check_answers(found.state, body, day_of(at))
    write_step(
        found.row, version + 1, IntegratedStepKind.ANSWERED, by=by, at=at, because=words, body=body, said=said.value
    )  # fmt: skip


@action(Permission.SELECT_INTEGRATED)
def decide_selection(
    *,
    by: Member,
    at: datetime,
    selection_id: UUID,
    version: int,
    strand: Strand | None,
    lead_id: UUID | None = None,
    because: str,
) -> None:
    """Select whom another proposed, in a strand and with a lead professional, once the partners agree; None: they are not selected."""
    words = why_said(because, "Say why it is so decided.")
    found, case = found_selection(selection_id, by, version=version)
    to = SelectionState.SELECTED if strand else SelectionState.NOT_SELECTED
    if found.state is not SelectionState.PROPOSED:
        raise Refused(f"This is {found.state}: no selection waits.")
    check_selection_moves(found.state, to)
    _check_another(found)
    if strand is None:
        move(found.row, state=to.value, decided_by=by.id, ended_at=at)
        write_step(
            found.row, version + 1, IntegratedStepKind.NOT_SELECTED, by=by, at=at, because=words
        )  # fmt: skip
        return
    check_strand(strand, day_of(at))
    check_agreed(found.answers, day_of(at))
    _check_can_lead(case, lead_id, at)
    move(found.row, state=to.value, strand=strand.value, decided_by=by.id, lead_id=lead_id)
    write_step(
        found.row, version + 1, IntegratedStepKind.SELECTED, by=by, at=at, because=words, strand=strand.value
    )
    _register(found, by, at, f"selected, {strand.value}", selected=True)


@action(Permission.SELECT_INTEGRATED)
def name_lead(
    *, by: Member, at: datetime, selection_id: UUID, version: int, lead_id: UUID, because: str
) -> None:
    """Name another lead professional of somebody who is selected."""
    words = why_said(because, "Say why somebody else leads.")
    found, case = found_selection(selection_id, by, version=version)
    check_lead(found.state)
    if found.state is SelectionState.LEAVING:
        _check_another(found)
    _check_can_lead(case, lead_id, at)
    move(found.row, lead_id=lead_id)
    write_step(found.row, version + 1, IntegratedStepKind.LEAD, by=by, at=at, because=words)


@action(Permission.WORK_INTEGRATED)
def propose_removal(*, by: Member, at: datetime, selection_id: UUID, version: int, because: str) -> None:
    """Propose that somebody is not managed so any more; until that is decided they stay selected."""
    words = why_said(because, "Say why they are to be removed.")
    found, _ = found_selection(selection_id, by, version=version)
    check_selection_moves(found.state, SelectionState.LEAVING)
    move(found.row, state=SelectionState.LEAVING.value, leaving_by=by.id)
    write_step(found.row, version + 1, IntegratedStepKind.LEAVING, by=by, at=at, because=words)


@action(Permission.SELECT_INTEGRATED)
def decide_removal(
    *, by: Member, at: datetime, selection_id: UUID, version: int, removed: bool, because: str
) -> None:
    """Decide a removal that another proposed: removed once the partners agree, and everybody's sight for it ends; or they stay."""
    words = why_said(because, "Say why it is so decided.")
    found, _ = found_selection(selection_id, by, version=version)
    if found.state is not SelectionState.LEAVING:
        raise Refused(f"This is {found.state}: no removal waits.")
    _check_another(found)
    if not removed:
        move(found.row, state=SelectionState.SELECTED.value)
        write_step(found.row, version + 1, IntegratedStepKind.STAYS, by=by, at=at, because=words)
        return
    check_agreed(found.answers, day_of(at))
    move(found.row, state=SelectionState.REMOVED.value, ended_at=at)
    write_step(found.row, version + 1, IntegratedStepKind.REMOVED, by=by, at=at, because=words)
    _register(found, by, at, "removed", selected=False)


def _check_another(found: Selected) -> None:
    if is_me(found.put.member_id):
        raise Refused("You proposed it. Until it is decided, everything on it is somebody else's.")


def _check_can_lead(case: OpenCase, lead_id: UUID | None, at: datetime) -> None:
    if lead_id not in {one.id for one in to_lead(case, at)}:
        raise Refused(
            "Choose who leads: somebody who works in it, of the team or holding a role in the case.",
            field="lead_id",
        )


def _register(found: Selected, by: Member, at: datetime, because: str, *, selected: bool) -> None:
    follow_selection(
        by=by, at=at, person_id=found.row.person_id, selection_id=found.row.id, selected=selected, because=because
    )  # fmt: skip
