"""Puts the demonstration together: the country, its areas, their staff, and three years of history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from django.utils import timezone
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from throughcare.evidence.population.chance import Chance
from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.relaxed_commits import hurrying
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.system_members import FOUNDER
from throughcare.foundation.audit.outbox import gathering
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.ids import ids_made_up_from
from throughcare.foundation.operating_model.queries import standing_still
from throughcare.foundation.operating_model.rules import preset

from . import accounts
from .between import agree, pass_on
from .bodies import NATIONAL_MODEL, Bodies, Founding
from .days import YEARS, instant, rounds
from .history import History
from .lives import Maker
from .made import Made
from .parallel_areas import Step, apart, in_turn
from .part import Finish, acts_of_a_round, finish
from .places import Trust, trusts
from .safety import MARK
from .staff import SignsIn, Staff

PEOPLE = {"small": 2_000, "area": 15_000, "national": 250_000}
EVERY = {"small": 56, "area": 56, "national": 91}
NEIGHBOUR = "Northumbria"
_SIGN_IN = {0: SignsIn.EVERY_ROLE, 1: SignsIn.DAY_TO_DAY}
"""Who signs in, by the place of an area: every role in the first, those who deal with people in the second."""


@dataclass(frozen=True)
class Wanted:
    """What is to be made: how much, under which model, from which seed and until which day."""

    size: str
    model: str
    seed: int
    as_at: date

    @cached_property
    def areas(self) -> tuple[Trust, ...]:
        """The trust areas it covers."""
        every = trusts()
        return every if self.size == "national" else (every[0], *(a for a in every if a.name == NEIGHBOUR))

    def model_of(self, trust: Trust) -> str:
        """The model in force in a trust area: the one asked for in the first, the country's own in every other."""
        return self.model if trust.code == self.areas[0].code else NATIONAL_MODEL

    @property
    def largest_first(self) -> list[int]:
        """The places of the areas, the longest to make first, so that none is left to one process at the end."""
        return sorted(range(len(self.areas)), key=lambda place: -self.people(self.areas[place]))

    def people(self, trust: Trust) -> int:
        """How many people a trust area has, by its residents."""
        areas = self.areas
        whole = sum(area.residents for area in areas)
        if trust.code == areas[0].code:
            return PEOPLE[self.size] - sum(self.people(area) for area in areas[1:])
        return round(PEOPLE[self.size] * trust.residents / whole)

    def chance(self, *about: str) -> Chance:
        """The luck of people, which depends only on the seed and on what it is about, and not on how many there are."""
        return Chance(("demonstration", self.seed, *about))

    def identifiers(self, *about: str) -> AbstractContextManager[None]:
        """Within it identifiers come from the seed and what it is about, so that the same is made each time, to the order of every list."""
        return ids_made_up_from(
            "|".join([str(self.seed), self.size, *about]), int(founded_at(self).timestamp() * 1000)
        )

    def random(self, *about: str) -> Random:
        """Chance that depends only on the seed and on what it is about."""
        said = "|".join([str(self.seed), self.size, *about])
        return Random(int.from_bytes(hashlib.sha256(said.encode()).digest()[:8]))


def make(size: str, model: str, seed: int, as_at: date | None) -> None:
    """Make it all, showing how far it is; many areas are shared between two processes."""
    wanted = Wanted(size, model, seed, as_at or day_of(timezone.now()))
    founder = queries.service_member(FOUNDER, at=timezone.now())
    if founder is None:
        raise Refused("The database has no service member yet: run throughcare db migrate first.")
    steps = len(wanted.areas) * (len(rounds(wanted.as_at, EVERY[size])) + 2) + 1
    with hurrying(), bar(steps) as step:
        with wanted.identifiers("country"):
            country = begin(wanted, founder, step)
        work = apart if len(wanted.areas) > 1 else in_turn
        made: list[Made] = work(country, wanted.largest_first, step)
        with wanted.identifiers("between areas"):
            pass_on(made, wanted.as_at)
        step("Transfers between areas")
    accounts.keep([one for area in made for one in area.sign_ins])


@dataclass(frozen=True)
class Country:
    """What every area is made from: what is wanted, how many people each has, and the bodies of each."""

    wanted: Wanted
    people: tuple[int, ...]
    every: int
    bodies: tuple[Bodies, ...]

    def area(self, number: int, founder: Member, step: Step) -> Made:
        """One area with all that is in it; the first has the sign-in accounts."""
        about = ("area", self.bodies[number].trust.code)
        with gathering() as announced, standing_still(), self.wanted.identifiers(*about):
            return bring_in(self, number, founder, step, announced)


def founded_at(wanted: Wanted) -> datetime:
    """The instant at which organisations begin."""
    return instant(wanted.as_at - timedelta(days=365 * YEARS + 30), 9)


def begin(wanted: Wanted, founder: Member, step: Step) -> Country:
    """Mark the database as a demonstration's, found the country and every body of its areas, and what they share."""
    at = founded_at(wanted)
    marked = actions.record_organisation(by=founder, at=at, name=MARK, kind=OrganisationKind.SYSTEM)
    actions.record_unit(
        by=founder,
        at=at,
        organisation_id=marked,
        kind="system",
        name=f"{wanted.size}, {wanted.model}, seed {wanted.seed}, {wanted.as_at}",
    )
    founding = Founding(founder, at, preset(NATIONAL_MODEL))
    founding.country(preset(wanted.model))
    bodies = []
    for trust in wanted.areas:
        bodies.append(founding.under(wanted.model_of(trust)).area(trust))
        step(f"{trust.name}: organisations")
    agree(founder, at, bodies)
    people = tuple(wanted.people(trust) for trust in wanted.areas)
    return Country(wanted, people, EVERY[wanted.size], tuple(bodies))


def bring_in(country: Country, number: int, founder: Member, step: Step, announced: list[UUID]) -> Made:
    """One trust area: its staff, its people and their history."""
    wanted, trust, first = country.wanted, country.bodies[number].trust, number == 0
    at = instant(wanted.as_at - timedelta(days=365 * YEARS + 29), 9)
    people = country.people[number]
    staff = Staff(founder, at, country.bodies[number], wanted.random("staff", trust.code))
    staff.hire(people, sign_ins=_SIGN_IN.get(number, SignsIn.NOBODY))
    step(f"{trust.name}: staff")
    start, end = wanted.as_at - timedelta(days=365 * YEARS), wanted.as_at - timedelta(days=1)
    arrivals = rounds(wanted.as_at, country.every)
    maker = Maker(trust, wanted.chance("people", trust.code), start, end, arrivals)
    history = History(
        staff, wanted.random("history", trust.code), wanted.as_at, country.every, announced,
        neighbours=[bodies for bodies in country.bodies if bodies.trust.code != trust.code][:1],
        scores=first or wanted.size != "national",
    )  # fmt: skip
    history.run(maker.results(people), acts_of_a_round(), step)
    finish(history, Finish(lambda about: wanted.random(about, trust.code)))
    return Made(staff.sign_ins, staff.leads, history.offered)


@contextmanager
def bar(steps: int) -> Iterator[Step]:
    """A progress bar that is told what is being made."""
    shown = Progress(TextColumn("{task.description:<44}"), BarColumn(), TimeElapsedColumn(), transient=True)
    with shown:
        task = shown.add_task("Making the demonstration", total=steps)

        def step(what: str) -> None:
            shown.update(task, advance=1, description=what)

        yield step
