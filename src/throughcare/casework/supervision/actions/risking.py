"""Recording risk, asking for a lowering and answering it: each does exactly what the rule says will follow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from throughcare.casework.assessment import actions as assessing
from throughcare.casework.assessment import queries as assessment
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.operating_model.rules import Cohort, Risk, Rsr

from ..events import RiskChanged
from ..models import Case, Lowering, Tenure, TimelineEntry
from ..rules import EndReason
from ..rules.risk import (
    ORDER,
    LoweringState,
    WhatFollows,
    check_may_answer,
    check_may_be_asked,
    check_may_be_recorded,
    highest,
    words,
)
from ..store.foreseeing import foreseen, standing_levels
from ..store.steps import (
    Atlas,
    change_case,
    close_grants,
    end_tenures,
    entry,
    found_case,
    open_gaps,
    subject_of,
    tell_of_ended,
)
from .jointly import work_jointly

ORDER_OF_RISK = (Risk.NOT_ASSESSED.value, *(risk.value for risk in ORDER))
CHANGED = "What would follow has changed since it was shown to you. Look again, then decide."


@dataclass(frozen=True)
class Change:
    """What a case is to say of its risk; None keeps what is recorded."""

    risk: Risk
    rsr: Rsr | None = None
    cohorts: tuple[Cohort, ...] | None = None


@action(Permission.RECORD_ON_TIMELINE)
def record_risk(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    version: int,
    risk: Risk,
    rsr: Rsr | None = None,
    cohorts: tuple[Cohort, ...] | None = None,
    because: str = "",
    seen: str = "",
) -> None:
    """Record a case's risk, which may stay or rise; a rise does what the model in force says.

    ``seen`` is the mark of what was shown to follow: refused when something else would follow now. Refused for a fall.
    """
    case = found_case(case_id, version)
    check_may_be_recorded(standing_levels(case), risk)
    apply(case, by, at, Change(risk, rsr, cohorts), because, seen)


@action(Permission.RECORD_ON_TIMELINE)
def follow_assessed_risk(*, by: Member, at: datetime, case_id: UUID) -> None:
    """Bring a case in line with the level of harm that is registered: signatures have agreed to it, up or down."""
    case = found_case(case_id)
    level = assessment.harm_level_of(case.person_id)
    if level is not None and case.risk != level:
        apply(case, by, at, Change(Risk(level)), "From the completed analysis of risk of serious harm")


@action(Permission.RECORD_ON_TIMELINE)
def ask_to_lower_risk(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    version: int,
    risk: Risk,
    because: str,
    rsr: Rsr | None = None,
    cohorts: tuple[Cohort, ...] | None = None,
) -> UUID:
    """Ask that a risk be lowered; nothing changes until somebody else who may countersign agrees. Returns the request."""
    if not because.strip():
        raise Refused("Say why the risk is lower.", field="because")
    case = found_case(case_id, version)
    stands = standing_levels(case)
    check_may_be_asked(stands, risk)
    made = Lowering(
        person_id=case.person_id, case_id=case.id, from_risk=highest(stands).value, to_risk=risk.value,
        rsr=rsr.value if rsr else "", cohorts=sorted(cohorts) if cohorts is not None else None,
        against=_against(case), because=because.strip()[:500], asked_by=by.id, asked_at=at,
    )  # fmt: skip
    said = f"Lowering of risk asked for: {words(highest(stands))} to {words(risk)}"
    insert_all([made])
    insert_all([entry(case, by, at, "risk", said, note=made.because, about=made.id)])
    add_to_line(lowering=made.id)
    return made.id


def _against(case: Case) -> str:
    signed = assessment.last_signed(case.person_id)
    if signed is None or not signed.harm_level:
        return "the level recorded on the case; no signed assessment gives one"
    return (
        f"the assessment signed on {signed.signed_on:%-d %B %Y}, which says {words(Risk(signed.harm_level))}"
    )


@action(Permission.COUNTERSIGN_ASSESSMENT)
def answer_lowering(
    *, by: Member, at: datetime, lowering_id: UUID, agreed: bool, because: str = "", seen: str = ""
) -> None:
    """Agree to a lowering of risk, or refuse it with a reason; never by whoever asked. Agreed, all that follows happens now."""
    asked = _asked(lowering_id)
    check_may_answer(by.id if is_me(asked.asked_by) else asked.asked_by, by.id)
    if not agreed and not because.strip():
        raise Refused("Say why you refuse.", field="because")
    case = found_case(asked.case_id)
    if agreed and highest(standing_levels(case)).value != asked.from_risk:
        raise Refused(
            "The risk has changed since this was asked for. Refuse it, and let it be asked for anew."
        )
    state = LoweringState.AGREED if agreed else LoweringState.REFUSED
    _settle(asked, state, by, at, because)
    said = f"Lowering of risk {state}: {words(Risk(asked.from_risk))} to {words(Risk(asked.to_risk))}"
    insert_all([entry(case, by, at, "risk", said, note=because.strip(), about=asked.id)])
    ledger.remember([_decided(asked, state, because)], who=ledger.Who(member_id=by.id), at=at)
    if agreed:
        rsr = Rsr(asked.rsr) if asked.rsr else None
        cohorts = tuple(Cohort(one) for one in asked.cohorts) if asked.cohorts is not None else None
        apply(case, by, at, Change(Risk(asked.to_risk), rsr, cohorts), asked.because, seen)


@action(Permission.RECORD_ON_TIMELINE)
def withdraw_lowering(*, by: Member, at: datetime, lowering_id: UUID) -> None:
    """Take back what one asked for oneself."""
    asked = _asked(lowering_id)
    if asked.asked_by != by.id:
        raise Refused("Only whoever asked for it can take it back.")
    case = found_case(asked.case_id)
    _settle(asked, LoweringState.WITHDRAWN, by, at, "")
    insert_all([entry(case, by, at, "risk", "Lowering of risk: request taken back", about=asked.id)])


def _asked(lowering_id: UUID) -> Lowering:
    found = Lowering.objects.select_for_update().filter(id=lowering_id).first()
    if found is None:
        raise Refused("There is no such request, or it is not yours to see.")
    concerns(found.person_id)
    if found.state != LoweringState.ASKED:
        raise Refused(f"This request was answered before: it is {found.state}.")
    return found


def _settle(asked: Lowering, state: LoweringState, by: Member, at: datetime, because: str) -> None:
    Lowering.objects.filter(id=asked.id).update(
        state=state.value, answered_by=by.id, answered_at=at, answer=because.strip()[:500]
    )
    add_to_line(lowering=asked.id, state=state.value)


def _decided(asked: Lowering, state: LoweringState, because: str) -> ledger.Decided:
    return ledger.Decided(
        about="lowering of risk", about_id=asked.id, person_id=asked.person_id, rule="agreement to a lower risk",
        edition="a second person who may countersign",
        inputs={"from": asked.from_risk, "to": asked.to_risk, "against": asked.against, "asked by": str(asked.asked_by)},
        outcome={"state": state.value}, reasons=[asked.because, *([because.strip()] if because.strip() else [])],
    )  # fmt: skip


def apply(case: Case, by: Member, at: datetime, change: Change, because: str, seen: str = "") -> WhatFollows:
    """Write a change of risk on a locked case and do all that follows: exactly what the rule foresaw."""
    follows = foreseen(
        case, at, risk=change.risk, rsr=change.rsr, cohorts=change.cohorts, with_tiers=bool(seen)
    )
    if seen and seen != follows.mark:
        raise Refused(CHANGED)
    open_now = Lowering.objects.filter(case=case.id, state=LoweringState.ASKED.value)
    open_now.update(state=LoweringState.OVERTAKEN.value, answered_by=by.id, answered_at=at)
    if change.risk in ORDER:
        why = because.strip() or "recorded on the case"
        assessing.follow_levels(by=by, at=at, levels={case.person_id: change.risk.value}, because=why)
    carry_out(case, by, at, follows, f"Risk of serious harm: {words(change.risk)}", because)
    return follows


def carry_out(case: Case, by: Member, at: datetime, follows: WhatFollows, said: str, because: str) -> None:
    """Write on a locked case what it has become, and do all that follows; the grants of roles that end close last."""
    after = follows.after
    change_case(
        case, risk=after.risk.value, rsr=after.rsr.value, cohorts=sorted(one.value for one in after.cohorts),
        oversight=case.oversight or follows.oversight,
    )  # fmt: skip
    insert_all([entry(case, by, at, "risk", said, note=because)])
    if follows.oversight:
        insert_all([_overseen(case, by, at)])
    work_jointly([case], by, at)
    pass_on(case, by, at, follows)
    announce(RiskChanged(case.id, case.person_id), at=at, by=by.id)
    close_grants("tenure", [one.tenure_id for one in follows.ending])


def _overseen(case: Case, by: Member, at: datetime) -> TimelineEntry:
    in_force = Atlas(at).holders(case.area_code).in_force
    ground = str(in_force.model.rise_in_risk.ground) if in_force else ""
    return entry(case, by, at, "risk", "Management oversight added", note=ground)


def pass_on(case: Case, by: Member, at: datetime, follows: WhatFollows) -> None:
    """End the tenures that the rule says end, tell of it, and let their places be gaps; their grants close later."""
    leaving = list(Tenure.objects.filter(id__in=[one.tenure_id for one in follows.ending]))
    # What is heard late may be older than the appointments it ends: they end when they began, not before.
    when = max([at, *(tenure.during.lower for tenure in leaving)])
    end_tenures(leaving, when, follows.because)
    tell_of_ended(leaving, by, at)
    said = "The {} passes to another body: {}"
    insert_all(
        [
            entry(case, by, at, "holder", said.format(one.kind, follows.because), about=one.id)
            for one in leaving
        ]
    )
    open_gaps([case], when, str(follows.because), Atlas(at))


def end_who_may_not(case: Case, by: Member, at: datetime, because: EndReason) -> None:
    """End the tenures that the model no longer gives to their holder's organisation; their places become gaps."""
    follows = replace(foreseen(case, at, risk=subject_of(case).risk), because=because)
    pass_on(case, by, at, follows)
    close_grants("tenure", [one.tenure_id for one in follows.ending])
