"""The terms, reductions and weeks of made-up staff, so that who is full and who is not can be seen; all shares assumed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from throughcare.casework.allocation import actions, queries
from throughcare.casework.allocation.queries import MemberLoad
from throughcare.casework.allocation.rules.history import monday_of
from throughcare.casework.allocation.rules.people import Sex
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

from .days import instant
from .history import History

WEEKS = 26
_GRADES = {
    "offender manager": "PO",
    "probation services officer": "PSO",
    "provider worker": "PSO",
    "prison offender manager": "PO",
}
_LANGUAGES = ("Polish", "Punjabi", "Romanian", "Urdu", "Welsh")
_REASONS = ("disability", "phased_return_to_work", "other", "co_worked_cases", "court_duty")


def give_terms(history: History, by: Random) -> None:
    """Record the terms of everybody who takes cases, some reductions, the weeks past, and the present week."""
    at = instant(history.as_at - timedelta(days=1), 17, 30)
    for service in sorted(history.staff.services.values(), key=lambda one: one.organisation_name):
        units = access.units_below(service.unit_id)
        terms = [one for unit in history.staff.pools if unit in units for one in _terms(history, unit, by)]
        if terms:
            actions.record_staff_terms(by=service, at=at, terms=terms)
            actions.record_reductions(by=service, at=at, reductions=list(_reductions(terms, day_of(at), by)))
            _weeks(service, units, at, by)


def _terms(history: History, unit: UUID, by: Random) -> Iterator[actions.Terms]:
    start = history.as_at - timedelta(days=7 * (WEEKS + 26))
    for role, members in history.staff.pools.get(unit, {}).items():
        for member in members if role in _GRADES else ():
            hours = Decimal(37) if by.random() < 0.75 else Decimal(by.choice((18.5, 22, 30)))
            sex = Sex.FEMALE if by.random() < 0.7 else Sex.MALE
            languages = (by.choice(_LANGUAGES),) if by.random() < 0.12 else ()
            skills = ("sexual offending",) if _GRADES[role] == "PO" and by.random() < 0.4 else ()
            yield actions.Terms(member, _GRADES[role], start, hours, sex, languages, skills)


def _reductions(terms: list[actions.Terms], today: date, by: Random) -> Iterator[actions.Off]:
    for one in terms:
        if by.random() < 0.15 and one.hours is not None:
            start = today - timedelta(days=by.randrange(1, 90))
            end = start + timedelta(days=by.randrange(100, 300)) if by.random() < 0.7 else None
            hours = (one.hours * by.choice((1, 2, 3)) / 10).quantize(Decimal("0.1"))
            yield actions.Off(one.member_id, by.choice(_REASONS), hours, start, end)


def _weeks(service: Member, units: list[UUID], at: datetime, by: Random) -> None:
    with viewing(service, at):
        members = queries.team_load(units, at=at).members
    weeks = [
        week
        for one in sorted(members, key=lambda m: (m.member.name, m.member.unit_name))
        for week in _past(one, day_of(at), by)
    ]
    actions.bring_in_history(by=service, at=at, weeks=weeks)
    actions.reckon_workload(by=service, at=at)


def _past(one: MemberLoad, today: date, by: Random) -> Iterator[actions.PastWeek]:
    """Weeks that lead up to the present load, walked back from it."""
    load, cases, monday = one.load, one.cases, monday_of(today)
    for _ in range(WEEKS):
        after, monday = load, monday - timedelta(days=7)
        load = max(0, load + by.choice((-50, -29, 0, 0, 0, 29, 50)))
        cases = max(0, cases + (load > after) - (load < after))
        known = max(0, load - by.choice((0, 0, 29, 50)))
        yield actions.PastWeek(one.member.id, monday, load, one.available, cases, 0, known)
