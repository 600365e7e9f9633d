"""Where a person is: into custody and out of it, as dated movements, each possible only from where the last one left them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place


class Where(StrEnum):
    """Where somebody is between two movements."""

    COMMUNITY = "in the community"
    CUSTODY = "in custody"
    TEMPORARY_LICENCE = "out on temporary licence"
    AT_LARGE = "unlawfully at large"


class MovementKind(StrEnum):
    """What happened to where somebody is."""

    SENTENCED = "sentenced to custody"
    RECEIVED = "received into custody"
    MOVED = "moved to another prison"
    OUT_ON_LICENCE = "released on temporary licence"
    RETURNED = "returned from temporary licence"
    AT_LARGE = "unlawfully at large"
    RECALLED = "recalled, the licence revoked"
    RELEASED = "released"


NEXT: Mapping[tuple[Where, MovementKind], Where] = {
    (Where.COMMUNITY, MovementKind.SENTENCED): Where.CUSTODY,
    (Where.COMMUNITY, MovementKind.RECEIVED): Where.CUSTODY,
    (Where.COMMUNITY, MovementKind.AT_LARGE): Where.AT_LARGE,
    (Where.COMMUNITY, MovementKind.RECALLED): Where.AT_LARGE,
    (Where.CUSTODY, MovementKind.MOVED): Where.CUSTODY,
    (Where.CUSTODY, MovementKind.OUT_ON_LICENCE): Where.TEMPORARY_LICENCE,
    (Where.CUSTODY, MovementKind.AT_LARGE): Where.AT_LARGE,
    (Where.CUSTODY, MovementKind.RELEASED): Where.COMMUNITY,
    (Where.TEMPORARY_LICENCE, MovementKind.RETURNED): Where.CUSTODY,
    (Where.TEMPORARY_LICENCE, MovementKind.AT_LARGE): Where.AT_LARGE,
    (Where.TEMPORARY_LICENCE, MovementKind.RELEASED): Where.COMMUNITY,
    (Where.AT_LARGE, MovementKind.RECEIVED): Where.CUSTODY,
    (Where.AT_LARGE, MovementKind.RELEASED): Where.COMMUNITY,
}
"""Which movement is possible from where, and where it leads: every place has a way on, and none leads to itself unmoved."""

BY_ITS_OWN_ACT = frozenset({MovementKind.RECALLED})
"""What comes with the act that decides it, and is not recorded by hand: a recall."""

INTO_A_PRISON = frozenset({MovementKind.SENTENCED, MovementKind.RECEIVED, MovementKind.MOVED})


CHANGED_PRISON = "the person is in another prison"
"""Why the role of a prison's manager is unheld after a transfer: the one before manages nobody elsewhere."""
RELEASED, WENT_INSIDE = "the person was released", "the person is in custody"
"""Why a role is unheld after a movement: a release starts a clock, and going inside starts none of its own."""

LONGEST_AGO = timedelta(days=36525)
"""A hundred years: nobody alive moved before, so an earlier time is a slip."""


@dataclass(frozen=True)
class Moved:
    """One movement: what happened, when, and in which prison; an empty code is a prison not known."""

    kind: MovementKind
    at: datetime
    prison: str = ""


@dataclass(frozen=True)
class Spell:
    """A time in one place; ``until`` of None runs on."""

    where: Where
    since: datetime
    until: datetime | None
    prison: str = ""


def possible(where: Where, *, nowhere_yet: bool = False, by_hand: bool = True) -> tuple[MovementKind, ...]:
    """What can be recorded of somebody who is there, in the order of the list of movements.

    ``nowhere_yet``: they are in custody and no prison has received them, as when a court has just sent them there.
    ``by_hand``: on its own, and not with the act that decides it.
    """
    first = {MovementKind.RECEIVED} if nowhere_yet and where is Where.CUSTODY else set()
    able = (kind for kind in MovementKind if (where, kind) in NEXT or kind in first)
    return tuple(kind for kind in able if not (by_hand and kind in BY_ITS_OWN_ACT))


def after(where: Where, kind: MovementKind, *, nowhere_yet: bool = False, by_hand: bool = True) -> Where:
    """Where a movement leads from a place, or Refused with what could have been recorded instead."""
    able = possible(where, nowhere_yet=nowhere_yet, by_hand=by_hand)
    found = led_to(kind) if kind in able else None
    if found is None:
        said = " or ".join(f"“{one}”" for one in able)
        raise Refused(
            f"This person is recorded as {where}, so “{kind}” cannot be next: expected {said}.", field="kind"
        )
    return found


