"""What happens when a queue grows, said by whoever keeps the catalogue; and what was not referred because of the wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import NotReferred, OverflowLadder, Referral, Service
from ..rules.overflow import GOES_ELSEWHERE, Rung, check_ladder
from ..rules.referral import OPEN_REFERRALS
from ..store import ladders_in_force, overflow_stands, rungs_as_kept
from .referring import case_to_refer, fitting_of
from .steps import said

LONGEST_SOURCE, LONGEST_INSTEAD = 200, 1000


@action(Permission.KEEP_CATALOGUE)
def set_overflow(
    *,
    by: Member,
    at: datetime,
    service_id: UUID,
    number: int,
    starts: date,
    rungs: Sequence[Rung],
    source: str,
) -> int:
    """Say from a day on what happens at each length of a service's queue or wait, in a new edition; returns its number.

    ``number`` is that of the latest edition when it was read (0: none); no rungs mean that nothing is agreed any more.
    """
    service = Service.objects.filter(id=service_id).first()
    if service is None:
        raise Refused("There is no such service.")
    latest = OverflowLadder.objects.filter(service=service).order_by("-number").first()
    if (latest.number if latest else 0) != number:
        raise Refused(
            "Somebody else changed what happens when this queue grows while you had it open. Look again."
        )
    if starts < day_of(at):
        raise Refused("What happens can be said from today on, not for days that are past.", field="starts")
    words = said(source, "source", "Say where it is agreed: the contract and its clause.", LONGEST_SOURCE)
    _check(service, rungs, starts)
    insert_all([
        OverflowLadder(
            id=new_id(), service=service, number=number + 1, starts=starts, rungs=rungs_as_kept(rungs), source=words, at=at,
            member_id=by.id,
        )
    ])  # fmt: skip
    add_to_line(service=service_id, ladder=number + 1, rungs=len(rungs))
    return number + 1


def _check(service: Service, rungs: Sequence[Rung], starts: date) -> None:
    receive = dict(Service.objects.exclude(unit=None).values_list("reference", "title"))
    ladders = ladders_in_force(starts)
    names = dict(Service.objects.filter(id__in=ladders).values_list("id", "reference"))
    onward = {
        names[id]: {rung.to for rung in one.rungs if rung.then in GOES_ELSEWHERE}
        for id, one in ladders.items()
        if id != service.id
    }
    check_ladder(rungs, service.reference, receive, onward)


@action(Permission.REFER_TO_SERVICE)
def record_not_referred(
    *, by: Member, at: datetime, person_id: UUID, service_id: UUID, need: str, instead: str
) -> UUID:
    """Record that somebody is not referred to a service that fits them because of its wait, and what is done instead.

    It is counted as lost demand, beside those refused for want of a place; the same on one day is recorded once. Returns the row.
    """
    words = said(instead, "instead", "Say what is done instead.", LONGEST_INSTEAD)
    seen = case_to_refer(person_id, by, at)
    service = Service.objects.filter(id=service_id).first()
    if service is None:
        raise Refused("There is no such service.", field="service_id")
    decided = fitting_of(service, person_id, need, at)
    if Referral.objects.filter(person_id=person_id, service=service, state__in=OPEN_REFERRALS).exists():
        raise Refused("This person is referred to that service now.", field="service_id")
    there = NotReferred.objects.filter(case=seen.case.id, service=service, on=day_of(at)).first()
    if there is not None:
        return there.id
    row = NotReferred(
        id=new_id(), person_id=person_id, case_id=seen.case.id, service=service, need=need, instead=words, on=day_of(at), at=at,
        member_id=by.id, unit_id=by.unit_id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([row])
    kept = replace(
        decided,
        about="not referred",
        about_id=row.id,
        outcome={"referred": False} | overflow_stands(service.id, at),
    )
    ledger.remember([kept], who=ledger.Who(member_id=by.id), at=at)
    add_to_line(service=service.id)
    return row.id
