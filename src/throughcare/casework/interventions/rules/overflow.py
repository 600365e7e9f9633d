"""What happens when too many wait for a service, or somebody waits too long: a ladder of rungs in the terms of its offer.

Home Office (2005) and Durham Tees Valley Q5: orders start promptly and are not rationed. What a provider cannot take is a fact
with a consequence agreed beforehand, told to whoever has to act; nobody waits past a rung unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

MOST_RUNGS, MOST_DAYS, MOST_QUEUE, MOST_PENCE = 8, 730, 10_000, 10_000_000


class Measure(StrEnum):
    """What a rung is reached by."""

    WAIT = "days that somebody has waited"
    QUEUE = "people who wait"


class Then(StrEnum):
    """What happens from a rung on, to those beyond it."""

    SECOND_PROVIDER = "second provider"
    PRICED_BAND = "priced band"
    GROUP = "group"
    IN_HOUSE = "in-house"


class Told(StrEnum):
    """Who is told when a rung is reached."""

    REFERRER = "whoever referred"
    TEAM = "the team that receives"
    COMMISSIONER = "the commissioner"


GOES_ELSEWHERE = frozenset({Then.SECOND_PROVIDER, Then.IN_HOUSE})
"""What sends somebody on to another service, which the rung names."""


@dataclass(frozen=True)
class Rung:
    """One rung: reached at so many days or people, what then happens, who is told; ``to`` names a service by its reference.

    ``pence`` is the price of each place beyond the rung, where it is a priced band.
    """

    measure: Measure
    at: int
    then: Then
    told: tuple[Told, ...]
    to: str = ""
    pence: int | None = None


@dataclass(frozen=True)
class Reached:
    """A rung that is reached: since which day, and how many people are beyond it."""

    rung: Rung
    since: date
    beyond: int

    @property
    def pence(self) -> int | None:
        """What the people beyond it cost by the band's price; None where it has none."""
        return None if self.rung.pence is None else self.rung.pence * self.beyond


def check_ladder(
    rungs: Sequence[Rung], own: str, services: Mapping[str, str], onward: Mapping[str, Collection[str]]
) -> None:
    """Refuse a ladder that cannot be followed: in whose words, at which rung.

    ``own`` is the reference of the service, ``services`` what those are called that receive referrals, by reference, ``onward`` where the ladders in force
    of others send people on to: nobody is sent round in a circle.
    """
    if len(rungs) > MOST_RUNGS:
        raise Refused(f"A ladder has at most {MOST_RUNGS} rungs.", field="rungs")
    for number, rung in enumerate(rungs, 1):
        because = _against(rung, own, services, onward)
        if because:
            raise Refused(f"Rung {number}: {because}", field="rungs")
    for measure in Measure:
        marks = [rung.at for rung in rungs if rung.measure is measure]
        if any(later <= earlier for earlier, later in pairwise(marks)):
            raise Refused(f"Each rung by {measure} must lie above the one before it.", field="rungs")


def _against(
    rung: Rung, own: str, services: Mapping[str, str], onward: Mapping[str, Collection[str]]
) -> str | None:
    most = MOST_DAYS if rung.measure is Measure.WAIT else MOST_QUEUE
    if not 1 <= rung.at <= most:
        return f"expected a whole number from 1 to {most:,}."
    if not rung.told:
        return "say who is told."
    if (rung.then is Then.PRICED_BAND) is (rung.pence is None):
        return "a priced band has a price for each place, and nothing else has one."
    if rung.pence is not None and not 0 <= rung.pence <= MOST_PENCE:
        return f"expected a price from nought to £{MOST_PENCE // 100:,}."
    return _against_going(rung, own, services, onward)


def _against_going(
    rung: Rung, own: str, services: Mapping[str, str], onward: Mapping[str, Collection[str]]
) -> str | None:
    if rung.then not in GOES_ELSEWHERE:
        return "only a second provider or in-house delivery names a service." if rung.to else None
    if not rung.to:
        return "name the service that takes people over."
    if rung.to == own:
        return "it names the service itself. Name another."
    if rung.to not in services:
        return f"“{rung.to[:40]}” is no service that receives referrals."
    if own in reachable(rung.to, onward):
        return (
            f"people would come round again: the ladder of “{services[rung.to]}” leads back to this service."
        )
    return None


def reachable(start: str, onward: Mapping[str, Collection[str]]) -> set[str]:
    """Every service to which the ladders in force may lead from one, itself left out unless they lead back."""
    found: set[str] = set()
    ahead = list(onward.get(start, ()))
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead.extend(onward.get(one, ()))
    return found


def reached(rungs: Sequence[Rung], waiting: Sequence[datetime], on: date) -> Reached | None:
    """The highest rung that the queue of a service has reached on a day; None where it has reached none.

    ``waiting`` is when each of those who wait was referred. Who is beyond a rung by days has waited so many; by people,
    stands at that place of the queue or behind it.
    """
    queue = sorted(waiting)
    for rung in reversed(rungs):
        beyond = [sent for sent in queue if _is_beyond(rung, sent, queue, on)]
        if beyond:
            waited = timedelta(days=rung.at if rung.measure is Measure.WAIT else 0)
            return Reached(rung, day_of(beyond[0]) + waited, len(beyond))
    return None


def rung_of(rungs: Sequence[Rung], sent: datetime, waiting: Sequence[datetime], on: date) -> Rung | None:
    """The highest rung that somebody referred at an instant is beyond on a day; None where they are beyond none."""
    queue = sorted(waiting)
    return next((rung for rung in reversed(rungs) if _is_beyond(rung, sent, queue, on)), None)


def _is_beyond(rung: Rung, sent: datetime, queue: Sequence[datetime], on: date) -> bool:
    if rung.measure is Measure.WAIT:
        return (on - day_of(sent)).days >= rung.at
    return sum(one < sent for one in queue) + 1 >= rung.at
