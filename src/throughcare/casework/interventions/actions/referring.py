"""The sender's side of a referral: sent, sent again with what was asked for, its plan approved or sent back, taken back."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.planning import actions as planning
from throughcare.casework.planning import queries as plans
from throughcare.casework.planning.rules import ServedBy
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import ReferralMoved
from ..models import Referral, Service
from ..rules.fitting import fit
from ..rules.referral import check_not_to_oneself
from ..rules.words import ReferralState, StepKind, WithdrawalReason, need_areas
from ..store import facts_of, overflow_stands, still_away, wanting_of
from .steps import check_side, first_step, said, take_step

MAY_REFER = ("offender manager", "supervisor", "prison manager")


@action(Permission.REFER_TO_SERVICE)
def send_referral(
    *,
    by: Member,
    at: datetime,
    person_id: UUID,
    service_id: UUID,
    need: str,
    because: str,
    step_id: UUID | None = None,
) -> UUID:
    """Send somebody to a service that fits them; its team sees them while the referral is open. Returns the referral.

    ``step_id`` is a step of their plan that it serves from now on, if any.

    Refused when something that is known rules the service out, when no team receives for it, or when no agreement lets
    that team see the person. What is not known is kept on the decision and does not stop it.
    """
    reason = said(because, "because", "Say what the person needs and why this service.")
    seen = case_to_refer(person_id, by, at)
    service = Service.objects.filter(id=service_id).first()
    if service is None:
        raise Refused("There is no such service.", field="service_id")
    decided = fitting_of(service, person_id, need, at)
    check_not_to_oneself(service.unit_id, seen.case.unit_id, units_below(by.unit_id))
    decided = replace(decided, outcome=decided.outcome | overflow_stands(service.id, at))
    made = _made(seen, service, need, reason, by, at)
    insert_all([made])
    if derive_grants("referral", [made.id]) == 0:
        raise Refused(
            "No agreement lets that service's organisation see this person for a referral. Ask an administrator."
        )
    insert_all([first_step(made, by, at)])
    if step_id is not None:
        _serve(step_id, made, by, at)
    ledger.remember([replace(decided, about_id=made.id)], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(referral=made.id, service=service.id)
    announce(ReferralMoved(made.id, person_id, StepKind.SENT), at=at, by=by.id)
    return made.id


def _serve(step_id: UUID, made: Referral, by: Member, at: datetime) -> None:
    found = plans.step(step_id)
    if found is None:
        raise Refused("There is no such step, or it is not yours to see.", field="step_id")
    planning.bind_step(
        by=by, at=at, step_id=step_id, seen=found.step.times_served, kind=ServedBy.REFERRAL, served_id=made.id,
        case_id=made.case_id,
    )  # fmt: skip


def case_to_refer(person_id: UUID, by: Member, at: datetime) -> supervision.CaseSeen:
    """The open case of somebody whom the member may refer; refused where there is none to be seen, or they have no part in it."""
    seen = supervision.case_of(person_id, at=at)
    if seen is None or seen.case.closed_at is not None:
        raise Refused("This person has no open case that you may see.")
    concerns(person_id)
    _check_may_refer(seen, by)
    return seen


def _check_may_refer(seen: supervision.CaseSeen, by: Member) -> None:
    """Whoever holds a role in the case refers, or the team that answers for it: which body that is, the model says."""
    below = set(units_below(by.unit_id))
    holding = any(held.member_id == by.id for kind, held in seen.now.items() if kind in MAY_REFER)
    if not holding and seen.case.unit_id not in below:
        raise Refused(
            "Only somebody who holds a role in this case, or the team that answers for it, can refer the person."
        )


def fitting_of(service: Service, person_id: UUID, need: str, at: datetime) -> Decided:
    """The decision that a service fits, with all it was decided from; refused when something known rules it out."""
    if need not in need_areas():
        raise Refused(f"“{need[:20]}” is not a need that services are for.", field="need")
    facts, wanting = facts_of(service), wanting_of(person_id, need, at=at)
    found = fit(facts, wanting, day_of(at))
    if found.against:
        because = " ".join(one.because for one in found.against)
        raise Refused(f"{because} ({found.against[0].clause})", field="service_id")
    if service.unit_id is None:
        raise Refused(
            "No team receives referrals to that service yet. A commissioner names it.", field="service_id"
        )
    return Decided(
        about="referral", rule="fit", edition=f"{service.reference}, version {service.version}",
        inputs={"service": asdict(facts), "wanting": asdict(wanting), "on": day_of(at)}, outcome={"sure": found.is_sure},
        reasons=[str(one) for one in (*found.reasons, *found.unknown)], person_id=person_id,
    )  # fmt: skip


def _made(
    seen: supervision.CaseSeen, service: Service, need: str, reason: str, by: Member, at: datetime
) -> Referral:
    assert service.unit_id is not None
    there = access.units([service.unit_id])[service.unit_id]
    shared = seen.case.organisation_id if there.organisation_id != seen.case.organisation_id else None
    return Referral(
        id=new_id(), person_id=seen.case.person_id, case_id=seen.case.id, service=service, need=need, from_unit=by.unit_id,
        to_unit=service.unit_id, shared_by=shared, sent_by=by.id, sent_at=at, because=reason[:1000],
        sight=TimestamptzRange(at, None),
    )  # fmt: skip


@action(Permission.REFER_TO_SERVICE)
def answer_return(*, by: Member, at: datetime, referral_id: UUID, version: int, note: str) -> None:
    """Send a referral again with what its service asked for."""
    check_side(referral_id, by, sender=True)
    take_step(
        by,
        at,
        referral_id,
        StepKind.ANSWERED,
        version=version,
        note=said(note, "note", "Say what they asked for."),
    )


@action(Permission.REFER_TO_SERVICE)
def withdraw_referral(
    *, by: Member, at: datetime, referral_id: UUID, version: int, reason: WithdrawalReason, note: str = ""
) -> None:
    """Take a referral back before its delivery begins; the service's team no longer sees the person."""
    row = check_side(referral_id, by, sender=True)
    if row.state == ReferralState.DELIVERING:
        raise Refused("Its delivery has begun. Ask the service to end it, so that what was done is reported.")
    take_step(by, at, referral_id, StepKind.WITHDRAWN, version=version, reason=reason, note=note)


