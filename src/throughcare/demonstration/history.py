"""Three years of a trust area, brought in round by round as it would have come: court files, allocation, contact, ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from random import Random
from typing import Any, Final
from uuid import UUID

from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.queries import Holders

from .bodies import Bodies
from .days import rounds
from .held import Held
from .lives import Result
from .staff import Staff

_AT_ONCE: Final = 5_000


@dataclass(frozen=True)
class Asked:
    """A report that a court waits for: which, since when it is known, and the day it is due."""

    report_id: UUID
    known_at: datetime
    due_on: date


@dataclass(frozen=True)
class Round:
    """One round: the results that arrive on a day; ``late`` in the last weeks, ``last`` at the end."""

    results: Sequence[Result]
    day: date
    late: bool
    last: bool


@dataclass
class History:
    """Brings one trust area's three years in.

    ``nobodys`` are the sentences of people whom nobody manages under the model, until a case of theirs opens;
    ``unpaid_work`` and ``activity`` are the requirement of each that a sentence holds; ``scores``: whether every case is scored.
    """

    staff: Staff
    random: Random
    as_at: date
    every: int
    announced: list[UUID] = field(default_factory=list)
    open: dict[UUID, Held] = field(default_factory=dict)
    atlas: dict[str, Holders] = field(default_factory=dict)
    recent: Sequence[Result] = ()
    reports: list[Asked] = field(default_factory=list)
    nobodys: dict[UUID, list[tuple[UUID, Result]]] = field(default_factory=dict)
    unpaid_work: dict[UUID, UUID] = field(default_factory=dict)
    activity: dict[UUID, UUID] = field(default_factory=dict)
    offers: list[Any] = field(default_factory=list)
    neighbours: Sequence[Bodies] = ()
    scores: bool = True
    offered: list[tuple[UUID, UUID]] = field(default_factory=list)

    @property
    def court(self) -> Member:
        """The member who brings the courts' files."""
        return self.staff.court_service

    def service_of(self, organisation: UUID) -> Member:
        """The member who brings in what an organisation's own teams did; it sees whom they see."""
        return self.staff.services.get(organisation, self.court)

    def by_organisation(self, which: Iterable[Held]) -> Iterator[tuple[Member, list[Held]]]:
        """Cases by the organisation that holds them, each with the member who acts for it."""
        found: dict[UUID, list[Held]] = defaultdict(list)
        for held in which:
            found[held.case.organisation_id].append(held)
        for organisation, theirs in found.items():
            yield self.service_of(organisation), theirs

    def hear(self) -> None:
        """Let everything announced in this area be heard, whatever another process is doing for its own."""
        drain(self.announced)

    def run(self, results: Sequence[Result], acts: Sequence[Act], step: Callable[[str], None]) -> None:
        """Every round in turn: one arrival of a file, and what each part of the demonstration does until the next."""
        days, before = rounds(self.as_at, self.every), 0
        for number, day in enumerate(days):
            upto = next((n for n in range(before, len(results)) if results[n].on >= day), len(results))
            self.recent = results[max(0, upto - 40) : upto]
            last = number == len(days) - 1
            for act in acts:
                act(self, Round(results[before:upto], day, number >= len(days) - 2, last))
            before = upto
            step(f"{self.staff.bodies.trust.name}, {day:%B %Y}")

    @cached_property
    def own_units(self) -> set[UUID]:
        """The teams of this area."""
        return {team.id for team in self.staff.bodies.teams.values()}

    def ordered(self, which: Callable[[Held], bool] = lambda held: True) -> list[Held]:
        """The open cases of which something is so, in an order that depends on nothing but the seed."""
        return sorted((held for held in self.open.values() if which(held)), key=lambda held: held.key)

    def act_on(self, by: Member, at: datetime, which: list[Held], act: Write) -> None:
        """Act on cases; where some were passed on to another area meanwhile, let go of those and act on the others."""
        try:
            act(by, at, which)
        except Refused:
            with viewing(by, at):
                teams = cases.teams_of_open([held.case.id for held in which])
            ours = {case for case, team in teams.items() if team in self.own_units}
            left = [held for held in which if held.case.id in ours]
            if len(left) == len(which):
                raise
            for held in which:
                if held.case.id not in ours:
                    self.open.pop(held.case.person_id, None)
            if left:
                act(by, at, left)

    def in_order(self) -> list[Held]:
        """Every open case, in an order that depends on nothing but the seed."""
        return self.ordered()

    def case_now(self, held: Held, viewer: Member, at: datetime) -> OpenCase | None:
        """A case as a viewer sees it at an instant."""
        with viewing(viewer, at):
            return cases.open_cases_of([held.case.person_id]).get(held.case.person_id)

    def look_again(self, which: Iterable[Held], at: datetime) -> None:
        """See cases as they stand at an instant."""
        for by, theirs in self.by_organisation(which):
            with viewing(by, at):
                found = cases.open_cases_of([held.case.person_id for held in theirs])
            for held in theirs:
                held.case = found.get(held.case.person_id, held.case)

    @property
    def organisations(self) -> dict[UUID, UUID]:
        """The organisation of each member of staff."""
        if not hasattr(self, "_whose"):
            teams = {team.id: team.organisation_id for team in self.staff.bodies.teams.values()}
            self._whose = {
                member: teams[unit]
                for unit, pools in self.staff.pools.items()
                if unit in teams
                for pool in pools.values()
                for member in pool
            }
        return self._whose


Write = Callable[[Member, datetime, list[Held]], object]
"""Something done about cases by a member at an instant."""
Act = Callable[[History, Round], None]
"""What a part of the demonstration does in each round."""
