"""Puts the demonstration together: the country, its areas, their staff, and three years of history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from django.utils import timezone
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.relaxed_commits import hurrying
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.access.system_members import FOUNDER
from throughcare.foundation.audit.outbox import gathering
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind, preset

from . import accounts
from .bodies import Bodies, Founding
from .days import YEARS, instant, rounds
from .history import History
from .lives import Maker
from .parallel_areas import Step, apart
from .part import Finish, acts_of_a_round, finish
from .places import Trust, trusts
from .safety import MARK
from .staff import Staff

PEOPLE = {"small": 2_000, "area": 15_000, "national": 250_000}
EVERY = {"small": 91, "area": 91, "national": 182}


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
        return trusts() if self.size == "national" else trusts()[:1]

    @property
    def largest_first(self) -> list[int]:
        """The places of the areas, the longest to make first, so that none is left to one process at the end."""
        return sorted(range(len(self.areas)), key=lambda place: -self.people(self.areas[place]))

    def people(self, trust: Trust) -> int:
        """How many people a trust area has, by its residents."""
        areas = self.areas
        whole = sum(area.residents for area in areas)
        if trust is areas[0]:
            return PEOPLE[self.size] - sum(self.people(area) for area in areas[1:])
        return round(PEOPLE[self.size] * trust.residents / whole)

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
    with hurrying(), bar(len(wanted.areas) * (len(rounds(wanted.as_at, EVERY[size])) + 2)) as step:
        founding = begin(wanted, founder)
        country = Country(wanted, founding.national, founding.national_units)
        if len(wanted.areas) == 1:
            sign_ins = country.area(0, founder, step)
        else:
            sign_ins = apart(country, wanted.largest_first, step)
    accounts.keep(sign_ins)


@dataclass(frozen=True)
class Country:
    """What every area is made from: what is wanted, and the bodies there is one of."""

    wanted: Wanted
    national: dict[BodyKind, UUID]
    national_units: dict[BodyKind, UUID]

    def area(self, number: int, founder: Member, step: Step) -> list[accounts.SignIn]:
        """One area with all that is in it; the first has the sign-in accounts."""
        trust, at = self.wanted.areas[number], founded_at(self.wanted)
        founding = Founding(founder, at, preset(self.wanted.model))
        founding.national, founding.national_units = self.national, self.national_units
        bodies = founding.area(trust)
        step(f"{trust.name}: organisations")
        with gathering() as announced:
            return bring_in(self.wanted, trust, founder, bodies, step, announced, first=number == 0)


def founded_at(wanted: Wanted) -> datetime:
    """The instant at which organisations begin."""
    return instant(wanted.as_at - timedelta(days=365 * YEARS + 30), 9)


def begin(wanted: Wanted, founder: Member) -> Founding:
    """Mark the database as a demonstration's, and found the country."""
    at = founded_at(wanted)
    marked = actions.record_organisation(by=founder, at=at, name=MARK, kind=OrganisationKind.SYSTEM)
    actions.record_unit(
        by=founder,
        at=at,
        organisation_id=marked,
        kind="system",
        name=f"{wanted.size}, {wanted.model}, seed {wanted.seed}, {wanted.as_at}",
    )
    founding = Founding(founder, at, preset(wanted.model))
    founding.country()
    return founding


def bring_in(
    wanted: Wanted,
    trust: Trust,
    founder: Member,
    bodies: Bodies,
    step: Step,
    announced: list[UUID],
    *,
    first: bool,
) -> list[accounts.SignIn]:
    """One trust area: its staff, its people and their history."""
    at = instant(wanted.as_at - timedelta(days=365 * YEARS + 29), 9)
    people = wanted.people(trust)
    staff = Staff(founder, at, bodies, wanted.random("staff", trust.code))
    staff.hire(people, sign_ins=first)
    step(f"{trust.name}: staff")
    start, end = wanted.as_at - timedelta(days=365 * YEARS), wanted.as_at - timedelta(days=1)
    maker = Maker(trust, wanted.random("people", trust.code), start, end)
    history = History(
        staff, wanted.random("history", trust.code), wanted.as_at, EVERY[wanted.size], announced
    )
    history.run(maker.results(people), acts_of_a_round(), step)
    finish(
        history,
        Finish(lambda about: wanted.random(about, trust.code), scores=first or wanted.size != "national"),
    )
    return staff.sign_ins


@contextmanager
def bar(steps: int) -> Iterator[Step]:
    """A progress bar that is told what is being made."""
    shown = Progress(TextColumn("{task.description:<44}"), BarColumn(), TimeElapsedColumn(), transient=True)
    with shown:
        task = shown.add_task("Making the demonstration", total=steps)

        def step(what: str) -> None:
            shown.update(task, advance=1, description=what)

        yield step
