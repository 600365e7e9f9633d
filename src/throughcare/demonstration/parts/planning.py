"""Planning in the demonstration: most people managed for a while have a plan they agreed to; some are late, some refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from throughcare.casework.planning import actions, queries
from throughcare.casework.planning.actions import AnswerTold, GoalTold, NewStep
from throughcare.casework.planning.rules import AnswerKind, Whose, plan_editions, point_of
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

from ..days import instant, working_day
from ..held import Held
from ..history import History
from ..part import Finish, Part

# A goal in somebody's words, the section of need it is for, its first step, and whose that is.
_GOALS = (
    ("Have a home of my own", "accommodation", "Ask the council for a place on its list", Whose.PERSON),
    (
        "Get work that lasts",
        "education",
        "Write down what I have done before, and where I would work",
        Whose.PERSON,
    ),
    ("Pay what I owe and keep up the rent", "finance", "Bring the letters to the next meeting", Whose.PERSON),
    ("Stop drinking on weekdays", "alcohol", "Keep a diary of when and why", Whose.PERSON),
    ("Stay off drugs", "drugs", "Meet the recovery service", Whose.SERVICE),
    ("See my children each week", "relationships", "Write to the contact centre", Whose.OFFICER),
    (
        "Walk away before it turns into a fight",
        "thinking",
        "Go through the last time, step by step",
        Whose.OFFICER,
    ),
    ("Sleep, and feel less low", "wellbeing", "See a doctor about sleep", Whose.PERSON),
)
_LATE, _OLD, _REFUSED, _COULD_NOT = 0.4, 0.05, 0.05, 0.04
_SINCE_SEEN, _LATELY, _AT_ONCE = timedelta(days=24), timedelta(days=42), 2_000
_DAYS_LATE = 14
"""A plan or a review that is late in the demonstration is late by so many days at most."""


def plans(history: History, given: Finish) -> None:
    """The plans of everybody whom somebody has managed for some weeks, told by each organisation for its own people."""
    chance = given.chance("plans")
    managed = history.ordered(lambda held: _is_managed(held, history.as_at))
    told = {held.case.id: list(_plan(held, history.as_at, chance)) for held in managed}
    with_one = [held for held in managed if told[held.case.id]]
    for by, theirs in history.by_organisation(with_one):
        for start in range(0, len(theirs), _AT_ONCE):
            history.act_on(
                by, instant(history.as_at, 7), theirs[start : start + _AT_ONCE], partial(_write, told)
            )


def _is_managed(held: Held, as_at: date) -> bool:
    since = held.managed_since
    if not held.sentences or since is None or since >= as_at - timedelta(days=1):
        return False
    return since + _SINCE_SEEN < as_at or held.opened + _LATELY < as_at


def _write(told: dict[UUID, list[GoalTold]], by: Member, at: datetime, which: list[Held]) -> None:
    actions.record_plans(by=by, at=at, goals=[goal for held in which for goal in told[held.case.id]])


def _plan(held: Held, as_at: date, chance: Random) -> Iterator[GoalTold]:
    """The goals of one person with what they said; none where the plan is late, which no plan is for long."""
    since = held.managed_since
    if since is None or (held.opened + _LATELY > as_at and chance.random() < _LATE):
        return
    written = max(since, held.opened) + timedelta(days=chance.randrange(6, 15))
    written = working_day(min(written, as_at - timedelta(days=1)))
    on = _answered(held, written, as_at, chance)
    answer = _said(on, chance)
    for words, need, step, whose in chance.sample(_GOALS, chance.randrange(1, 4)):
        by = as_at + timedelta(days=chance.randrange(20, 200))
        steps = (NewStep(step, whose, by - timedelta(days=14)),)
        yield GoalTold(held.case.id, words, instant(written, 11), need, by, steps, answer)


def _answered(held: Held, written: date, as_at: date, chance: Random) -> date:
    """When the person last answered: lately for most, after the last point of the sentence and the last release; a few reviews are a little late."""
    terms = plan_editions()[-1].table
    overdue = as_at - timedelta(days=terms.between_reviews + chance.randrange(1, _DAYS_LATE))
    if chance.random() < _OLD and overdue > written:
        return overdue
    runs = [result for _, result in held.sentences]
    ends = [one.ends_on for one in runs if one.ends_on is not None]
    points = [
        point_of(one.on, end, part) for one in runs for end in ends if end > one.on for part in terms.points
    ]
    moved = [day for one in runs for day, _, _ in one.moves]
    latest = as_at - timedelta(days=chance.randrange(1, 140))
    return max([written, latest, *(day for day in [*points, *moved] if day < as_at)])


def _said(on: date, chance: Random) -> AnswerTold:
    drawn = chance.random()
    if drawn < _REFUSED:
        return AnswerTold(
            AnswerKind.NOT_AGREED, on, "Says the order was not fair, and will come but not talk of it."
        )
    if drawn < _REFUSED + _COULD_NOT:
        return AnswerTold(AnswerKind.COULD_NOT_ANSWER, on, "An interpreter could not be had that day.")
    return AnswerTold(AnswerKind.AGREED, on)


_LESS, _LOOKED_AT = 5, 120
"""How many people are seen less often for good compliance, found among so many."""


def seen_less(history: History, given: Finish) -> None:
    """Some who complied well are seen less often by a review of their officer; of others it waits on a home."""
    home, made, at = history.staff.home_team, 0, instant(history.as_at, 8)
    managed = history.ordered(
        lambda held: "offender manager" in held.holder and held.case.risk in {"low", "medium"}
    )
    for held in sorted(managed, key=lambda one: one.case.unit_id != home)[:_LOOKED_AT]:
        by = members.member(held.holder["offender manager"], at=at)
        every = _less(by, held, at) if by is not None else 0
        if by is None or not every:
            continue
        with suppress(Refused):
            actions.review_plan(
                by=by, at=at, case_id=held.case.id, on=history.as_at, changed=_KEPT, seen_every_days=every
            )
            made += 1
        if made == _LESS:
            return


_KEPT = "Kept every appointment this half year. Sees the value of it, and works full time now."


def _less(by: Member, held: Held, at: datetime) -> int:
    """After how many days the rule lets their officer see them again; nought where there is no plan, or it gives none."""
    if not by.may(May.WRITE_PLAN):
        return 0
    with viewing(by, at):
        plan = queries.plan_of(held.case.person_id, at=at)
        may = queries.may_be_seen(held.case.person_id, by, at=at) if plan and plan.goals else None
    return min(may.every_days, default=0) if may else 0


PART = Part(at_the_end={52: plans, 66: seen_less})
