"""Groups: laid out over bank holidays, led by people trained for it, joined and rejoined by rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import yaml

from throughcare.foundation.kernel import (
    Clause,
    Edition,
    Finding,
    Period,
    Refused,
    WorkingCalendar,
    edition_on,
)
from throughcare.foundation.kernel.days import LONDON

from .catalogue import Programme, Session, SessionKind

WEEK = timedelta(weeks=1)
MOST_ROUNDS = 6


class GroupKind(StrEnum):
    """Whether people join a group as it goes on, at the first session of a module, or only at its start."""

    CLOSED = "closed"
    ROLLING = "rolling"


class GroupSex(StrEnum):
    """For whom a group is."""

    WOMEN = "women"
    MEN = "men"
    MIXED = "women and men"

    @property
    def takes(self) -> frozenset[str]:
        """The sexes that the group takes."""
        return _TAKES[self]


_TAKES = {
    GroupSex.WOMEN: frozenset({"female"}), GroupSex.MEN: frozenset({"male"}), GroupSex.MIXED: frozenset({"female", "male"}),
}  # fmt: skip


class Cohort(StrEnum):
    """Whom a group is put together of, beyond sex."""

    GENERAL = "general"
    SEXUAL = "sexual offences"
    LEARNING = "learning disability"


@dataclass(frozen=True)
class GroupTerms:
    """Weeks after the opening, to the review and to rejoin, and how many sessions may be caught up alone."""

    source: str
    assumed: tuple[str, ...]
    weeks_after_opening: int
    weeks_to_review: int
    weeks_to_rejoin: int
    most_caught_up: int


@lru_cache(maxsize=1)
def group_editions() -> tuple[Edition[GroupTerms], ...]:
    """Every edition of the terms of groups in the package."""
    text = files(__package__).joinpath("editions", "group_terms.yaml").read_text("utf-8")
    return tuple(
        Edition(
            one["name"],
            Period(one["from"], one["until"]),
            GroupTerms(
                one["source"], tuple(one["assumed"]), one["weeks_after_opening"], one["weeks_to_review"],
                one["weeks_to_rejoin"], one["most_caught_up"],
            ),
        )
        for one in yaml.safe_load(text)
    )  # fmt: skip


@dataclass(frozen=True, order=True)
class Slot:
    """A time of the week at which a group meets; Monday is 0."""

    weekday: int
    at: time


@dataclass(frozen=True)
class LaidSession:
    """A session of a group: which of the programme's it is, and when it begins."""

    session: Session
    starts_at: datetime


def first_day(opens_on: date) -> date:
    """The first day on which a group may meet, after the weeks that follow its opening."""
    return opens_on + edition_on(group_editions(), opens_on).table.weeks_after_opening * WEEK


def lay_out(
    chosen: Programme, opens_on: date, slots: Sequence[Slot], calendar: WorkingCalendar, *, rounds: int = 1
) -> list[LaidSession]:
    """The group's sessions in their order, from the weeks after its opening, each in the next slot of the week.

    A slot on a day that is not worked is passed over by whole weeks: the session is held in the same slot of the next
    week that is worked, and those that follow come after it. Refused without a slot, or where the list is not known.
    """
    wanted = chosen.of_kind(SessionKind.GROUP)
    if not wanted:
        raise Refused(
            "The sessions of this programme are not published, so no group can be laid out.",
            field="programme",
        )
    if not slots or len({slot.weekday for slot in slots}) < len(slots):
        raise Refused("Say at least one time of the week, at most one on each day.", field="slots")
    if not 1 <= rounds <= MOST_ROUNDS:
        raise Refused(f"A rolling group goes through its sessions 1 to {MOST_ROUNDS} times.", field="rounds")
    found, after = [], first_day(opens_on) - timedelta(days=1)
    for session in wanted * rounds:
        day, slot = _next(slots, after, calendar)
        found.append(LaidSession(session, datetime.combine(day, slot.at, LONDON)))
        after = day
    return found


def _next(slots: Sequence[Slot], after: date, calendar: WorkingCalendar) -> tuple[date, Slot]:
    def day_of_slot(slot: Slot) -> date:
        return after + timedelta(days=(slot.weekday - after.weekday() - 1) % 7 + 1)

    slot = min(slots, key=day_of_slot)
    day = day_of_slot(slot)
    while not _is_open(day, calendar):
        day += WEEK
    return day, slot


def _is_open(day: date, calendar: WorkingCalendar) -> bool:
    """A Saturday's or Sunday's group is one by choice: only a bank holiday or a closure passes it over."""
    return calendar.is_working(day) or day.weekday() > 4


def review_by(last_on: date) -> date:
    """The day by which everybody has had the review after the last session of the group."""
    return last_on + edition_on(group_editions(), last_on).table.weeks_to_review * WEEK