def standing(place: Place, movements: Sequence[Moved]) -> Where:
    """Where the movements, in order, leave somebody; where their case says, when it says otherwise or there are none.

    A case may say otherwise after two records were merged: the survivor's stands at the graver of the two.
    """
    said = Where.CUSTODY if place is Place.CUSTODY else Where.COMMUNITY
    found = led_to(movements[-1].kind) if movements else said
    return said if place_after(place, found) is not place else found


def is_recalled(movements: Iterable[Moved]) -> bool | None:
    """Whether somebody is recalled, as their movements say: since a recall and until a release; None in custody for what is not said.

    A way into custody that no recall came before may be one that was recorded elsewhere, so it is no "no".
    """
    recalled: bool | None = False
    for moved in movements:
        if moved.kind is MovementKind.RECALLED:
            recalled = True
        elif moved.kind is MovementKind.RELEASED:
            recalled = False
        elif recalled is False:
            recalled = None
    return recalled


def led_to(kind: MovementKind) -> Where:
    """Where a movement of a kind always leads."""
    return next(to for (_, through), to in NEXT.items() if through is kind)


def place_after(before: Place, where: Where) -> Place:
    """How the operating model is to see somebody: whoever is at large stays where they should be, and licence is custody."""
    if where is Where.AT_LARGE:
        return before
    return Place.COMMUNITY if where is Where.COMMUNITY else Place.CUSTODY


def check_instant(moved_at: datetime, *, at: datetime, last: datetime | None) -> None:
    """Refuse a movement to come, one of long before anybody's life, or one before the movement that is recorded last."""
    if moved_at > at:
        raise Refused("A movement is recorded once it has happened: the time lies ahead.", field="on")
    if moved_at < at - LONGEST_AGO:
        raise Refused("The time lies more than a hundred years back. Look at the year.", field="on")
    if last is not None and moved_at <= last:
        raise Refused(
            f"A later movement is recorded already, on {day_of(last):%-d %B %Y}. Expected a time after it.",
            field="on",
        )


def spells(place: Place, since: datetime, movements: Sequence[Moved]) -> tuple[Spell, ...]:
    """The times in each place from the opening of a case on, in order, without a hole between them."""
    where, found, start, prison = _begun(place, movements), [], since, ""
    for moved in movements:
        if moved.at > start:
            found.append(Spell(where, start, moved.at, prison))
        where = led_to(moved.kind)
        start = max(start, moved.at)
        prison = _prison(moved, where, prison)
    return (*found, Spell(where, start, None, prison))


def is_inside(spells: Sequence[Spell], at: datetime) -> bool:
    """Whether somebody was in custody at an instant, by their times in each place; out on temporary licence they still are."""
    found = next((one for one in reversed(spells) if one.since <= at), None)
    return found is not None and found.where in {Where.CUSTODY, Where.TEMPORARY_LICENCE}


def _begun(place: Place, movements: Sequence[Moved]) -> Where:
    """Where a case began: where it still stands if nobody moved, or went at large alone, which leaves its place as it was."""
    if all(moved.kind is MovementKind.AT_LARGE for moved in movements):
        return standing(place, ())
    return next(begun for (begun, kind) in NEXT if kind is movements[0].kind)


def _prison(moved: Moved, where: Where, before: str) -> str:
    if moved.kind in INTO_A_PRISON:
        return moved.prison
    return "" if where is Where.COMMUNITY else before


def in_prison(movements: Iterable[Moved]) -> str:
    """The prison that movements, in order, leave somebody in; empty where it is not known, or in none."""
    prison = ""
    for moved in movements:
        prison = _prison(moved, led_to(moved.kind), prison)
    return prison


def changes_prison(movements: Iterable[Moved], kind: MovementKind, prison: str) -> bool:
    """Whether a movement takes somebody from a prison that is known to another: where either is not known, nothing says that it does."""
    before = in_prison(movements)
    return kind is MovementKind.MOVED and bool(before) and bool(prison) and prison != before


def released_on(movements: Iterable[Moved]) -> date | None:
    """The day of the last release, for somebody who has not gone back since; None for everybody else."""
    last: Moved | None = None
    for moved in movements:
        last = moved
    return day_of(last.at) if last is not None and last.kind is MovementKind.RELEASED else None


def days_at_large(movements: Sequence[Moved]) -> tuple[tuple[date, date | None], ...]:
    """The days on which somebody was unlawfully at large, the first and the last of each time, by movements in order.

    The day on which they are back is none of them; a time that goes on has no last day, and one over within a day is none.
    """
    found: list[tuple[date, date | None]] = []
    for number, moved in enumerate(movements):
        if moved.kind is not MovementKind.AT_LARGE:
            continue
        first = day_of(moved.at)
        back = day_of(movements[number + 1].at) if number + 1 < len(movements) else None
        if back is None or back > first:
            found.append((first, back - timedelta(days=1) if back else None))
    return tuple(found)
