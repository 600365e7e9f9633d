"""Helpers in the demonstration: mentors and employers with their checks, one about to lapse, and people at every stage with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.actions import HelperSaid, MeetingSaid
from throughcare.casework.helpers.rules import (
    CheckKind,
    CheckResult,
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
    PairingState,
    helper_terms,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import ContactKind, Outcome
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import LONDON, day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..days import instant
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

_SINCE = 120
_TRIED = 120
K = HelperKind
_HELPERS = (
    (K.MENTOR, "Ayo Brook", "Meets people on Tuesdays and goes with them to first appointments.", 3),
    (K.MENTOR, "Len Hartley", "Helps with letters, banks and the job centre.", 2),
    (K.PEER_MENTOR, "Dee Marsh", "Has been to prison, and meets people at the gate.", 2),
    (K.VOLUNTEER, "Rosa Quill", "Runs a walking group on Saturdays.", 6),
    (K.EMPLOYER, "Tees Bakery", "Takes people on each season, with early shifts.", 14),
    (K.EMPLOYER, "Harbour Joinery", "Trains joiners, four days a week.", 3),
    (K.LIAISON, "Mo Field", "Meets people at the police station and the court.", 10),
)  # fmt: skip


@dataclass
class _Course:
    """One pairing as it is taken through its stages: the helpers' worker, and the instant of the last act."""

    history: History
    pairing: UUID
    worker: Member
    at: datetime

    def give(self, act: Callable[..., object], days: int = 0, /, **given: object) -> None:
        """Something done by the helpers' worker, so many days after the last act."""
        self.at += timedelta(days=days, minutes=7)
        act(by=self.worker, at=self.at, **given)

    def versioned(self, act: Callable[..., object], days: int = 0, /, **given: object) -> None:
        """The same, of the pairing as it stands."""
        with viewing(self.worker, self.at):
            seen = queries.pairing(self.pairing, self.worker, at=self.at)
        assert seen is not None
        self.give(act, days, pairing_id=self.pairing, version=seen.line.row.version, **given)

    def match(self) -> bool:
        """The first helper who fits."""
        with viewing(self.worker, self.at):
            found = queries.helpers_matching(self.pairing, at=self.at)
        fit = next((one.helper.id for one in found if one.fit.fits), None)
        if fit is not None:
            self.versioned(actions.match_helper, 2, helper_id=fit)
        return fit is not None

    def meet(self, outcome: Outcome, days: int = 7) -> None:
        """A meeting at three in the afternoon, recorded the next morning."""
        on = day_of(self.at + timedelta(days=days))
        said = MeetingSaid(
            datetime.combine(on, time(15), LONDON),
            ContactKind.OTHER,
            outcome,
            "Talked about the week and what comes next.",
        )
        self.at = instant(on, 16)
        self.give(actions.record_meeting, pairing_id=self.pairing, meeting=said)


_Stage = tuple[HelperKind, Callable[[_Course], None], int]


def helpers(history: History, given: Finish) -> None:
    """Helpers of whoever gives support here, people at every stage with them, and some more at work."""
    crews: dict[UUID, Member] = {}
    left = list(_STAGES)
    for number, (person, officer, unit) in enumerate(_people(history)):
        if not left or number >= _TRIED:
            return
        if unit not in crews:
            crew = _crew(history, unit)
            if crew is None:
                continue
            _listed(history, crew[0])
            crews[unit] = crew[1]
        if _paired(history, left[0], person, officer, unit, crews[unit]):
            left.pop(0)


def _people(history: History) -> Iterator[tuple[UUID, Member, UUID]]:
    """People managed and outside all along, each with their officer and the team that gives support there."""
    now, since = instant(history.as_at, 9), history.as_at - timedelta(days=_SINCE)
    signed = history.staff.signed_in("provider lead", now)
    gives = {signed.organisation_id: signed.unit_id} if signed else {}
    for held in history.ordered(lambda h: "offender manager" in h.holder):
        by = members.member(held.holder["offender manager"], at=now)
        if by is None:
            continue
        with viewing(by, now):
            told = _deliverer(held.case.person_id, since, now)
        if told is not None and told.unit_id is not None:
            yield held.case.person_id, by, gives.setdefault(told.organisation_id, told.unit_id)


def _deliverer(person: UUID, since: date, now: datetime) -> supervision.Deliverer | None:
    case = supervision.open_cases_of([person]).get(person)
    if case is None or case.place != "community" or not outside_since(person, since):
        return None
    told = supervision.deliverer_of(case, Function.SUPPORT_SERVICES, at=now)
    return None if isinstance(told, Unheld) else told


def _crew(history: History, unit: UUID) -> tuple[Member, Member] | None:
    """Who keeps the helpers of a team, and who matches."""
    there = members.members_of([unit], at=instant(history.as_at - timedelta(days=_SINCE + 10), 8))
    keeps = [one for one in there if one.may(May.KEEP_HELPERS) and one.unit_id == unit]
    pairs = [one for one in there if one.may(May.PAIR_HELPERS) and one.unit_id == unit]
    return (keeps[0], pairs[-1]) if keeps and pairs else None