def may_rejoin(last_attended: date | None, on: date) -> bool:
    """Whether somebody may go on in another group with what they have done: within the weeks from the last session attended."""
    if last_attended is None:
        return False
    return on <= last_attended + edition_on(group_editions(), on).table.weeks_to_rejoin * WEEK


@dataclass(frozen=True)
class Trained:
    """A member's training in one programme, and the days on which it holds."""

    member_id: UUID
    programme: str
    holds: Period


def untrained(
    facilitators: Collection[UUID], chosen: str, trainings: Iterable[Trained], on: date
) -> frozenset[UUID]:
    """Those of some facilitators whose training in a programme does not hold on a day."""
    good = {one.member_id for one in trainings if one.programme == chosen and on in one.holds}
    return frozenset(facilitators) - good


@dataclass(frozen=True)
class GroupStands:
    """A group as somebody would join it: for whom, its places, and which sessions of the list it held and holds on which day."""

    kind: GroupKind
    sex: GroupSex
    capacity: int
    taken: int
    sessions: Sequence[tuple[Session, date]]
    is_over: bool


@dataclass(frozen=True)
class Joining:
    """Who would join: their sex (None: not recorded), the numbers of the sessions they have done, and the day."""

    sex: str | None
    done: frozenset[int]
    on: date


def against_joining(group: GroupStands, who: Joining) -> tuple[Finding, ...]:
    """What stands against a place in a group, each with its clause; empty where nothing does."""
    edition = edition_on(group_editions(), who.on)
    said = [*_full(group), *_other_sex(group, who), *_too_late(group, who, edition.table)]
    return tuple(
        Finding(rule, Clause(edition.table.source, f"{edition.name}, {rule}"), why) for rule, why in said
    )


def _full(group: GroupStands) -> list[tuple[str, str]]:
    if group.is_over:
        return [("over", "The group is over.")]
    if group.taken >= group.capacity:
        return [("places", f"All {group.capacity} places are taken.")]
    return []


def _other_sex(group: GroupStands, who: Joining) -> list[tuple[str, str]]:
    if group.sex is GroupSex.MIXED or who.sex in group.sex.takes:
        return []
    known = f"It is a group of {group.sex}."
    return [("sex", known if who.sex else f"{known} The person's sex is not recorded.")]


def _too_late(group: GroupStands, who: Joining, terms: GroupTerms) -> list[tuple[str, str]]:
    held = {one.number for one, day in group.sessions if day < who.on}
    ahead = [one for one, day in group.sessions if day >= who.on]
    if not ahead:
        return [("over", "No session of the group lies ahead.")]
    missed = held - who.done
    if not held or (who.done and len(missed) <= terms.most_caught_up):
        return []
    if group.kind is GroupKind.CLOSED:
        return [
            ("closed", f"The group has begun, and {len(missed)} of its sessions would have to be caught up.")
        ]
    first = ahead[0]
    if not _begins_module(first, [one for one, _ in group.sessions]):
        return [
            (
                "rolling",
                f"A rolling group is joined at the first session of a module; the next is {first.words}.",
            )
        ]
    return []


def _begins_module(session: Session, every: Sequence[Session]) -> bool:
    return session.number == min(one.number for one in every if one.module == session.module)


@dataclass(frozen=True)
class Progress:
    """How far somebody has come: the sessions done, those left, and how many were caught up alone."""

    done: frozenset[int]
    left: tuple[Session, ...]
    caught_up: int

    @property
    def is_done(self) -> bool:
        """Whether every session of the list is done, its review with them."""
        return not self.left


def progress_of(chosen: Programme, attended: Mapping[int, bool]) -> Progress:
    """How far somebody has come, from the sessions attended: by number, and whether each was caught up alone."""
    every = chosen.sessions or ()
    done = frozenset(one.number for one in every if one.number in attended)
    left = tuple(one for one in every if one.number not in done)
    groups = {one.number for one in chosen.of_kind(SessionKind.GROUP)}
    return Progress(done, left, sum(alone for number, alone in attended.items() if number in groups))


def check_alone(chosen: Programme, session: Session, progress: Progress, on: date) -> None:
    """Refuse a session held alone that is done already, that comes too early, or one catch-up too many."""
    if session.number in progress.done:
        raise Refused(f"{session.words.capitalize()} is done already.", field="session")
    most = edition_on(group_editions(), on).table.most_caught_up
    if session.kind is SessionKind.GROUP and progress.caught_up >= most:
        raise Refused(
            f"At most {most} sessions of the group are caught up alone; {progress.caught_up} were.",
            field="session",
        )
    waiting = [one for one in progress.left if one.kind is not SessionKind.REVIEW]
    if session.kind is SessionKind.REVIEW and waiting:
        raise Refused(
            f"The review comes last: {len(waiting)} sessions are still to be done.", field="session"
        )
