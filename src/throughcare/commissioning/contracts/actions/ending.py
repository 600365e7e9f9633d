"""Ending an agreement before its term, and passing all that its provider has to another team on one day, rehearsed first."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughcare.casework.interventions import actions as interventions
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Finding, Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Ending, Handover
from ..rules.ending import (
    EndingKind,
    FailureGround,
    LastResort,
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
    kept,
)
from ..store import AgreementStands, held_by, open_agreement, said_of_last_resort
from .drawing_up import words


@action(Permission.CHANGE_AGREEMENT)
def give_notice(*, by: Member, at: datetime, agreement_id: UUID, last_day: date, because: str) -> None:
    """Give notice, by either side: the agreement ends with a month, so many days from now at least."""
    _end(by, at, agreement_id, EndingKind.NOTICE, "", last_day, because)


@action(Permission.END_AGREEMENT)
def declare_failure(
    *, by: Member, at: datetime, agreement_id: UUID, ground: FailureGround, last_day: date, because: str
) -> None:
    """Say that a provider failed, by its buyer: the agreement ends on the day named, today if it must be."""
    _end(by, at, agreement_id, EndingKind.FAILURE, FailureGround(ground).value, last_day, because)


def _end(
    by: Member, at: datetime, agreement_id: UUID, kind: EndingKind, ground: str, last_day: date, because: str
) -> None:
    stands = open_agreement(agreement_id, lock=True)
    said = words(because)
    if not stands.editions:
        raise Refused("These terms are not agreed. Turn them down or take them back.")
    if stands.ending is not None:
        raise Refused(f"This agreement ends on {stands.ending.last_day:%-d %B %Y} already.")
    if kind is EndingKind.FAILURE and stands.row.buyer_unit != by.unit_id:
        raise Refused("Only the team that buys says that a provider failed.")
    check_may_end(kind, stands.latest.agreed, last_day, day_of(at))
    insert_all([Ending(
        id=new_id(), agreement_id=agreement_id, kind=kind.value, ground=ground, last_day=last_day, because=said,
        unit_id=by.unit_id, member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(agreement=agreement_id)


class _Undone(Exception):
    """Ends a rehearsal, so that nothing of it stays."""


@action(Permission.END_AGREEMENT)
def rehearse_handover(
    *, by: Member, at: datetime, agreement_id: UUID, to_unit: UUID, way: LastResort, because: str
) -> UUID:
    """Pass all that the provider has to another team, count it, and undo it; the certificate is kept. Returns it."""
    stands, found = _open(by, at, agreement_id, to_unit, way)
    said, passed = words(because), list[Passed]()
    try:
        with transaction.atomic():
            passed = _pass(by, at, stands, to_unit, said)
            raise _Undone
    except _Undone:
        return _keep(by, at, stands, to_unit, found, passed, said, rehearsal=True)


@action(Permission.END_AGREEMENT)
def hand_over_everything(
    *, by: Member, at: datetime, agreement_id: UUID, to_unit: UUID, way: LastResort, because: str
) -> UUID:
    """Pass all that the provider has to another team, on or after the agreement's last day, once rehearsed. Returns the certificate.

    Each thing has one owner afterwards, or nothing passes; what no hand-over reaches yet is named as left behind.
    """
    stands, found = _open(by, at, agreement_id, to_unit, way)
    said, today = words(because), day_of(at)
    check_over(stands.ended, today)
    rehearsed = Handover.objects.filter(agreement=agreement_id, to_unit=to_unit, rehearsal=True)
    check_rehearsed(rehearsed.values_list("at", flat=True), at, ending_terms(today).rehearsal_days)
    if Handover.objects.filter(agreement=agreement_id, rehearsal=False).exists():
        raise Refused("What this agreement's provider had was handed over already.")
    passed = _pass(by, at, stands, to_unit, said)
    return _keep(by, at, stands, to_unit, found, passed, said, rehearsal=False)


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
    buyer = units[by.unit_id].organisation
    return stands, way_of_last_resort(
        LastResort(way), said_of_last_resort(buyer.id, day_of(at)), OrganisationKind(units[giver].organisation.kind),
        OrganisationKind(units[receiver].organisation.kind), same_body=units[receiver].organisation.id == buyer.id,
        as_giver=units[receiver].organisation.id == units[giver].organisation.id,
    )  # fmt: skip


def _pass(by: Member, at: datetime, stands: AgreementStands, to_unit: UUID, said: str) -> list[Passed]:
    giver = stands.row.provider_unit
    before = held_by(giver)
    interventions.hand_over_caseload(by=by, at=at, from_unit=giver, to_unit=to_unit, note=said)
    found = certified(before, held_by(giver), held_by(to_unit))
    check_conserved(found)
    return found


def _keep(
    by: Member, at: datetime, stands: AgreementStands, to_unit: UUID, way: Finding, passed: list[Passed], said: str, *, rehearsal: bool
) -> UUID:  # fmt: skip
    row = Handover(
        id=new_id(), agreement_id=stands.row.id, from_unit=stands.row.provider_unit, to_unit=to_unit, way=way.rule,
        clause=str(way.clause)[:300], rehearsal=rehearsal, certificate=kept(passed), because=said, unit_id=by.unit_id,
        member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([row])
    add_to_line(agreement=stands.row.id, handover=row.id)
    return row.id