def _listed(history: History, lead: Member) -> None:
    """The helpers of a team with every check: one training is about to lapse, and one prison has not answered yet."""
    on = history.as_at - timedelta(days=_SINCE + 8)
    for kind, name, does, most in _HELPERS:
        made = actions.add_helper(
            by=lead, at=instant(on, 9), helper=HelperSaid(kind, name, "Stockton", does, most=most)
        )
        for check in helper_terms(on).table.checks[kind]:
            if check is not CheckKind.PRISON_ACCESS:
                until = (
                    history.as_at + timedelta(days=12)
                    if (name, check) == ("Ayo Brook", CheckKind.TRAINING)
                    else None
                )
                _checked(lead, on, made, check, until=until)
            elif kind is K.PEER_MENTOR:
                actions.record_check(
                    by=lead,
                    at=instant(on, 10),
                    helper_id=made,
                    kind=check,
                    result=CheckResult.AWAITED,
                    done_on=on,
                )


def _checked(lead: Member, on: date, helper: UUID, check: CheckKind, *, until: date | None) -> None:
    actions.record_check(
        by=lead,
        at=instant(on, 10),
        helper_id=helper,
        kind=check,
        result=CheckResult.PASSED,
        done_on=on,
        until=until,
    )


_BECAUSE: Final = {
    HelperKind.MENTOR: "Wants somebody to talk things over with who is not in the office.",
    HelperKind.PEER_MENTOR: "Says that somebody who has been inside would understand.",
    HelperKind.VOLUNTEER: "Knows few people here, and does not go alone to the doctor or the bank.",
    HelperKind.EMPLOYER: "Wants a job that lasts, and can start on any day.",
    HelperKind.LIAISON: "Is not known to any health service, and would not go without somebody.",
}


def _paired(
    history: History, stage: _Stage, person: UUID, officer: Member, unit: UUID, worker: Member
) -> bool:
    """Ask for a helper, and take it as far as its stage; whether one could be asked for."""
    kind, becomes, ago = stage
    at = instant(history.as_at - timedelta(days=ago), 10)
    try:
        made = actions.ask_for_helper(
            by=officer,
            at=at,
            person_id=person,
            kind=kind,
            because=_BECAUSE[kind],
            unit_id=unit,
        )
    except Refused:
        return False  # no agreement yet on that day, or the officer had no part in the case then
    becomes(_Course(history, made, worker, at))
    return True


def _asked(course: _Course) -> None:
    """Nobody has looked at it yet."""


def _matched(course: _Course) -> None:
    course.match()


def _meets(course: _Course) -> None:
    if course.match():
        for outcome in (Outcome.ATTENDED, Outcome.ATTENDED, Outcome.OFF_SERVICE):
            course.meet(outcome)


def _ended(course: _Course) -> None:
    if course.match():
        course.meet(Outcome.ATTENDED)
        course.versioned(
            actions.move_pairing,
            14,
            to=PairingState.ENDED,
            reason="reached",
            note="They joined the walking group.",
        )


def _another(course: _Course) -> None:
    if course.match():
        course.versioned(actions.move_pairing, 3, to=PairingState.ASKED, reason="not suited")


def _declined(course: _Course) -> None:
    course.versioned(actions.move_pairing, 4, to=PairingState.DECLINED, reason="none free")


def _works(course: _Course) -> None:
    """At work for longer than 13 weeks where there is time for it, and what came of it is told when it is due."""
    if not course.match():
        return
    starts = day_of(course.at + timedelta(days=2))
    course.give(
        actions.record_job,
        pairing_id=course.pairing,
        kind=JobKind.JOB,
        title="Baker, early shift",
        starts_on=starts,
    )
    with viewing(course.worker, course.at):
        seen = queries.pairing(course.pairing, course.worker, at=course.at)
    assert seen is not None
    (job,) = seen.line.paired.jobs
    later = JobOutcome.IN_IT if starts.toordinal() % 3 else JobOutcome.NOT_KNOWN
    told = ((JobPoint.START, 2, JobOutcome.IN_IT), (JobPoint.WEEK_13, 92, later))
    for point, days, outcome in told:
        if starts + timedelta(days=days) < course.history.as_at:
            course.at = instant(starts + timedelta(days=days), 10)
            course.give(actions.tell_of_job, job_id=job.row.id, point=point, outcome=outcome)


_STAGES: Sequence[_Stage] = (
    (K.MENTOR, _meets, 40), (K.EMPLOYER, _works, 108), (K.MENTOR, _asked, 12), (K.PEER_MENTOR, _meets, 30), (K.VOLUNTEER, _ended, 50),
    (K.EMPLOYER, _works, 20), (K.MENTOR, _matched, 6), (K.EMPLOYER, _matched, 8), (K.MENTOR, _another, 15), (K.VOLUNTEER, _declined, 20),
    (K.PEER_MENTOR, _asked, 2), (K.EMPLOYER, _asked, 1), *((K.EMPLOYER, _works, days) for days in range(98, 108)),
)  # fmt: skip
"""What becomes of each pairing, and how many days ago it was asked for; enough at work for a figure to be told of them."""

PART = Part(at_the_end={65: helpers})
