"""Unpaid work in the demonstration: projects asked for by residents and partners, hours part-worked, a day called off, some waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.actions import Running, TurnSaid
from throughcare.casework.unpaid_work.actions.asked_by_public import ask_for_project
from throughcare.casework.unpaid_work.rules import CreditKind, Frequency, Nominator, ProjectKind
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..days import instant
from ..held import Held
from ..history import History
from ..outside import outside_since
from ..part import Finish, Part

_PROJECTS = (
    ("Riverside path", "Brambles cover the path to the school.", Nominator.SCHOOL, "Riverside", (1, 3, 5)),
    (
        "Market square",
        "Litter and graffiti after market days.",
        Nominator.BUSINESS,
        "Market square",
        (0, 2, 6),
    ),
    (
        "Community kitchen",
        "Nobody can keep it open for lunch.",
        Nominator.CHARITY,
        "St Mary's hall",
        (1, 2, 4),
    ),
)
_DONE = ("Bandstand", "The bandstand was boarded up for three years.", Nominator.COUNCIL, "The park")
_WAITING = (
    "Alley behind Mill Street",
    "Rubbish is left there every week.",
    Nominator.RESIDENT,
    "Mill Street",
)
# What the public asked for with no account: one waits to be read, one was put forward, one set aside.
_PUBLIC = (
    ("Beck behind the school", "Trolleys and bags in the water.", "Mill Beck"),
    ("Bus shelter", "The windows are out and nobody waits there after dark.", "Norton Road"),
    ("A neighbour's hedge", "It is over the pavement.", "The corner"),
)
_MOST, _SINCE = 10, 38
_WAITED = 4  # days
_LEARNT, _LEFT = 120, 70  # minutes; hours


def hours(history: History, given: Finish) -> None:
    """A few people's hours, sent, placed and worked until yesterday; projects at every stage."""
    people = [one for _, one in zip(range(_MOST), _to_send(history), strict=False)]
    for unit in sorted({unit for _, _, _, unit in people}):
        crew = _crew(history, unit)
        if crew is None:
            continue
        lead, worker = crew
        running = _projects(history, unit, lead)
        sent = [_send(history, one, worker, running, n) for n, one in enumerate(people) if one[3] == unit]
        _work(history, unit, worker)
        _credit(history, [one for one in sent if one is not None], worker)


_Sending = tuple[UUID, UUID, Member, UUID]


def _to_send(history: History) -> Iterator[_Sending]:
    """Open cases with hours to work and an officer in the community: case, requirement, officer, and who would deliver."""
    now = instant(history.as_at, 9)
    since = history.as_at - timedelta(days=_SINCE)
    signed = history.staff.signed_in("provider lead", now)
    arranges = {signed.organisation_id: signed.unit_id} if signed else {}
    for held in history.ordered(lambda h: "offender manager" in h.holder and _has_hours(h, since)):
        by = members.member(held.holder["offender manager"], at=now)
        if by is None:
            continue
        with viewing(by, now):
            found = _unworked(held.case.person_id, since, now)
        if found is not None:
            told = found[2]
            assert told.unit_id is not None
            yield found[0], found[1], by, arranges.setdefault(told.organisation_id, told.unit_id)


def _has_hours(held: Held, since: date) -> bool:
    """Whether an order made before a day and running on it leaves hours enough to work, by what is planned."""
    return any(
        result.on < since and result.hours() - held.credited.get(sentence, 0) >= _LEFT
        for sentence, result in held.sentences
        if result in held.running_on(since)
    )


def _unworked(person: UUID, since: date, now: datetime) -> tuple[UUID, UUID, supervision.Deliverer] | None:
    seen = supervision.case_of(person, at=now)
    held = seen.now.get("offender manager") if seen is not None else None
    if seen is None or seen.case.closed_at is not None or held is None or not outside_since(person, since):
        return None
    if day_of(held.since) > since or day_of(seen.case.opened_at) > since:
        return None
    case = supervision.open_case(seen.case.id)
    wanted = next(
        (
            required
            for sentence in courts.sentences_of(person)
            if sentence.state == "in force" and sentence.imposed_on < since
            for required in sentence.requirements
            if required.kind == RequirementKind.UNPAID_WORK
            and required.ended_on is None
            and required.unit == "hours"
        ),
        None,
    )
    if case is None or wanted is None or wanted.amount is None:
        return None
    if wanted.amount - supervision.credited([wanted.id]).get(wanted.id, 0) < _LEFT:
        return None
    told = supervision.deliverer_of(case, Function.UNPAID_WORK, at=now)
    if isinstance(told, Unheld) or told.unit_id is None:
        return None
    return case.id, wanted.id, told


def _crew(history: History, unit: UUID) -> tuple[Member, Member] | None:
    """Who keeps the projects of a team, and who arranges."""
    there = members.members_of([unit], at=instant(history.as_at - timedelta(days=_SINCE + 20), 8))
    keeps = [one for one in there if one.may(May.KEEP_PROJECTS) and one.unit_id == unit]
    arranges = [one for one in there if one.may(May.ARRANGE_UNPAID_WORK) and one.unit_id == unit]
    return (keeps[0], arranges[-1]) if keeps and arranges else None


