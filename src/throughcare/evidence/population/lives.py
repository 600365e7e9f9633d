"""What becomes of people over many years: index events, offences and when they are proven, services, outcomes, returns.

Nothing happens before its age or after a death: who would have, had they lived or been of age, did not. Days are since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .chance import Marks, Real, Whole, nested
from .lots import alike, poisson
from .people import ADULT, RESPONSIBLE, People, of_age
from .rates import lot, mean, share

_NO_DAY: Final = -1


@dataclass(frozen=True)
class Years:
    """From when offences are known, and until when anything is."""

    offences_from: int
    offences_to: int
    known_to: int


@dataclass(frozen=True, eq=False)
class Events:
    """Index events by person and day; ``whose`` is the place of a person, words are places in the rates' tables."""

    whose: Whole
    day: Whole
    kind: Whole
    area: Whole
    group: Whole
    predicted: Real


@dataclass(frozen=True, eq=False)
class Offences:
    """Proven offences by person and day."""

    whose: Whole
    day: Whole
    proven: Whole
    breach: NDArray[np.bool_]
    convicted: NDArray[np.bool_]
    group: Whole


@dataclass(frozen=True, eq=False)
class Returns:
    """Returns to custody for some offences, once proven."""

    whose: Whole
    day: Whole
    recalled: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Services:
    """Help that was given: from when, and until when (-1 while it goes on)."""

    whose: Whole
    service: Whole
    provider: Whole
    started: Whole
    ended: Whole


@dataclass(frozen=True, eq=False)
class Milestones:
    """Outcomes looked for on a day; ``known`` is false where nobody could say."""

    whose: Whole
    outcome: Whole
    day: Whole
    achieved: NDArray[np.bool_]
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Lives:
    """The lives of some people; each part hangs on the people's numbers alone."""

    people: People
    years: Years

    @cached_property
    def events(self) -> Events:
        """The first sentence of each, and further events at any time of their adult years between first and last."""
        people, draw = self.people, self.people.chance
        further = poisson(people.luck("events"), mean("further_events") * people.often)
        whose, day = self._at_any_time("event", further, people.first, people.last, ADULT)
        everybody = np.arange(len(people))
        whose, day = _by_day(np.append(everybody, whose), np.append(people.sentenced, day))
        marks = self._turns("events", whose)
        home = people.drawn("area")
        moved = draw.happens("moved", marks, share("moved"))
        noise = np.exp(0.35 * draw.spread("predicted", marks) - 0.35**2 / 2)
        return Events(
            whose,
            day,
            kind=lot("event_kind").places(draw.luck("kind", marks)),
            area=np.where(moved, lot("area").places(draw.luck("area now", marks)), home[whose]),
            group=lot("event_group").places(draw.luck("group", marks)),
            predicted=1 - np.exp(-mean("predicted") * people.often[whose] * noise),
        )

    @cached_property
    def offences(self) -> Offences:
        """Occasions at any time from the age of ten, each of one or more offences proven on one day while they live."""
        draw, years = self.people.chance, self.years
        span = (years.offences_to - years.offences_from + 1) / 365.25
        occasions = poisson(
            self.people.luck("occasions"), span * mean("occasions_a_year") * self.people.often
        )
        whose, day = self._at_any_time(
            "occasion", occasions, years.offences_from, years.offences_to, RESPONSIBLE
        )
        whose, day = _by_day(whose, day)
        occasion = self._turns("occasions", whose)
        lag = draw.waiting("lag", occasion, mean("days_to_proof")).astype(np.int64)
        proven = np.minimum(day + lag, years.known_to)
        kept = proven < self.people.dies[whose]
        whose, day, proven, occasion = whose[kept], day[kept], proven[kept], occasion[kept]
        several = 1 + alike(draw.luck("several", occasion), mean("offences_an_occasion") - 1)
        which, marks = nested(draw.marks("offences", occasion), several)
        return Offences(
            whose[which],
            day[which],
            proven[which],
            breach=draw.happens("breach", marks, share("breach")),
            convicted=draw.happens("convicted", marks, share("convicted")),
            group=lot("offence_group").places(draw.luck("offence group", marks)),
        )

    @cached_property
    def returns(self) -> Returns:
        """Returns to custody on the day that an offence is proven."""
        offences, draw = self.offences, self.people.chance
        marks = self._turns("returns", offences.whose)
        back = np.flatnonzero(draw.happens("returned", marks, share("returned")))
        return Returns(
            offences.whose[back],
            offences.proven[back],
            draw.happens("return is a recall", marks[back], share("return_is_a_recall")),
        )

    @cached_property
    def services(self) -> Services:
        """Help begun from the first sentence on, oftener for whoever offends more; a death ends it."""
        people, draw = self.people, self.people.chance
        often = np.where(people.often > 1, 2.0, 1.0) * share("helped")
        whose = np.flatnonzero(people.luck("helped") < often)
        numbers, dies = people.numbers[whose], people.dies[whose]
        started = draw.among("service starts", numbers, people.sentenced[whose], self.years.known_to - 1)
        ended = started + draw.among("service lasts", numbers, 20, 199)
        open_still = draw.happens("service open", numbers, share("service_open"))
        open_still = (open_still | (ended > self.years.known_to)) & (dies > self.years.known_to)
        alive = started < dies
        return Services(
            whose[alive],
            lot("service").places(draw.luck("service", numbers))[alive],
            lot("provider").places(draw.luck("provider", numbers))[alive],
            started[alive],
            np.where(open_still, _NO_DAY, np.minimum(ended, dies))[alive],
        )

    @cached_property
    def milestones(self) -> Milestones:
        """Outcomes observed from the first sentence on, less often achieved by whoever offends more."""
        people, draw = self.people, self.people.chance
        counts = alike(people.luck("milestones"), mean("milestones"))
        whose, marks = nested(draw.marks("milestone", people.numbers), counts)
        day = draw.among("observed", marks, people.sentenced[whose], self.years.known_to - 1)
        alive = day < people.dies[whose]
        whose, marks, day = whose[alive], marks[alive], day[alive]
        chance = share("achieved") * np.exp(-0.5 * people.often[whose])
        return Milestones(
            whose,
            lot("milestone").places(draw.luck("milestone", marks)),
            day,
            draw.luck("achieved", marks) < chance,
            ~draw.happens("not known", marks, share("milestone_unknown")),
        )

    def _at_any_time(self, name: str, counts: Whole, low: int, high: int, age: int) -> tuple[Whole, Whole]:
        """So many for each at any time between two days, of which those before an age or after a death never were."""
        people = self.people
        whose, marks = nested(people.chance.marks(name, people.numbers), counts)
        day = people.chance.among(f"{name} on", marks, low, high)
        kept = (day >= of_age(people.born, age)[whose]) & (day < people.dies[whose])
        return whose[kept], day[kept]

    def _turns(self, name: str, whose: Whole) -> Marks:
        """A mark for each thing that lies by person: of the person, and of its turn among theirs."""
        counts = np.bincount(whose, minlength=len(self.people))
        return nested(self.people.chance.marks(name, self.people.numbers), counts)[1]


def _by_day(whose: Whole, day: Whole) -> tuple[Whole, Whole]:
    """Things by person and day: both in one number, so that one sort puts them in order (days lie within 1880 to 2059)."""
    both = np.sort((whose << 16) | (day + 32_768))
    return both >> 16, (both & 65_535) - 32_768
