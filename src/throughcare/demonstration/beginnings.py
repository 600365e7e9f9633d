"""What is recorded of requirements' beginnings: most began, some are held for a lawful reason, and some have waited too long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.actions import BeginningTold, record_beginnings
from throughcare.casework.supervision.rules.requirement_clocks import Begins, Stage, Word, clocks_on
from throughcare.casework.supervision.rules.requirement_steps import ORDER
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

from .days import instant
from .held import Held
from .history import History, Round

BEGUN, HELD, DONE = 0.7, 0.85, 0.8
# Days since an order was made within which some of what it requires still waits.
LATELY = 25
# Of the weeks before the last one, in which ones officers wrote down what had begun.
WEEKS_BEFORE = (13, 9, 5, 1)
_AT_ONCE = 2_000


def begin(history: History, now: Round) -> None:
    """Say of what waits to begin that it did, or why it has not; the rest waits on somebody's home."""
    last = history.as_at - timedelta(days=1)
    if (last - now.day).days not in {7 * weeks for weeks in WEEKS_BEFORE}:
        return
    at = instant(now.day, 16)
    for by, theirs in history.by_organisation(history.ordered()):
        for start in range(0, len(theirs), _AT_ONCE):
            history.act_on(by, at, theirs[start : start + _AT_ONCE], partial(_tell, history.random))


def _tell(chance: Random, by: Member, at: datetime, which: list[Held]) -> None:
    with viewing(by, at):
        waiting = cases.requirements_of_cases([held.case.id for held in which], at=at)
    said = {one.requirement.id: _of(one, chance, at) for one in waiting}
    steps = [step for one in waiting for step in _steps(one, said[one.requirement.id], chance, day_of(at))]
    told = [*(one for one in said.values() if one is not None), *steps]
    if told:
        record_beginnings(by=by, at=at, beginnings=told)


def _of(one: cases.RequirementStanding, chance: Random, at: datetime) -> BeginningTold | None:
    today, within = day_of(at), one.clock.within or 1
    if one.stands.stage is not Stage.WAITING or one.clock.begins is Begins.AT_ONCE or one.made > today:
        return None
    luck, is_new = chance.random(), (today - one.made).days < LATELY
    if luck < BEGUN or not is_new:
        on = one.made + timedelta(days=chance.randrange(1, within + 3))
        return BeginningTold(one.case_id, one.requirement.id, Word.BEGUN, min(on, today))
    if luck < HELD:
        reason = chance.choice(sorted(clocks_on(today).table.reasons))
        until = today + timedelta(days=chance.randrange(3, 60))
        return BeginningTold(one.case_id, one.requirement.id, Word.HELD, today, reason, until)
    return None


def _steps(
    one: cases.RequirementStanding, said: BeginningTold | None, chance: Random, today: date
) -> Iterator[BeginningTold]:
    """What was done of a requirement that has begun: most of its steps, those that are done again and again lately too."""
    begun = said.on if said is not None and said.word is Word.BEGUN else one.stands.since
    if begun is None or one.stands.stage is Stage.HELD or (said is not None and said.word is Word.HELD):
        return
    for stands in (stands for stands in one.steps if chance.random() < DONE):
        step, done = stands.step, stands.done
        first = max(one.made, begun + timedelta(days=-1 if step.after == ORDER else chance.randrange(1, 8)))
        days = {first} if not done else set()
        days |= {today - timedelta(days=chance.randrange(step.every + 3))} if step.every else set()
        for day in sorted(day for day in days if (done[-1] if done else first) <= day <= today):
            yield BeginningTold(one.case_id, one.requirement.id, Word.STEP, day, step.key)
