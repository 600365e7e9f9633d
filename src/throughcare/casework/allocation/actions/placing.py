"""Fills the roles of one case in one act, its manager from the list as it is ranked at that moment, with what was decided and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision.actions import Appointing, appoint_holders
from throughcare.casework.supervision.rules import EndReason, TenureKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused

from ..models import Suggestion
from ..rules import decision as deciding
from ..rules.decision import Asked, Outcome, Reason
from ..rules.reach import units_asked
from ..store.gathering import Asking
from ..store.ranking import Ranking, as_row, ask
from .suggesting import ENDS_BECAUSE, remember

State = Suggestion.State


@action(Permission.ALLOCATE_CASE)
def place_case(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    appointments: Sequence[Appointing],
    reason: Reason = Reason.INITIAL_ALLOCATION,
    because: str = "",
    first: str | None = None,
) -> tuple[UUID, ...]:
    """Appoint to the roles chosen of one case, all or none; returns the tenures.

    A manager is chosen from the list as it is ranked at this moment: the list, who was chosen, and why another than its
    first, are kept as a decision. ``first`` is who stood first when the page was shown: refused when somebody else does now.
    """
    if any(one.case_id != case_id for one in appointments):
        raise Refused("Every appointment here is to one case.")
    managers = [one.member_id for one in appointments if one.kind is TenureKind.OFFENDER_MANAGER]
    found = _ranked_now(by, at, case_id)
    _check_same_list(found.asked, first)
    ends = ENDS_BECAUSE.get(reason, EndReason.REPLACED)
    made = appoint_holders(by=by, at=at, appointments=[replace(one, because=ends) for one in appointments])
    if managers and _was_considered(found.asked, str(managers[0])):
        _remember(found, str(managers[0]), reason, because, by, at)
    add_to_line(because.strip()[:300])
    return made


def _ranked_now(by: Member, at: datetime, case_id: UUID) -> Ranking:
    """The list as things stand, among the teams and by the wishes of the suggestion that is open, if one is."""
    below = access.units_below(by.unit_id)
    row = Suggestion.objects.select_for_update().filter(case_id=case_id, state=State.OPEN).first()
    if row is None:
        return ask(by, at, case_id, None, below)
    asked, chosen = deciding.asked_again(row.inputs), units_asked(row.units)
    units = [one for one in below if str(one) in chosen]
    return ask(by, at, case_id, Asking.of(asked.case), units or below)


def _check_same_list(asked: Asked, first: str | None) -> None:
    """Nobody follows or passes over a first of the list that they were not shown."""
    now = asked.suggestion().first
    if first is not None and first != (now.practitioner if now else ""):
        raise Refused("Somebody else comes first now than when this page was shown. Look at the list again.")


def _was_considered(asked: Asked, member: str) -> bool:
    """Whoever's terms are not recorded stands on no list: their appointment is its own record."""
    return any(one.id == member for one in asked.practitioners)


def _remember(found: Ranking, chosen: str, reason: Reason, because: str, by: Member, at: datetime) -> None:
    first = found.asked.suggestion().first
    followed = first is not None and first.practitioner == chosen
    decided = (
        deciding.accept(found.asked, reason, because)
        if followed
        else deciding.change(found.asked, chosen, reason, because)
    )
    row = as_row(found, by, at)
    decision = remember(decided, row.person_id, by, at)
    outcome = Outcome.ACCEPTED if followed else Outcome.CHANGED
    Suggestion.objects.filter(case_id=row.case_id, state=State.OPEN).update(state=State.OVERTAKEN)
    row.state, row.chosen, row.reason = State(outcome.value), UUID(chosen), reason.value
    row.because, row.answered_by, row.answered_at = because.strip()[:500], by.id, at
    row.decision_id = decision
    insert_all([row])
    add_to_line(suggestion=row.id, decision=decision)
