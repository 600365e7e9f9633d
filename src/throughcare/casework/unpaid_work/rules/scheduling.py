"""Who comes when: the turns that cover what is left of an order, laid from the projects that somebody is placed on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from .words import Frequency

AHEAD = timedelta(days=5 * 365)
"""As far as turns are laid: an order that takes longer is a fault of its length, not of the calendar."""


class Trigger(StrEnum):
    """What made the turns be laid anew."""

    PLACEMENT = "somebody was placed, or a placement changed"
    TURN = "a turn was made, moved or given an outcome"


class Edition(StrEnum):
    """By whose rules turns are laid.

    ``REFERENCE`` is what the service in use does: a placement for once is had as often as its days allow, a turn ahead counts
    only where a placement falls on its day, and a changed placement is laid over turns that were told of. ``SOUND`` does none of these.
    """

    SOUND = "sound"
    REFERENCE = "community payback, 2026"


@dataclass(frozen=True)
class Placed:
    """Somebody's place on a project: how often, on which weekday (Monday is 0), between which times, from which day to which."""

    id: str
    project: str
    frequency: Frequency
    weekday: int
    starts: time
    until: time
    first: date
    last: date | None = None

    @property
    def minutes(self) -> int:
        """How long one turn is."""
        return minutes_between(self.starts, self.until)


@dataclass(frozen=True)
class Turn:
    """One time that somebody comes: ``credited`` is None while it has no outcome, and then the minutes that counted."""

    project: str
    placement: str | None
    on: date
    starts: time
    until: time
    credited: int | None = None

    @property
    def minutes(self) -> int:
        """How long it is planned to be."""
        return minutes_between(self.starts, self.until)

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what came of it."""
        return self.credited is None

    @property
    def said(self) -> tuple[str, str | None, date, time, time]:
        """What makes two turns the same one."""
        return self.project, self.placement, self.on, self.starts, self.until


@dataclass(frozen=True)
class Laid:
    """The turns to add, the minutes that no placement covers, and whether the order needed no turn from today on."""

    add: tuple[Turn, ...] = ()
    short: int = 0
    satisfied: bool = False


def minutes_between(starts: time, until: time) -> int:
    """Minutes from one time of a day to a later one."""
    return (until.hour - starts.hour) * 60 + until.minute - starts.minute


def left_today(ordered: int, turns: Iterable[Turn], today: date) -> int:
    """Minutes to be laid from today on: what is ordered without what was credited, and without past turns still to be told of."""
    known = list(turns)
    credited = sum(turn.credited or 0 for turn in known)
    untold = sum(turn.minutes for turn in known if turn.is_open and turn.on < today)
    return ordered - credited - untold


@dataclass
class _Laying:
    left: int
    sound: bool
    trigger: Trigger
    add: list[Turn] = field(default_factory=list)


def lay(
    ordered: int,
    placements: Sequence[Placed],
    turns: Sequence[Turn],
    *,
    today: date,
    trigger: Trigger,
    closed: Collection[date] = (),
    edition: Edition = Edition.SOUND,
) -> Laid:
    """The turns to add so that the ordered minutes are covered and no more; existing turns are kept, the last one is cut short.

    On a day that has a turn already no other is laid. In the edition of reference a change of placement lays every day anew,
    and a turn that already stands there is not added twice.
    """
    left = left_today(ordered, turns, today)
    if left <= 0:
        return Laid(satisfied=True)
    sound = edition is Edition.SOUND
    laying = _Laying(left - (_ahead_of(turns, today) if sound else 0), sound, trigger)
    usable = [one for one in placements if edition is Edition.REFERENCE or not _had_once(one, turns)]
    day = today
    while laying.left > 0 and day <= today + AHEAD and any(_ahead(one, day) for one in usable):
        if day not in closed:
            _lay_day(laying, day, usable, turns)
        day += timedelta(days=1)
    standing = {turn.said for turn in turns}
    return Laid(tuple(one for one in laying.add if one.said not in standing), max(0, laying.left))


def _had_once(one: Placed, turns: Iterable[Turn]) -> bool:
    return one.frequency is Frequency.ONCE and any(turn.placement == one.id for turn in turns)


def _ahead(one: Placed, day: date) -> bool:
    return one.last is None or one.last >= day


def _ahead_of(turns: Iterable[Turn], today: date) -> int:
    return sum(turn.minutes for turn in turns if turn.is_open and turn.on >= today)


def _lay_day(laying: _Laying, day: date, placements: Sequence[Placed], turns: Sequence[Turn]) -> None:
    due = sorted(
        (one for one in placements if falls_on(one, day) and not _laid_once(one, laying)),
        key=lambda one: one.starts,
    )
    standing = [turn for turn in turns if turn.on == day]
    if standing and (laying.sound or laying.trigger is Trigger.TURN):
        if due and not laying.sound:
            laying.left -= sum(turn.minutes for turn in standing if turn.is_open)
        return
    for one in due:
        if laying.left > 0:
            turn = _turn(one, day, min(one.minutes, laying.left))
            laying.add.append(turn)
            laying.left -= turn.minutes


def _laid_once(one: Placed, laying: _Laying) -> bool:
    return one.frequency is Frequency.ONCE and any(turn.placement == one.id for turn in laying.add)


def falls_on(one: Placed, day: date) -> bool:
    """Whether a placement has somebody come on a day: its weekday, within its days, in its own week where it is every second.

    Weeks of a placement are counted from its first day.
    """
    if day.weekday() != one.weekday or day < one.first or (one.last is not None and day > one.last):
        return False
    return one.frequency is not Frequency.FORTNIGHTLY or (day - one.first).days % 14 < 7


def _turn(one: Placed, day: date, minutes: int) -> Turn:
    end = one.starts.hour * 60 + one.starts.minute + minutes
    return Turn(one.project, one.id, day, one.starts, time(end // 60, end % 60))
