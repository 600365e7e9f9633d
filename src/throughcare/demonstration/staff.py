"""The people who work in the demonstration, and who among them takes the next case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from math import ceil
from random import Random
from uuid import UUID

from throughcare.casework.supervision.rules import TenureKind
from throughcare.evidence.population.names import family_name, first_names, luck_of
from throughcare.evidence.population.rates import ethnicity, rates, share
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries
from throughcare.foundation.access.rules import Member
from throughcare.foundation.operating_model.rules import BodyKind

from .accounts import SignIn, new_sign_in, open_account
from .bodies import Bodies, Team

OPEN_SHARE = 0.5
HOME_LOCAL = "E06000002"
_SUPERVISORS = (
    "probation services officer",
    "provider worker",
    "offender manager",
    "prison offender manager",
)
_MANAGERS = ("offender manager", "provider worker", "prison offender manager", "probation services officer")


class SignsIn(Enum):
    """Who of an area's staff has an account to sign in with."""

    NOBODY = "nobody"
    DAY_TO_DAY = "whoever deals with people day by day"
    EVERY_ROLE = "every role"


@dataclass
class Staff:
    """Everybody who works in one trust area."""

    by: Member
    at: datetime
    bodies: Bodies
    random: Random
    pools: dict[UUID, dict[str, list[UUID]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    leads: dict[UUID, Member] = field(default_factory=dict)
    services: dict[UUID, Member] = field(default_factory=dict)
    court_service: Member = field(init=False)
    signs_in: SignsIn = SignsIn.NOBODY
    sign_ins: list[SignIn] = field(default_factory=list)
    names: dict[UUID, str] = field(default_factory=dict)
    next_one: dict[tuple[UUID, str], int] = field(default_factory=lambda: defaultdict(int))
    taken: set[str] = field(default_factory=set)

    def hire(self, people: int, *, sign_ins: SignsIn) -> None:
        """Fill every team in number fit for the caseload, and give the sign-in accounts their places."""
        self.signs_in = sign_ins
        trust, public = self.bodies.trust, self.bodies.public
        self.court_service = self._service(self.bodies.court_team, "Court results service")
        for organisation, head in self.bodies.heads.items():
            self.services[organisation] = self._service(head, "Records service")
        self._sign_ins()
        for local in trust.locals:
            expected = people * OPEN_SHARE * local.residents / trust.residents
            self._delivery_unit(self.bodies.teams[public, local.code], expected)
            self._community_team(self.bodies.teams[self._provider, local.code], expected)
        self._fill(self.bodies.units[BodyKind.PRISON], "prison offender manager", 2 + people // 2000)
        self._fill(self.bodies.court_team, "court officer", 2 + people // 5000)
        if sign_ins is SignsIn.EVERY_ROLE:  # somebody who checks what another writes to a victim
            self._fill(self.bodies.victim_team, "victim liaison officer", 2)

    @property
    def _provider(self) -> UUID:
        return self.bodies.organisations[BodyKind.COMPETED]

    def _delivery_unit(self, team: Team, expected: float) -> None:
        managers = max(4, ceil(expected / share("cases_each")))
        weights = rates()["officers_to_service_officers"]["weights"]
        officers = max(2, round(managers * weights["offender manager"] / sum(weights.values())))
        self._lead(team.above, "head of delivery unit", 1)
        self._lead(team.id, "senior probation officer", 2)
        self._fill(team.id, "offender manager", officers)
        self._fill(team.id, "probation services officer", max(1, managers - officers))
        self._fill(team.id, "case administrator", 1)

    def _community_team(self, team: Team, expected: float) -> None:
        self._lead(team.id, "provider lead", 1)
        self._fill(team.id, "provider worker", max(2, ceil(expected * 0.6 / share("cases_each"))))

    def _lead(self, unit: UUID, role: str, how_many: int) -> None:
        self._fill(unit, role, how_many)
        first = self.pools[unit][role][0]
        found = queries.member(first, at=self.at)
        if found is not None:
            self.leads[unit] = found

    def _fill(self, unit: UUID, role: str, wanted: int) -> None:
        while len(self.pools[unit][role]) < wanted:
            name = self._name()
            account = access.make_account(
                by=self.by, at=self.at, email=self._email(name), name=name, password=None
            )
            self._join(unit, role, name, account)

    def _join(self, unit: UUID, role: str, name: str, account: UUID | None) -> UUID:
        made = access.add_member(
            by=self.by, at=self.at, unit_id=unit, role=role, name=name, account_id=account
        )
        self.pools[unit][role].append(made)
        self.names[made] = name
        return made

    def _service(self, unit: UUID, name: str) -> Member:
        made = access.add_member(
            by=self.by, at=self.at, unit_id=unit, role="service", name=name, account_id=None
        )
        found = queries.member(made, at=self.at)
        assert found is not None
        return found

    def _name(self) -> str:
        while True:
            sex = "F" if self.random.random() < 0.7 else "M"
            group = ethnicity(self.bodies.trust.name).draw(self.random)
            luck, more = luck_of(self.random), luck_of(self.random)
            name = f"{first_names(luck, sex, group)[0]} {family_name(more, group)}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def _email(self, name: str) -> str:
        local = re.sub(r"[^a-z]+", ".", name.lower())
        return f"{local}@{self.bodies.trust.code.lower()}.staff.example"

    def _sign_ins(self) -> None:
        area = "" if self.signs_in is SignsIn.EVERY_ROLE else self.bodies.trust.name
        for role, unit in self._places():
            name = self._name()
            new = new_sign_in(role, name, len([s for s in self.sign_ins if s.role == role]), area)
            account = open_account(new, by=self.by, at=self.at)
            self._join(unit, role, name, account)
            self.sign_ins.append(new)

    @property
    def _home(self) -> str:
        codes = [local.code for local in self.bodies.trust.locals]
        return HOME_LOCAL if HOME_LOCAL in codes else codes[0]

    def _places(self) -> Sequence[tuple[str, UUID]]:
        if self.signs_in is SignsIn.NOBODY:
            return []
        return self._every_place() if self.signs_in is SignsIn.EVERY_ROLE else self._day_to_day()

    def _day_to_day(self) -> Sequence[tuple[str, UUID]]:
        """Where those sign in who deal with people day by day."""
        bodies = self.bodies
        team, provider = (bodies.teams[whose, self._home].id for whose in (bodies.public, self._provider))
        return [
            ("offender manager", team),
            ("probation services officer", team),
            ("senior probation officer", team),
            ("court officer", bodies.court_team),
            ("provider worker", provider),
            ("provider lead", provider),
        ]

    def _every_place(self) -> Sequence[tuple[str, UUID]]:
        bodies, home = self.bodies, self._home
        codes = [local.code for local in bodies.trust.locals]
        other = next((code for code in reversed(codes) if code != home), home)
        team = bodies.teams[bodies.public, home]
        provider = bodies.teams[self._provider, home]
        head = bodies.heads[bodies.public]
        return [
            ("offender manager", team.id),
            ("probation services officer", team.id),
            ("senior probation officer", team.id),
            ("senior probation officer", bodies.teams[bodies.public, other].id),
            ("head of delivery unit", team.above),
            ("case administrator", team.id),
            ("court officer", bodies.court_team),
            ("sentencer", bodies.units[BodyKind.COURT]),
            ("prison offender manager", bodies.units[BodyKind.PRISON]),
            ("provider worker", provider.id),
            ("provider lead", provider.id),
            ("commissioner", bodies.units[BodyKind.LOCAL_COMMISSIONER]),
            ("finance officer", bodies.units[BodyKind.LOCAL_COMMISSIONER]),
            ("victim liaison officer", bodies.victim_team),
            ("police partner", bodies.units[BodyKind.POLICE]),
            ("public protection chair", team.above),
            ("terrorism risk officer", bodies.units[BodyKind.POLICE]),
            ("analyst", head),
            ("needs analyst", bodies.units[BodyKind.LOCAL_COMMISSIONER]),
            ("inspector", bodies.units[BodyKind.INSPECTORATE]),
            ("administrator", head),
            ("evaluator", bodies.units[BodyKind.LOCAL_COMMISSIONER]),
            ("moderator", bodies.units[BodyKind.LOCAL_COMMISSIONER]),
        ]

    @property
    def home_team(self) -> UUID:
        """The team in which officer and senior sign in, in an area that has accounts."""
        return self.bodies.teams[self.bodies.public, self._home].id if self.sign_ins else UUID(int=0)

    def signed_in(self, role: str, at: datetime) -> Member | None:
        """The member who signs in by a role; None in an area without sign-in accounts."""
        found = next((one for one in self.sign_ins if one.role == role), None)
        return queries.memberships_of_email(found.email, at=at)[0] if found else None

    def who_takes(self, kind: TenureKind, unit: UUID) -> UUID | None:
        """The next member of a team who may take a role, in turn; None when the team has nobody."""
        order = _SUPERVISORS if kind is TenureKind.SUPERVISOR else _MANAGERS
        for role in order:
            pool = self.pools[unit][role] if unit in self.pools else []
            if pool:
                turn = self.next_one[unit, role]
                self.next_one[unit, role] = turn + 1
                return pool[turn % len(pool)]
        return None
