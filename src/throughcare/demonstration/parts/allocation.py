"""Allocation in the demonstration: who holds which role, whom colleagues follow, and on what terms they work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zlib import crc32

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.rules import (
    FUNCTION_OF,
    EndReason,
    TenureKind,
    as_subject,
)
from throughcare.evidence.population.rates import share
from throughcare.foundation.operating_model.queries import holders
from throughcare.foundation.operating_model.rules import Risk

from ..allocating import give_terms
from ..days import instant
from ..held import Held
from ..history import History, Round
from ..part import Finish, Part


def allocate(history: History, now: Round) -> None:
    """Appoint to the places nobody fills; some wait, more of them in the last weeks."""
    day, filled = now.day, 0.45 if now.last else 0.75 if now.late else share("appointed")
    given: list[tuple[Held, supervision.Appointing]] = []
    for held in history.ordered(lambda h: bool(h.case.gaps)):
        if history.random.random() > filled or _waits(history, now, held):
            continue
        for kind in sorted(held.case.gaps):
            member = _whom(history, held, TenureKind(kind), day)
            if member is not None:
                given.append((held, supervision.Appointing(held.case.id, TenureKind(kind), member)))
                held.appointed(kind, member, day)
    at = instant(day, 15)
    _appoint(history, given, at, by_leads=now.late)
    history.look_again([held for held, _ in given], at)


def _waits(history: History, now: Round, held: Held) -> bool:
    """In the team that the sign-in accounts lead, every other one of the last weeks waits for somebody to choose."""
    here = held.case.unit_id == history.staff.home_team
    return here and now.late and (now.last or crc32(held.key.encode()) % 2 == 0)


def _appoint(
    history: History, given: Sequence[tuple[Held, supervision.Appointing]], at: datetime, *, by_leads: bool
) -> None:
    """Each team's lead appoints to its own cases; what is longer ago is brought in by the organisation's own service."""
    asked: dict[tuple[UUID, UUID], dict[UUID, Held]] = defaultdict(dict)
    wanted: dict[UUID, list[supervision.Appointing]] = defaultdict(list)
    for held, appointing in given:
        unit = held.case.unit_id if by_leads else UUID(int=0)
        asked[unit, held.case.organisation_id][held.case.id] = held
        wanted[held.case.id].append(appointing)
    for (unit, organisation), theirs in asked.items():
        by = history.staff.leads.get(unit) or history.service_of(organisation)
        history.act_on(
            by,
            at,
            list(theirs.values()),
            lambda by, at, those: supervision.appoint_holders(
                by=by, at=at, appointments=[one for held in those for one in wanted[held.case.id]]
            ),
        )


def _whom(history: History, held: Held, kind: TenureKind, day: date) -> UUID | None:
    """The member whom the model in force lets hold a role: the same as already manages, where it can be."""
    case = held.case
    if case.area_code not in history.atlas:
        history.atlas[case.area_code] = holders(case.area_code, day)
    there = history.atlas[case.area_code]
    subject = as_subject(
        risk=case.risk, sentence=case.sentence, place=case.place, rsr=case.rsr, cohorts=case.cohorts,
        resettled=case.resettled,
    )  # fmt: skip
    organisation = there.organisation(FUNCTION_OF[kind], subject)
    team = (
        history.staff.bodies.teams.get((organisation, case.area_code))
        if isinstance(organisation, UUID)
        else None
    )
    if team is None:
        return None
    managing = held.holder.get("offender manager")
    if kind is TenureKind.RESPONSIBLE_OFFICER and managing in _members(history, team.id):
        return managing
    if (
        kind is TenureKind.SUPERVISOR
        and case.risk in {Risk.HIGH, Risk.VERY_HIGH}
        and managing in _members(history, team.id)
    ):
        return managing
    return history.staff.who_takes(kind, team.id)


def _members(history: History, unit: UUID) -> set[UUID]:
    return {member for pool in history.staff.pools[unit].values() for member in pool}


def change_staff(history: History, now: Round) -> None:
    """Some managers leave, and their cases pass to a colleague."""
    day = now.day
    given: list[tuple[Held, supervision.Appointing]] = []
    kind, left = TenureKind.OFFENDER_MANAGER, EndReason.STAFF_LEFT
    for held in history.ordered(lambda h: "offender manager" in h.holder):
        if history.random.random() < share("staff_change") * history.every / 91:
            member = _whom(history, held, kind, day)
            if member is not None and member != held.holder["offender manager"]:
                given.append((held, supervision.Appointing(held.case.id, kind, member, left)))
                held.appointed("offender manager", member, day)
    _appoint(history, given, instant(day, 16), by_leads=now.late)


def terms(history: History, given: Finish) -> None:
    """On what terms staff work, their reductions, and the weeks that were."""
    give_terms(history, given.chance("terms"))


PART = Part(each_round={60: allocate, 70: change_staff}, at_the_end={40: terms})
