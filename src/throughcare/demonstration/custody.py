"""Where those in custody are held in the demonstration: a prison near their home area, moves between prisons, and licence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision.actions import Moving
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.rules import Member
from throughcare.foundation.operating_model.rules import Place

from .days import instant
from .held import Held
from .history import History
from .places import Trust, prisons

# Prisons for women; every other takes men.
_WOMEN: Final = frozenset(
    {"AGI", "BZI", "DHI", "DWI", "ESI", "EWI", "FHI", "LNI", "NHI", "PFI", "SDI", "STI"}
)
_EVERY: Final = 3
"""One in so many moves on to a second prison in a later round."""


@lru_cache(maxsize=128)
def near(trust: Trust, women: bool) -> tuple[str, ...]:
    """The codes of the prisons for one sex in a trust area's postcode areas; of all there are where it has none."""
    fit = [(code, postcode) for code, postcode in prisons() if (code in _WOMEN) == women]
    here = {_letters(district) for local in trust.locals for district in local.districts.things}
    found = tuple(code for code, postcode in fit if _letters(postcode) in here)
    return found or tuple(code for code, _ in fit)


def _letters(postcode: str) -> str:
    return "".join(one for one in postcode[:2] if one.isalpha())


def hold(history: History, day: date) -> None:
    """Whoever has come into custody is said to be in a prison; in later rounds one in three has moved on to another."""
    for held in history.open.values():
        held.prison = held.prison if held.case.place == Place.CUSTODY else ""
    inside = history.ordered(lambda held: held.case.place == Place.CUSTODY and held.inside_on(day))
    fresh = [held for held in inside if not held.prison]
    moving = [held for held in inside[::_EVERY] if held.prison and not held.moved_on]
    for held in moving:
        held.moved_on = True
    _move(history, instant(day, 12), [*fresh, *moving])


def _move(history: History, at: datetime, which: list[Held]) -> None:
    for held in which:
        held.prison = _next_prison(history.staff.bodies.trust, held)
    for by, theirs in history.by_organisation(which):
        history.act_on(by, at, theirs, _moved)
    history.look_again(which, at)


def _next_prison(trust: Trust, held: Held) -> str:
    women = bool(held.sentences) and held.sentences[-1][1].person.sex == "F"
    choice = near(trust, women)
    turn = choice.index(held.prison) + 1 if held.prison in choice else sum(map(ord, held.key))
    return choice[turn % len(choice)]


def _moved(by: Member, at: datetime, which: list[Held]) -> None:
    moves = [Moving(held.case.id, MovementKind.MOVED, at, held.prison) for held in which]
    supervision.record_movements(by=by, at=at, moves=moves)


def licence(history: History) -> None:
    """In the last days: two out on temporary licence, one of whom is back, and one who did not come back."""
    last = instant(history.as_at - timedelta(days=1), 18)
    inside = history.ordered(lambda held: held.case.place == Place.CUSTODY and bool(held.prison))[1::4][:3]
    kinds = (MovementKind.OUT_ON_LICENCE, MovementKind.RETURNED, MovementKind.AT_LARGE)
    whys = ("Two days at home before release.", "", "Not back at the hour named on the licence.")
    for number, held in enumerate(inside):
        _say(history, held, kinds[0], whys[0], last + timedelta(minutes=number))
        if number:
            _say(history, held, kinds[number], whys[number], last + timedelta(hours=1, minutes=number))


def _say(history: History, held: Held, kind: MovementKind, why: str, at: datetime) -> None:
    by = history.service_of(held.case.organisation_id)

    def act(by: Member, at: datetime, which: list[Held]) -> None:
        moves = [Moving(one.case.id, kind, at, because=why) for one in which]
        supervision.record_movements(by=by, at=at, moves=moves)

    history.act_on(by, at, [held], act)
    history.look_again([held], at)
