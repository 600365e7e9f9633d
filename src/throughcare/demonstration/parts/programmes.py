"""Programmes in the demonstration: a team that is trained, a group under way with what came of its sessions, one planned, and people who wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.actions import Mark, NewGroup
from throughcare.casework.programmes.rules import (
    EndedBecause,
    EnrolmentState,
    GroupKind,
    GroupSex,
    Moment,
    Slot,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind

from ..days import instant
from ..held import Held
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

BUILDING = "building-choices-moderate"
S = EnrolmentState
# Days before the last one: people are referred, taken on, placed, and the group meets from three weeks after it opens.
_REFERRED, _ASSESSED, _SUITABLE, _PLACED, _OPENED = 52, 47, 40, 34, 44
_IN_THE_GROUP, _WAITING, _TRIED = 8, 6, 140


@dataclass(frozen=True)
class _Team:
    """The team that delivers: its lead, and two who hold its groups."""

    unit: UUID
    lead: Member
    holders: tuple[Member, Member]


def programmes(history: History, given: Finish) -> None:
    """A group of the last weeks, and the next one; who waits, and who is not ready."""
    team = _team(history)
    if team is None:
        return
    for who in (team.lead, *team.holders):
        actions.record_training(
            by=team.lead, at=_at(history, 60, 9), member_id=who.id, programme_key=BUILDING,
            begins=history.as_at - timedelta(days=400),
        )  # fmt: skip
    fitting = list(_fitting(history, team))
    group = _planned(history, team, "G1", _OPENED, 0, GroupKind.CLOSED)
    _planned(history, team, "G2", -14, 2, GroupKind.ROLLING)
    first = min(_IN_THE_GROUP, max(len(fitting) - _WAITING, (len(fitting) + 1) // 2))
    placed = [_refer(history, team, one, _REFERRED) for one in fitting[:first]]
    for one in placed:
        _move(history, team, one, _ASSESSED, S.AWAITING_ASSESSMENT)
        _move(history, team, one, _SUITABLE, S.AWAITING_GROUP)
        actions.give_place(
            by=team.lead,
            at=_at(history, _PLACED, 10),
            enrolment_id=one,
            version=_version(history, team, one),
            group_id=group,
        )
    _held(history, team, group, placed)
    _wait(history, team, fitting[first:])


def _at(history: History, days: int, hour: int) -> datetime:
    return instant(history.as_at - timedelta(days=days), hour)


def _team(history: History) -> _Team | None:
    """The community team that has a sign-in account, else the first."""
    at, bodies = _at(history, 0, 8), history.staff.bodies
    provider = bodies.organisations[BodyKind.COMPETED]
    signed = history.staff.signed_in("provider lead", at)
    teams = [
        team.id
        for (whose, _), team in sorted(bodies.teams.items(), key=lambda t: t[0][1])
        if whose == provider
    ]
    unit = signed.unit_id if signed else next(iter(teams), None)
    lead = history.staff.leads.get(unit) if unit else None
    if unit is None or lead is None:
        return None
    workers = [
        who
        for id in history.staff.pools[unit]["provider worker"]
        if (who := members.member(id, at=at)) is not None
    ]
    return _Team(unit, lead, (workers[0], workers[1])) if len(workers) > 1 else None


@dataclass(frozen=True)
class _Fits:
    """Somebody whom the programme fits, or who is ordered it: who manages them, and the requirement it is for."""

    person: UUID
    by: Member
    ordered: UUID | None


def _fitting(history: History, team: _Team) -> Iterator[_Fits]:
    """People whom those who manage them may refer, as many as the group and the list of those who wait take.

    Whoever is ordered a programme is asked about first: of the others most do not fit.
    """
    found, managed = 0, history.ordered(lambda h: "offender manager" in h.holder)
    for tried, held in enumerate(sorted(managed, key=lambda held: not _is_ordered(held, history.as_at))):
        if found == _IN_THE_GROUP + _WAITING or tried == _TRIED:
            return
        one = _fits(history, team, held.case.person_id, held.holder["offender manager"])
        if one is not None:
            found += 1
            yield one


def _is_ordered(held: Held, on: date) -> bool:
    return any(result.requires("programme") for result in held.running_on(on))


def _fits(history: History, team: _Team, person: UUID, manager: UUID) -> _Fits | None:
    now, at = _at(history, 0, 9), _at(history, _REFERRED, 10)
    by = members.member(manager, at=now)
    if by is None:
        return None
    with viewing(by, now):
        seen = supervision.case_of(person, at=now)
        held = seen.now.get("offender manager") if seen else None
        if held is None or held.member_id != manager or day_of(held.since) >= day_of(at):
            return None
        if not outside_since(person, day_of(at)):
            return None
        told = queries.programmes_for(person, at=now)
    fit = next(one for one in told.fits if one.programme.key == BUILDING)
    ordered = next((one.id for one in told.ordered), None)
    if team.unit not in {one.unit_id for one in told.teams.get(BUILDING, ())} or (
        fit.against and ordered is None
    ):
        return None
    return _Fits(person, by, ordered)


def _refer(history: History, team: _Team, one: _Fits, days: int) -> UUID:
    return actions.refer_to_programme(
        by=one.by, at=_at(history, days, 10), person_id=one.person, programme_key=BUILDING, to_unit=team.unit,
        requirement_id=one.ordered, because="Acts before thinking, and says so. Wants to learn to stop.",
    )  # fmt: skip


def _version(history: History, team: _Team, enrolment: UUID) -> int:
    now = _at(history, 0, 9)
    with viewing(team.lead, now):
        seen = queries.enrolment(enrolment, team.lead, at=now)
    assert seen is not None
    return seen.version


def _move(
    history: History,
    team: _Team,
    enrolment: UUID,
    days: int,
    *to: EnrolmentState,
    reason: EndedBecause | None = None,
) -> None:
    for state in to:
        actions.move_enrolment(
            by=team.lead, at=_at(history, days, 11), enrolment_id=enrolment, version=_version(history, team, enrolment),
            to=state, reason=reason,
        )  # fmt: skip


def _planned(history: History, team: _Team, code: str, opened: int, weekday: int, kind: GroupKind) -> UUID:
    slots = [Slot(weekday, time(10)), Slot(weekday + 1, time(10))]
    new = NewGroup(
        BUILDING, f"{history.staff.bodies.trust.code}-{code}", kind, GroupSex.MIXED, "The probation centre", "Group room",
        12, history.as_at - timedelta(days=opened), slots, team.holders[0].id, [team.holders[1].id], rounds=2,
    )  # fmt: skip
    return actions.plan_group(by=team.lead, at=_at(history, max(opened, 1), 9), group=new)


_OUTCOMES = (
    Outcome.ATTENDED, Outcome.ATTENDED, Outcome.LATE, Outcome.ATTENDED, Outcome.ABSENT_ACCEPTABLE, Outcome.ATTENDED,
    Outcome.ABSENT_UNACCEPTABLE, Outcome.ATTENDED,
)  # fmt: skip


def _held(history: History, team: _Team, group: UUID, placed: list[UUID]) -> None:
    """The first meetings alone, then each session but the last one held, which nobody has recorded yet."""
    for number, one in enumerate(placed):
        _first_meeting(history, team, one, number)
    now = _at(history, 0, 9)
    with viewing(team.lead, now):
        seen = queries.group(group, at=now)
    assert seen is not None
    past = [one for one in seen.sessions if one.starts_at < now]
    for place, session in enumerate(past[:-1]):
        marks = [
            Mark(one, outcome, Absence.MEDICAL if outcome is Outcome.ABSENT_ACCEPTABLE else None)
            for number, one in enumerate(placed)
            for outcome in [_OUTCOMES[(place + number) % len(_OUTCOMES)]]
        ]
        holder = team.holders[place % 2]
        actions.record_attendance(
            by=holder, at=session.starts_at + timedelta(hours=3), session_id=session.id, marks=marks
        )


def _first_meeting(history: History, team: _Team, enrolment: UUID, number: int) -> None:
    on: date = history.as_at - timedelta(days=_PLACED - 2)
    actions.record_alone(
        by=team.holders[0], at=instant(on, 16), enrolment_id=enrolment, session=1, happened_at=instant(on, 9 + number % 6),
        outcome=Outcome.ATTENDED, note="Says what is hoped for, and what is feared.",
    )  # fmt: skip
    actions.record_measure(
        by=team.holders[0], at=instant(on, 16), enrolment_id=enrolment, measure="readiness", moment=Moment.BEFORE,
        value=6 + number % 9, on=on,
    )  # fmt: skip


# Of those who wait: how many days ago they were referred, taken on for assessment and found suitable or not ready.
_WAITED = ((2, None, None), (3, None, None), (24, 20, 9), (9, 6, None), (26, 21, 5), (24, 19, 4))


def _wait(history: History, team: _Team, waiting: list[_Fits]) -> None:
    """One or two not looked at yet, the others at the steps before a group, one of them not ready; nobody for long."""
    for number, (one, (referred, assessed, judged)) in enumerate(zip(waiting, _WAITED, strict=False)):
        made = _refer(history, team, one, referred)
        if assessed is not None:
            _move(history, team, made, assessed, S.AWAITING_ASSESSMENT)
        if judged is not None and number == 2:
            _move(history, team, made, judged, S.NOT_READY, reason=EndedBecause.HEALTH)
        elif judged is not None:
            _move(history, team, made, judged, S.AWAITING_GROUP)


PART = Part(at_the_end={56: programmes})