@action(Permission.REFER_TO_SERVICE)
def resume_referral(*, by: Member, at: datetime, referral_id: UUID, version: int, note: str) -> None:
    """Say that a referral goes on which waited while its person was away, and what is different now; its clocks count from then.

    While they are away still, only a service that works inside goes on.
    """
    row = check_side(referral_id, by, sender=True)
    words = said(note, "note", "Say what the service should know now.")
    if away := still_away(row):
        raise Refused(f"{away} It goes on once they can come, or you take it back.")
    take_step(by, at, referral_id, StepKind.RESUMED, version=version, note=words)


@action(Permission.REFER_TO_SERVICE)
def approve_plan(*, by: Member, at: datetime, referral_id: UUID, version: int) -> None:
    """Approve the plan that the service sent: delivery begins."""
    check_side(referral_id, by, sender=True)
    take_step(by, at, referral_id, StepKind.PLAN_APPROVED, version=version)


@action(Permission.REFER_TO_SERVICE)
def return_plan(*, by: Member, at: datetime, referral_id: UUID, version: int, note: str) -> None:
    """Send a plan back, saying what should be different."""
    check_side(referral_id, by, sender=True)
    words = said(note, "note", "Say what should be different.")
    take_step(by, at, referral_id, StepKind.PLAN_RETURNED, version=version, note=words)


@action(Permission.REFER_TO_SERVICE)
def ask_to_end(
    *, by: Member, at: datetime, referral_id: UUID, version: int, reason: WithdrawalReason, note: str = ""
) -> None:
    """Ask a service to end its delivery early; it answers with its report."""
    check_side(referral_id, by, sender=True)
    take_step(by, at, referral_id, StepKind.END_ASKED, version=version, reason=reason, note=note)
