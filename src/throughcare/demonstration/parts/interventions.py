"""Interventions in the demonstration: a catalogue of the area, and referrals at every stage, some late and some refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.rules import Achievement, Measure, RefusalReason, Rung, Then, Told
from throughcare.casework.interventions.rules.catalogue import areas_of_police
from throughcare.casework.interventions.rules.words import reference
from throughcare.casework.planning import queries as plans
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.attendance import Absence, Evidence, Outcome
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind

from ..days import instant
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

# What the area buys: the kind of contract, its title, for whom (women, men) and from which age.
_OFFERS = (
    ("ACC", "Homes and tenancies", True, True, 18),
    ("ETE", "Work and learning", True, True, 18),
    ("FBD-NE", "Money advice", True, True, 18),
    ("DNR-NE", "Recovery from drugs and alcohol", True, True, 18),
    ("PWB", "Wellbeing, family and lifestyle", False, True, 18),
    ("WOS", "Women's service", True, False, 18),
)
# What is agreed for the time when the queue for homes grows: the two other rungs are told to the commissioner.
_SECOND = "ACC-TOO"
_INSTEAD = "Asked the council with them, and looks again in a fortnight."
_NEEDS = ("accommodation", "employment", "money", "recovery", "wellbeing", "family")
_WHY = {
    "accommodation": "Stays with friends and must leave. Needs somewhere settled.",
    "employment": "Out of work for two years, and wants to start again.",
    "money": "Owes rent, and does not open letters about it.",
    "recovery": "Wants help to stop using, and is ready to start.",
    "wellbeing": "Low in mood since release, and does not go out.",
    "family": "Wants contact with the children, and support to ask for it.",
}
_GOALS = {
    "accommodation": ["Be on the council's housing list", "Have a tenancy in my own name"],
    "employment": ["Write a curriculum vitae", "Have two interviews"],
    "money": ["Know what I owe and to whom", "Pay the rent each month"],
}
_WORDS = ["Know whom to ask for help", "Keep going to what helps"]
_MOST = 24
_LAST_DAYS = 75


def referrals(history: History, given: Finish) -> None:
    """The area's services, and people referred to them in the last weeks, each as far as its time allows."""
    team = _receiving(history)
    lead = history.staff.leads.get(team) if team else None
    if team is None or lead is None:
        return
    _offer(history, team)
    workers = [
        found
        for id in history.staff.pools[team]["provider worker"]
        if (found := members.member(id, at=lead_at(history)))
    ]
    for number, sending in enumerate(_sendings(history)):
        _play(history, _Played(sending, lead, workers[number % len(workers)], number))


def lead_at(history: History) -> datetime:
    """The last day's morning."""
    return instant(history.as_at, 8)


def _receiving(history: History) -> UUID | None:
    """The community team that has a sign-in account, else the first."""
    bodies = history.staff.bodies
    provider = bodies.organisations[BodyKind.COMPETED]
    signed = history.staff.signed_in("provider lead", lead_at(history))
    teams = [
        team.id
        for (whose, _), team in sorted(bodies.teams.items(), key=lambda t: t[0][1])
        if whose == provider
    ]
    return signed.unit_id if signed else next(iter(teams), None)


def _offer(history: History, team: UUID) -> None:
    """Contracts as a file, brought in as a commissioner would; the team receives for each, and may be shown the people."""
    by, at = history.staff.by, instant(history.as_at - timedelta(days=200), 9)
    actions.import_contracts(by=by, at=at, content=_contracts(history), file_name="contracts.csv")
    actions.import_contracts(
        by=by, at=instant(history.as_at - timedelta(days=3), 9), content=_contracts(history, faulty=True),
        file_name="more-contracts.csv",
    )  # fmt: skip
    code = history.staff.bodies.trust.code
    with viewing(by, at):
        ours = [one for one in queries.catalogue() if one.facts.reference.startswith(f"{code}-")]
    for one in ours:
        actions.name_receiving_team(by=by, at=at, service_id=one.id, unit_id=team, version=one.version)
    _agree(history, {one.facts.reference: one.id for one in ours})
    provider = members.units([team])[team].organisation_id
    for whose in history.staff.bodies.organisations.values():
        if whose != provider and not members.may_share(whose, provider, "referral", at=at):
            access.agree_to_share(
                by=by,
                at=at,
                shared_by=whose,
                shared_with=provider,
                purpose="referral",
                basis="Contract for services",
            )


