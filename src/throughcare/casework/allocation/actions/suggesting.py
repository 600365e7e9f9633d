"""Suggests a manager for one case, and records what a person decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision.actions import Appointing, appoint_holders
from throughcare.casework.supervision.rules import EndReason, TenureKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused

from ..models import Suggestion
from ..rules import decision as deciding
from ..rules.decision import AllocationDecision, Asked, Outcome, Reason
from ..rules.limits import limits_broken
from ..store.gathering import Asking
from ..store.ranking import as_row, ask
from ..store.reach import units_chosen

State = Suggestion.State
ENDS_BECAUSE = {
    Reason.OFFICER_LEFT: EndReason.STAFF_LEFT,
    Reason.CASELOAD_ADJUSTMENT: EndReason.WORKLOAD,
    Reason.CHANGE_IN_TIER_OR_RISK: EndReason.RISK_ROSE,
}


@action(Permission.ALLOCATE_CASE)
def suggest_for_case(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    asking: Asking | None = None,
    unit_ids: Sequence[UUID] | None = None,
) -> UUID:
    """Rank the staff of the caller's units, or those named of them, for one open case, and keep what was shown."""
    found = ask(by, at, case_id, asking, units_chosen(by.unit_id, unit_ids))
    concerns(found.about.case.person_id)
    Suggestion.objects.filter(case_id=case_id, state=State.OPEN).update(state=State.OVERTAKEN)
    row = as_row(found, by, at)
    insert_all([row])
    add_to_line(suggestion=row.id)
    return row.id


@action(Permission.ALLOCATE_CASE)
def answer_suggestion(
    *,
    by: Member,
    at: datetime,
    suggestion_id: UUID,
    outcome: Outcome,
    reason: Reason,
    because: str = "",
    member_id: UUID | None = None,
) -> UUID:
    """Accept, change or refuse a suggestion, saying why; appoints whoever was chosen. Returns the decision."""
    row = Suggestion.objects.select_for_update().filter(id=suggestion_id).first()
    if row is None:
        raise Refused("There is no such suggestion, or its case is not yours to see.")
    concerns(row.person_id)
    if row.state != State.OPEN:
        raise Refused(
            "Somebody answered this suggestion a moment ago, or a newer one was asked for. Look again."
        )
    shown = deciding.asked_again(row.inputs)
    decided = _decide(shown, outcome, reason, because, member_id)
    if decided.chosen is not None:
        _check_still_possible(by, at, row, shown, decided.chosen)
        _appoint(by, at, row.case_id, UUID(decided.chosen), reason)
    decision = remember(decided, row.person_id, by, at)
    Suggestion.objects.filter(id=row.id).update(
        state=State(outcome.value), chosen=decided.chosen, reason=reason.value, because=because.strip()[:500],
        answered_by=by.id, answered_at=at, decision_id=decision,
    )  # fmt: skip
    add_to_line(because.strip()[:300], suggestion=row.id, decision=decision)
    return decision


def _decide(
    shown: Asked, outcome: Outcome, reason: Reason, because: str, member_id: UUID | None
) -> AllocationDecision:
    if outcome is Outcome.ACCEPTED:
        return deciding.accept(shown, reason, because)
    if outcome is Outcome.REFUSED:
        return deciding.refuse(shown, reason, because)
    if member_id is None:
        raise Refused("Select the member of staff who is to take the case.", field="member_id")
    return deciding.change(shown, str(member_id), reason, because)


def _check_still_possible(by: Member, at: datetime, row: Suggestion, shown: Asked, chosen: str) -> None:
    """A hard limit may have come since the list was shown: it holds at the moment of deciding."""
    now = ask(by, at, row.case_id, Asking.of(shown.case), access.units_below(by.unit_id)).asked
    if now.case.manager != shown.case.manager:
        raise Refused("The case changed hands since this was suggested. Ask for a fresh suggestion.")
    who = next((one for one in now.practitioners if one.id == chosen), None)
    if who is None:
        raise Refused("They no longer work in your teams. Ask for a fresh suggestion.", field="member_id")
    broken = limits_broken(now.case, who, now.terms.grades)
    if broken:
        raise Refused("; ".join(one.because for one in broken), field="member_id")


def _appoint(by: Member, at: datetime, case_id: UUID, member_id: UUID, reason: Reason) -> None:
    because = ENDS_BECAUSE.get(reason, EndReason.REPLACED)
    appoint_holders(
        by=by, at=at, appointments=[Appointing(case_id, TenureKind.OFFENDER_MANAGER, member_id, because)]
    )


def remember(decided: AllocationDecision, person_id: UUID, by: Member, at: datetime) -> UUID:
    """Write a decision to its ledger, with all that is needed to reckon it again."""
    return ledger.remember([as_line(decided, person_id)], who=ledger.Who(member_id=by.id), at=at)[0]


def as_line(decided: AllocationDecision, person_id: UUID) -> ledger.Decided:
    """A decision as its ledger holds it."""
    outcome = {
        "outcome": decided.outcome.value, "reason": decided.reason.value,
        "suggested": decided.suggested, "chosen": decided.chosen,
    }  # fmt: skip
    return ledger.Decided(
        about="allocation", about_id=UUID(decided.case), person_id=person_id, rule=decided.rule,
        edition=decided.edition, inputs=decided.inputs, outcome=outcome,
        reasons=[decided.because, *map(str, decided.findings)],
    )  # fmt: skip
