"""Passing referrals on as they stand: one to another service, or all that a team has to another team in one act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.queries import units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..events import ReferralMoved
from ..models import Referral, Service
from ..rules.referral import OPEN_REFERRALS, check_not_to_oneself, clocks_on
from ..rules.words import StepKind
from .cataloguing import DELIVER
from .referring import fitting_of
from .steps import check_side, said

LONGEST = 1000


@dataclass(frozen=True)
class HandedOver:
    """What passed from one team to another: how many services and how many open referrals."""

    services: int
    referrals: int


@action(Permission.REFER_TO_SERVICE)
def transfer_referral(
    *, by: Member, at: datetime, referral_id: UUID, version: int, service_id: UUID, note: str
) -> None:
    """Pass an open referral to another service that fits, with every step: its team sees the person, the first's no longer.

    The wait goes on from the day it was sent; who works on it is the new team's to say.
    """
    row = check_side(referral_id, by, sender=True)
    words = said(note, "note", "Say why it passes to another service.", LONGEST)
    if row.version != version:
        raise Refused("Somebody else took a step on this referral while you had it open. Look again.")
    if row.state not in OPEN_REFERRALS:
        raise Refused(f"This referral is {row.state}, so it cannot be passed on.")
    service = _another(row, service_id)
    decided = fitting_of(service, row.person_id, row.need, at)
    answers = supervision.teams_of_open([row.case_id]).get(row.case_id)
    if answers is None:
        raise Refused("This person has no open case that you may see.")
    check_not_to_oneself(service.unit_id, answers, units_below(by.unit_id))
    told = f"From {row.service.title}, {row.service.prime}, to {service.title}, {service.prime}. {words}"
    if not _transfer(row.id, service.id, told, at):
        raise Refused(
            "No agreement lets that service's organisation see this person for a referral. Ask an administrator."
        )
    ledger.remember([replace(decided, about_id=row.id)], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(service=service.id)
    announce(ReferralMoved(row.id, row.person_id, StepKind.TRANSFERRED), at=at, by=by.id)


def _another(row: Referral, service_id: UUID) -> Service:
    service = Service.objects.filter(id=service_id).first()
    if service is None:
        raise Refused("There is no such service.", field="service_id")
    if service.id == row.service_id:
        raise Refused("It is at that service now. Choose another.", field="service_id")
    if Referral.objects.filter(person_id=row.person_id, service=service, state__in=OPEN_REFERRALS).exists():
        raise Refused("This person already has an open referral to that service.", field="service_id")
    return service


def _transfer(referral_id: UUID, service_id: UUID, told: str, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT interventions_transfer(%s, %s, %s, %s)", [referral_id, service_id, told, owed_on(at)]
        )
        [(seen,)] = cursor.fetchall()
    return bool(seen)


def owed_on(at: datetime) -> date:
    """The day by which a provider that takes a referral over gives it to a worker."""
    today = day_of(at)
    return WorkingCalendar().add(today, clocks_on(today).to_answer)


@action(Permission.KEEP_CATALOGUE)
def hand_over_caseload(*, by: Member, at: datetime, from_unit: UUID, to_unit: UUID, note: str) -> HandedOver:
    """Pass all that a team receives to another in one act: its services and every open referral, each as it stands.

    All passes or nothing does: refused when no agreement lets the new team see every one of the people.
    """
    words = said(note, "note", "Say why the services pass to another team.", LONGEST)
    if from_unit == to_unit:
        raise Refused("Choose another team than the one that has them now.", field="to_unit")
    units = access.units([from_unit, to_unit])
    if set(units) != {from_unit, to_unit}:
        raise Refused("There is no such team.")
    if units[to_unit].organisation.kind not in DELIVER:
        raise Refused(
            "Only a team of a provider, or of public probation itself, receives referrals.", field="to_unit"
        )
    names = [f"{units[one].name}, {units[one].organisation.name}" for one in (from_unit, to_unit)]
    told = f"From {names[0]}, to {names[1]}. {words}"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM interventions_hand_over(%s, %s, %s, %s)", [from_unit, to_unit, told, owed_on(at)]
        )
        [(services, passed, seen)] = cursor.fetchall()
    if seen < passed:
        raise Refused(
            f"No agreement lets {names[1]} see {passed - seen} of the {passed} people. Agree to share first; nothing has passed.",
            field="to_unit",
        )
    add_to_line(from_unit=from_unit, to_unit=to_unit, services=services, referrals=passed)
    return HandedOver(services, passed)
