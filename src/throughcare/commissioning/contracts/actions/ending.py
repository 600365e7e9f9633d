"""Ending an agreement before its term, and passing all that its provider has to another team on one day; both by two people, the second rehearsed first."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.casework.interventions.actions.cataloguing import DELIVER
from throughcare.casework.interventions.actions.transferring import owed_on
from throughcare.casework.supervision.actions.passing import tell_passed_on
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Finding, Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Ending, Handover, Proposal
from ..rules.ending import (
    EndingKind,
    FailureGround,
    LastResort,
    ProposalKind,
    check_may_end,
    ending_terms,
    way_of_last_resort,
)
from ..rules.handing_over import (
    Passed,
    certified,
    check_conserved,
    check_over,
    check_rehearsed,
    check_seen,
    kept,
)
from ..rules.putting_right import check_put_right_first
from ..store import (
    AgreementStands,
    held_by,
    open_agreement,
    pass_everything,
    plans_of,
    proposed,
    said_of_last_resort,
    seconds,
)
from .drawing_up import words


@action(Permission.CHANGE_AGREEMENT)
def give_notice(*, by: Member, at: datetime, agreement_id: UUID, last_day: date, because: str) -> None:
    """Give notice, by either side: the agreement ends with a month, so many days from now at least."""
    stands, said = open_agreement(agreement_id, lock=True), words(because)
    _check_goes_on(stands)
    check_may_end(EndingKind.NOTICE, stands.latest.agreed, last_day, day_of(at))
    _keep_ending(by, at, agreement_id, EndingKind.NOTICE, "", last_day, said)


@action(Permission.END_AGREEMENT)
def propose_failure(
    *, by: Member, at: datetime, agreement_id: UUID, ground: FailureGround, last_day: date, because: str
) -> UUID:
    """Propose to say that a provider failed; nothing ends until another of the buyer's team confirms it. Returns what was proposed."""
    stands = open_agreement(agreement_id, lock=True)
    _check_fails(stands, by, FailureGround(ground), last_day, at)
    return _propose(Proposal(
        agreement_id=agreement_id, kind=ProposalKind.FAILURE, ground=FailureGround(ground).value, last_day=last_day,
        because=words(because),
    ), by, at)  # fmt: skip


@action(Permission.END_AGREEMENT)
def declare_failure(*, by: Member, at: datetime, agreement_id: UUID, proposal_id: UUID) -> None:
    """Confirm that a provider failed, as another proposed: the agreement ends on the day named, today if it must be."""
    stands = open_agreement(agreement_id, lock=True)
    row = _confirmed(agreement_id, proposal_id, ProposalKind.FAILURE)
    assert row.last_day is not None
    _check_fails(stands, by, FailureGround(row.ground), row.last_day, at)
    _keep_ending(by, at, agreement_id, EndingKind.FAILURE, row.ground, row.last_day, row.because, row)


def _check_fails(
    stands: AgreementStands, by: Member, ground: FailureGround, last_day: date, at: datetime
) -> None:
    if stands.row.buyer_unit != by.unit_id:
        raise Refused("Only the team that buys says that a provider failed.")
    _check_goes_on(stands)
    check_may_end(EndingKind.FAILURE, stands.latest.agreed, last_day, day_of(at))
    plans = plans_of([stands.row.id])[stands.row.id]
    check_put_right_first(ground, (one.standing(day_of(at)) for one in plans))


def _check_goes_on(stands: AgreementStands) -> None:
    if not stands.editions:
        raise Refused("These terms are not agreed. Turn them down or take them back.")
    if stands.ending is not None:
        raise Refused(f"This agreement ends on {stands.ending.last_day:%-d %B %Y} already.")


def _propose(row: Proposal, by: Member, at: datetime) -> UUID:
    row.id, row.unit_id, row.member_id, row.at = new_id(), by.unit_id, by.id, at
    insert_all([row])
    add_to_line(agreement=row.agreement_id, proposal=row.id)
    return row.id


def _confirmed(agreement_id: UUID, proposal_id: UUID, kind: ProposalKind) -> Proposal:
    """What another of the team proposed, where it still stands."""
    row = proposed(agreement_id, kind)
    if row is None or row.id != proposal_id:
        raise Refused("That was not proposed, or something else was since. Look again.")
    if not seconds(row):
        raise Refused("You proposed this. Somebody else of your team confirms it.")
    return row


