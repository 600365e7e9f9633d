"""Tells what competitions wait for of one viewer, with the day each is due, where it has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..rules.ending import After
from ..rules.stages import Stage
from ..store import prices_asked
from .competitions import CompetitionSeen, Waits
from .ending import EndingSeen, endings_of, unanswered

BEFORE_CLOSE = timedelta(days=1)
"""How long before the close the last answer is due, so that a bid can still be changed for it (published practice of public marketplaces)."""


@dataclass(frozen=True)
class Waiting:
    """One thing that a competition waits for of the viewer, since when, and by when where the law or the close says so."""

    seen: CompetitionSeen
    what: Waits
    since: date
    due: date | None = None


def waiting(member: Member, every: Iterable[CompetitionSeen], *, at: datetime) -> list[Waiting]:
    """What waits for one viewer in these competitions: keys, panels, scores, an award; of a buyer also questions, notices, a signature."""
    found = list(every)
    made = [_first(one) for one in found if one.waits is not None]
    asked = unanswered(member, found)
    closes = {one.stands.row.id: day_of(one.stands.row.closes_at) - BEFORE_CLOSE for one in found}
    made += [
        Waiting(one, Waits.ANSWER, day_of(at), closes[one.stands.row.id])
        for one in found
        if one.stands.row.id in asked
    ]
    made += _prices(member, found)
    if not member.may(Permission.RUN_COMPETITION):
        return made
    ours = [one for one in found if one.stands.row.unit_id == member.unit_id]
    ends = endings_of((one for one in ours if one.stands.decision or one.stands.called_off), at=at)
    return made + [
        w for one in ours if one.stands.row.id in ends for w in _after(one, ends[one.stands.row.id])
    ]


def _prices(member: Member, found: list[CompetitionSeen]) -> list[Waiting]:
    """Of a bidder, a price of its team to account for; of a buyer, a price to keep or reject once it answered or had its time."""
    made = []
    for one in found:
        if one.stage is not Stage.PRICED or not one.stands.prices_open:
            continue
        ours = one.stands.row.unit_id == member.unit_id
        for told in prices_asked(one.stands.row.id):
            since, due = day_of(told.asked.at), told.asked.answer_by
            if told.ruled is not None:
                continue
            if (
                told.asked.unit_id == member.unit_id
                and told.answered is None
                and member.may(Permission.SEND_BID)
            ):
                made.append(Waiting(one, Waits.ANSWER_PRICE, since, due))
            elif ours and member.may(Permission.RUN_COMPETITION):
                made.append(Waiting(one, Waits.RULE_PRICE, since, due if told.answered is None else None))
    return made


def _first(one: CompetitionSeen) -> Waiting:
    assert one.waits is not None
    row = one.stands.row
    closes = day_of(row.closes_at)
    if one.waits is Waits.MAKE_KEY:
        return Waiting(one, one.waits, day_of(row.at))
    return Waiting(one, one.waits, closes, closes if one.waits is Waits.TURN_KEY else None)


def _after(one: CompetitionSeen, end: EndingSeen) -> list[Waiting]:
    decided = one.stands.decision
    if end.after is After.TO_PUBLISH and decided is not None:
        return [Waiting(one, Waits.PUBLISH, day_of(decided.at))]
    if end.after is After.TO_SIGN and end.sign_from is not None:
        return [Waiting(one, Waits.SIGN, end.sign_from)]
    return [Waiting(one, Waits.NOTICE, owed.since, owed.due) for owed in end.owed]