def _projects(history: History, unit: UUID, lead: Member) -> list[UUID]:
    begins = history.as_at - timedelta(days=_SINCE + 12)
    made = [_project(history, unit, lead, one, begins) for one in _PROJECTS]
    over = _project(history, unit, lead, (*_DONE, (5,)), begins - timedelta(days=60))
    actions.close_project(
        by=lead, at=instant(begins, 15), project_id=over, version=2,
        achieved="Boards taken down, railings painted, and two concerts held since.",
    )  # fmt: skip
    _ask(unit, lead, _WAITING, history.as_at - timedelta(days=9))
    _asked_by_public(history, unit, lead)
    return made


def _asked_by_public(history: History, unit: UUID, lead: Member) -> None:
    at = instant(history.as_at - timedelta(days=6), 20)
    for number, (title, problem, place) in enumerate(_PUBLIC):
        key = uuid5(unit, f"asked by the public {number}")
        with viewing(None, at):
            ask_for_project(
                at=at,
                key=key,
                unit_id=unit,
                title=title,
                problem=problem,
                place=place,
                nominator=Nominator.RESIDENT,
            )
    morning = instant(history.as_at - timedelta(days=4), 9)
    with viewing(lead, morning):
        waiting = {one.title: one for one in queries.asked_by_public([unit])}
    shelter, hedge = waiting[_PUBLIC[1][0]], waiting[_PUBLIC[2][0]]
    actions.put_forward(
        by=lead,
        at=morning,
        ask_id=shelter.id,
        version=1,
        title=shelter.title,
        problem=shelter.problem,
        place=shelter.place,
    )
    because = "A hedge is its owner's to cut. The council can ask them to."
    actions.set_aside(by=lead, at=morning, ask_id=hedge.id, version=1, because=because)


def _ask(unit: UUID, by: Member, told: Sequence[object], on: date) -> UUID:
    title, problem, nominator, place = told[:4]
    return actions.nominate_project(
        by=by, at=instant(on, 9), unit_id=unit, title=str(title), problem=str(problem), nominator=Nominator(str(nominator)),
        place=str(place), asked_for_by="",
    )  # fmt: skip


def _project(history: History, unit: UUID, lead: Member, told: tuple[object, ...], on: date) -> UUID:
    made = _ask(unit, lead, told, on)
    days = told[4]
    assert isinstance(days, tuple)
    running = Running(
        ProjectKind.GROUP, days, time(9, 30), time(15, 30), on, places=6, takes_women=True, takes_men=True
    )  # fmt: skip
    actions.approve_project(by=lead, at=instant(on, 11), project_id=made, version=1, running=running)
    return made


def _send(history: History, one: _Sending, worker: Member, projects: list[UUID], number: int) -> UUID | None:
    case, requirement, by, unit = one
    waits = number % 5 == 4
    on = history.as_at - timedelta(days=_WAITED if waits else _SINCE - number)
    try:
        made = actions.send_hours(
            by=by, at=instant(on, 10), case_id=case, requirement_id=requirement, unit_id=unit
        )
    except Refused:
        return None  # no agreement yet on that day
    if not waits:  # every fifth was sent the other day and still waits for a place
        project = projects[number % len(projects)]
        weekday = _PROJECTS[number % len(projects)][4][number % 3]
        actions.place_on_project(
            by=worker, at=instant(on, 12), work_id=made, project_id=project, frequency=Frequency.WEEKLY, weekday=weekday,
            first=on + timedelta(days=1),
        )  # fmt: skip
    return made


def _work(history: History, unit: UUID, worker: Member) -> None:
    """Every project's days until the day before the last, told of by the worker; one was called off."""
    first, last = history.as_at - timedelta(days=_SINCE), history.as_at - timedelta(days=1)
    with viewing(worker, instant(history.as_at, 8)):
        days = queries.days_held([unit], since=first, until=last)
    for place, day in enumerate(days[:-1]):
        at = instant(day.on, 16)
        if place == 3:
            words = "The supervisor was ill, and nobody could take the group."
            actions.stand_down(
                by=worker, at=instant(day.on, 8), project_id=day.project_id, on=day.on, because=words
            )
            continue
        with viewing(worker, at):
            coming = queries.comes(day.project_id, day.on)
        told = [_told(history, one.turn.row.id) for one in coming if one.turn.is_open]
        actions.record_turns(by=worker, at=at, turns=told)


def _told(history: History, turn: UUID) -> TurnSaid:
    lot = history.random.random()
    if lot < 0.08:
        return TurnSaid(turn, Outcome.ABSENT_UNACCEPTABLE)
    if lot < 0.16:
        return TurnSaid(turn, Outcome.ABSENT_ACCEPTABLE, absence=Absence.MEDICAL, note="Rang before nine.")
    if lot < 0.24:
        return TurnSaid(turn, Outcome.LATE, starts=time(10))
    return TurnSaid(turn, Outcome.ATTENDED, penalty=15 if lot > 0.9 else 0)


def _credit(history: History, works: list[UUID], worker: Member) -> None:
    """Two hours of learning, credited to the first who still has as many to work."""
    day = history.as_at - timedelta(days=2)
    at = instant(day, 10)
    for work in works:
        with viewing(worker, at):
            seen = queries.hours(work, on=day)
        if seen is None or seen.hours is None or seen.hours.left < _LEARNT:
            continue
        actions.credit_time(
            by=worker, at=at, work_id=work, kind=CreditKind.EDUCATION, minutes=_LEARNT,
            what="Health and safety at work", on=day - timedelta(days=1),
        )  # fmt: skip
        return


PART = Part(at_the_end={59: hours})