def _keep_ending(
    by: Member, at: datetime, agreement_id: UUID, kind: EndingKind, ground: str, last_day: date, because: str, row: Proposal | None = None
) -> None:  # fmt: skip
    insert_all([Ending(
        id=new_id(), agreement_id=agreement_id, kind=kind.value, ground=ground, last_day=last_day, because=because,
        proposed=row, unit_id=by.unit_id, member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(agreement=agreement_id)


@action(Permission.END_AGREEMENT)
def rehearse_handover(
    *, by: Member, at: datetime, agreement_id: UUID, to_unit: UUID, way: LastResort, because: str
) -> UUID:
    """Pass all that the provider has to another team, count it, and undo it; the certificate is kept. Returns it."""
    stands, found = _open(by, at, agreement_id, to_unit, way)
    said = words(because)
    passed = _pass(by, at, stands, to_unit, found, said, None)
    return _keep(by, at, stands, to_unit, found, passed, said, None)


@action(Permission.END_AGREEMENT)
def propose_handover(
    *, by: Member, at: datetime, agreement_id: UUID, to_unit: UUID, way: LastResort, because: str
) -> UUID:
    """Propose to hand everything over, once the agreement is over and it was rehearsed; another of the team does it. Returns what was proposed."""
    stands, found = _open(by, at, agreement_id, to_unit, way)
    _check_ready(stands, to_unit, at)
    return _propose(Proposal(
        agreement_id=agreement_id, kind=ProposalKind.HANDOVER, to_unit=to_unit, way=found.rule, because=words(because)
    ), by, at)  # fmt: skip


@action(Permission.END_AGREEMENT)
def hand_over_everything(*, by: Member, at: datetime, agreement_id: UUID, proposal_id: UUID) -> UUID:
    """Pass all that the provider has to another team on one day, as another of the buyer's team proposed. Returns the certificate.

    Each thing has one owner afterwards, or nothing passes.
    """
    row = _confirmed(agreement_id, proposal_id, ProposalKind.HANDOVER)
    assert row.to_unit is not None
    stands, found = _open(by, at, agreement_id, row.to_unit, LastResort(row.way))
    _check_ready(stands, row.to_unit, at)
    passed = _pass(by, at, stands, row.to_unit, found, row.because, row)
    return _keep(by, at, stands, row.to_unit, found, passed, row.because, row)


def _check_ready(stands: AgreementStands, to_unit: UUID, at: datetime) -> None:
    """Refuse a hand-over of an agreement that goes on, of one that was not rehearsed, or a second one."""
    today = day_of(at)
    check_over(stands.ended, today)
    rehearsed = Handover.objects.filter(agreement=stands.row.id, to_unit=to_unit, rehearsal=True)
    check_rehearsed(rehearsed.values_list("at", flat=True), at, ending_terms(today).rehearsal_days)
    if Handover.objects.filter(agreement=stands.row.id, rehearsal=False).exists():
        raise Refused("What this agreement's provider had was handed over already.")


def _open(
    by: Member, at: datetime, agreement_id: UUID, to_unit: UUID, way: LastResort
) -> tuple[AgreementStands, Finding]:
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.buyer_unit != by.unit_id:
        raise Refused("Only the team that buys passes on what a provider has.")
    giver, receiver = stands.row.provider_unit, to_unit
    units = access.units([giver, receiver, by.unit_id])
    if receiver not in units or receiver == giver:
        raise Refused("Choose another team than the one that has it now.", field="to_unit")
    if units[receiver].organisation.kind not in DELIVER:
        raise Refused(
            "A team of a provider, or of public probation itself, takes everything over.", field="to_unit"
        )
    buyer = units[by.unit_id].organisation
    return stands, way_of_last_resort(
        LastResort(way), said_of_last_resort(buyer.id, day_of(at)), OrganisationKind(units[giver].organisation.kind),
        OrganisationKind(units[receiver].organisation.kind), same_body=units[receiver].organisation.id == buyer.id,
        as_giver=units[receiver].organisation.id == units[giver].organisation.id,
    )  # fmt: skip


def _pass(
    by: Member, at: datetime, stands: AgreementStands, to_unit: UUID, way: Finding, said: str, proposal: Proposal | None
) -> list[Passed]:  # fmt: skip
    before = held_by(stands.row.provider_unit)
    after = pass_everything(
        stands.row.id, to_unit, way.rule, said, owed_on(at), proposal.id if proposal is not None else None
    )
    unit = access.units([to_unit])[to_unit]
    check_seen(after.people, after.unseen, f"{unit.name}, {unit.organisation.name}")
    found = certified(before, after.giver, after.receiver, after.to_fill)
    check_conserved(found)
    if proposal is not None:
        tell_passed_on(by=by, at=at, cases=after.cases, tenures=after.tenures, left_in=after.left_in)
    return found


def _keep(
    by: Member, at: datetime, stands: AgreementStands, to_unit: UUID, way: Finding, passed: list[Passed], said: str, proposal: Proposal | None
) -> UUID:  # fmt: skip
    row = Handover(
        id=new_id(), agreement_id=stands.row.id, from_unit=stands.row.provider_unit, to_unit=to_unit, way=way.rule,
        clause=str(way.clause)[:300], rehearsal=proposal is None, proposed=proposal, certificate=kept(passed), because=said,
        unit_id=by.unit_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([row])
    add_to_line(agreement=stands.row.id, handover=row.id)
    return row.id
