"""What is recorded of requirements' beginnings: most began, some are held for a lawful reason, and some have waited too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.actions import BeginningTold, record_beginnings
from throughcare.casework.supervision.rules.requirement_clocks import Begins, Stage, Word, clocks_on
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of

from .days import instant
from .held import Held
from .history import History, Round

BEGUN, HELD = 0.7, 0.85
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
    told = [said for one in waiting if (said := _of(one, chance, at)) is not None]
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