def _agree(history: History, services: Mapping[str, UUID]) -> None:
    """What happens when somebody waits too long for a home, or too many wait for work."""
    code, told = history.staff.bodies.trust.code, (Told.REFERRER, Told.TEAM, Told.COMMISSIONER)
    at = instant(history.as_at - timedelta(days=150), 9)
    second = f"{code}-{_SECOND}"
    ladders = {
        "ACC": (
            Rung(Measure.WAIT, 20, Then.GROUP, told),
            Rung(Measure.WAIT, 30, Then.SECOND_PROVIDER, told, to=second),
        ),
        "ETE": (Rung(Measure.QUEUE, 3, Then.PRICED_BAND, (Told.COMMISSIONER,), pence=18_500),),
    }
    for kind, rungs in ladders.items():
        actions.set_overflow(
            by=history.staff.by, at=at, service_id=services[f"{code}-{kind}"], number=0, starts=day_of(at), rungs=rungs,
            source="Contract, schedule 4",
        )  # fmt: skip


_COLUMNS = (
    "contract_reference", "contract_type_id", "pcc_region_code", "allows_female", "allows_male", "minimum_age",
    "hide_before", "prime_provider_code", "subcontractor_codes", "intervention_title",
)  # fmt: skip


def _contracts(history: History, *, faulty: bool = False) -> bytes:
    """The file of what the area buys, or one with a row that cannot be taken."""
    trust = history.staff.bodies.trust
    here = {local.code for local in trust.locals}
    force = next(
        row["code"] for row in reference("police_areas.csv") if here & set(areas_of_police(row["code"]))
    )
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_COLUMNS)
    offered = (history.as_at - timedelta(days=700)).isoformat()
    second = (_SECOND, "Homes held in reserve", True, True, 18)
    for kind, title, women, men, youngest in () if faulty else (*_OFFERS, second):
        bought = kind.partition("-TOO")[0]
        rows.writerow(
            [f"{trust.code}-{kind}", bought, force, women, men, youngest, offered, "INGEUS_UK_LIMITED", "ST_GILES_TRUST", title]
        )  # fmt: skip
    if faulty:
        rows.writerow(
            [f"{trust.code}-OLD", "ACC", force, True, True, "adult", "", "INGEUS_UK_LIMITED", "", "Hostel places"]
        )  # fmt: skip
    return written.getvalue().encode()


_UNANSWERED, _UNANSWERED_DAYS = 3, 5
"""Of eight referrals the one that nobody answered yet, and within how many days it was sent."""


@dataclass(frozen=True)
class _Sending:
    """Somebody to be referred: by whom, on which day, for what, and to which service."""

    person: UUID
    by: Member
    on: date
    need: str
    service: UUID
    step: UUID | None = None


def _sendings(history: History) -> Iterator[_Sending]:
    found = 0
    for held in history.ordered(lambda h: "offender manager" in h.holder):
        if found == _MOST:
            return
        lately = _UNANSWERED_DAYS if found % 8 == _UNANSWERED else _LAST_DAYS
        one = _sending(history, held.case.person_id, held.holder["offender manager"], lately)
        if one is not None:
            found += 1
            yield one


def _sending(history: History, person: UUID, manager: UUID, lately: int) -> _Sending | None:
    now = instant(history.as_at, 9)
    by, chance = members.member(manager, at=now), history.random
    if by is None:
        return None
    with viewing(by, now):
        seen = supervision.case_of(person, at=now)
        held = seen.now.get("offender manager") if seen else None
        if held is None or held.member_id != manager:
            return None
        if not outside_since(person, history.as_at - timedelta(days=_LAST_DAYS)):
            return None
        steps = plans.steps_to_serve(person)
        need = "recovery" if steps else chance.choice(_NEEDS)
        fitting = queries.services_for(person, need, at=now).fitting
    service = next((one.id for one in fitting if one.receives and one.fit.is_sure), None)
    begun = max(held.since, seen.case.opened_at) if seen else held.since
    earliest = max(day_of(begun) + timedelta(days=2), history.as_at - timedelta(days=lately))
    if service is None or earliest >= history.as_at:
        return None
    on = earliest + timedelta(days=chance.randrange((history.as_at - earliest).days))
    step = next((one.step.id for one in steps if day_of(one.step.at) <= on), None)
    return _Sending(person, by, on, need, service, step)


@dataclass(frozen=True)
class _Played:
    """One referral as it is played: who answers, who works, and its number, which settles how it goes."""

    sending: _Sending
    lead: Member
    worker: Member
    number: int

    @property
    def goals(self) -> list[str]:
        """The goals of the plan."""
        return _GOALS.get(self.sending.need, _WORDS)


def _play(history: History, one: _Played) -> None:
    """As far as the days allow: some wait unanswered, some come back, some are refused, the others go on to their end."""
    sending, day, last = one.sending, one.sending.on, history.as_at
    if one.number % 12 == 9:
        actions.record_not_referred(
            by=sending.by, at=instant(day, 10), person_id=sending.person, service_id=sending.service, need=sending.need,
            instead=_INSTEAD,
        )  # fmt: skip
        return
    made = actions.send_referral(
        by=sending.by, at=instant(day, 10), person_id=sending.person, service_id=sending.service, need=sending.need,
        because=_WHY[sending.need], step_id=sending.step,
    )  # fmt: skip
    version = 1
    for by, after, act, given in _steps(one):
        day += timedelta(days=after)
        if day >= last:
            return
        if act is actions.record_session:
            given = given | {"on": day}
            if given["outcome"] in {Outcome.ATTENDED, Outcome.LATE}:
                given |= {
                    "minutes": 15 + 15 * ((one.number + version) % 4),
                    "note": _NOTES[(one.number + version) % len(_NOTES)],
                }
        act(by=by, at=instant(day, 11), referral_id=made, version=version, **given)
        version += 1


def _steps(one: _Played) -> Iterator[tuple[Member, int, Callable[..., object], dict[str, object]]]:
    if one.number % 8 == _UNANSWERED:
        return
    if one.number % 8 == 5:
        said = "No place before the spring."
        yield one.lead, 2, actions.refuse_referral, {"reason": RefusalReason.CAPACITY, "note": said}
        return
    if one.number % 8 == 6:
        yield one.lead, 1, actions.return_referral, {"note": "Where does the person sleep now?"}
        yield (
            one.sending.by,
            2,
            actions.answer_return,
            {"note": "On a friend's sofa, until the end of the month."},
        )
    yield one.lead, 2, actions.accept_referral, {}
    yield one.lead, 1, actions.assign_referral, {"worker": one.worker.id}
    if one.number % 8 == 7:
        amended: dict[str, object] = {
            "because": f"{_WHY[one.sending.need]} Starts a new job, so only after five.",
            "reason": "Has a job now.",
        }
        yield one.sending.by, 3, actions.amend_referral, amended
        yield one.worker, 1, actions.read_amendment, {}
    yield one.worker, 9, actions.send_plan, {"goals": one.goals, "sessions": 4}
    yield one.sending.by, 3, actions.approve_plan, {}
    if one.number % 8 == 2:
        goals = [*one.goals, "Know whom to ring at the weekend"]
        yield (
            one.worker,
            2,
            actions.amend_plan,
            {"goals": goals, "sessions": 4, "reason": "Asked for by the person."},
        )
        yield one.worker, 7, actions.record_session, _CAME
        return
    for outcome in _OUTCOMES[one.number % 3]:
        yield one.worker, 7, actions.record_session, outcome
    achieved = [Achievement.ACHIEVED, Achievement.PARTLY][: len(one.goals)]
    yield one.worker, 3, actions.conclude_referral, {"outcomes": achieved, "note": "Came, and took part."}


_NOTES = (
    "Went over the plan and what comes next.",
    "Practised on the phone with the landlord.",
    "Set goals for the week.",
)
_CAME: dict[str, object] = {"outcome": Outcome.ATTENDED}
_LATE: dict[str, object] = {"outcome": Outcome.LATE}
_AWAY: dict[str, object] = {
    "outcome": Outcome.ABSENT_ACCEPTABLE,
    "absence": Absence.MEDICAL,
    "evidence": Evidence.SEEN,
}
_MISSED: dict[str, object] = {"outcome": Outcome.ABSENT_UNACCEPTABLE}
_OUTCOMES = (
    (_CAME, _CAME, _LATE, _CAME),
    (_CAME, _AWAY, _CAME, _CAME),
    (_LATE, _CAME, _MISSED, _CAME),
)

PART = Part(at_the_end={55: referrals})
