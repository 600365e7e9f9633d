"""The organisations of the demonstration, the bodies they are appointed as, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from throughcare.casework.courts.actions import serve_courts
from throughcare.casework.supervision.actions import draw_catchments
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.parts import purposes
from throughcare.foundation.access.rules import Member, OrganisationKind, Sector
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    BodyKind,
    Function,
    OperatingModel,
    preset,
    preset_text,
)

from .places import COUNTRY, Trust, offices

K, B = OrganisationKind, BodyKind
NATIONAL_MODEL: Final = "england-and-wales-2021"
WHAT_IF: Final = {
    "durham-tees-valley-2012": "A what-if: in this demonstration the trust's proposal of 2012 is in force here."
}
_OTHER_WHAT_IF: Final = "A what-if: in this demonstration this model is in force here."
_MANAGING = (
    Function.OFFENDER_MANAGEMENT,
    Function.SUPERVISION,
    Function.RESPONSIBLE_OFFICER,
    Function.CUSTODY_MANAGEMENT,
)
_NATIONAL: Final = {
    B.SECRETARY_OF_STATE: (K.NATIONAL_COMMISSIONER, "Ministry of Justice"),
    B.NATIONAL_COMMISSIONER: (K.NATIONAL_COMMISSIONER, "National commissioner of offender services"),
    B.STANDARDS_BODY: (K.NATIONAL_COMMISSIONER, "Probation training and standards body"),
    B.INSPECTORATE: (K.INSPECTORATE, "Inspectorate of Probation"),
    B.ELECTRONIC_MONITORING_PROVIDER: (K.ELECTRONIC_MONITORING, "Monitoring contractor"),
}
_OF_AREA: Final = {
    B.REGIONAL_COMMISSIONER: (K.REGIONAL_COMMISSIONER, "{area} regional commissioner", "Regional office"),
    B.LOCAL_COMMISSIONER: (K.LOCAL_COMMISSIONER, "{area} commissioning body", "Commissioning team"),
    B.PRISON: (K.PRISON, "{area} prisons", "Offender management unit"),
    B.COURT: (K.COURT, "{area} courts", "Bench"),
    B.HEALTH_COMMISSIONER: (K.HEALTH_COMMISSIONER, "{area} health commissioners", "Justice health team"),
    B.YOUTH_OFFENDING_TEAM: (K.YOUTH_OFFENDING_TEAM, "{area} youth offending teams", "Youth offending team"),
    B.ADVISORY_PANEL: (K.ADVISORY_PANEL, "{area} local advisory panel", "Panel"),
    B.VICTIM_UNIT: (K.VICTIM_UNIT, "{area} victim contact unit", "Victim contact team"),
}
_PARTNERS: Final = (
    (B.POLICE, "integrated offender management", "Protocol on integrated offender management"),
    (B.VICTIM_UNIT, "victim contact", "Domestic Violence, Crime and Victims Act 2004, sections 35 to 45"),
)
# The protocol names disruption: no agreement opens it otherwise.
_OPENS: Final = {"integrated offender management": purposes()["integrated offender management"].at_most}
_PUBLIC_NAMES: Final = {
    "transforming-rehabilitation-2014": "National Probation Service, {area}",
    "england-and-wales-2021": "Probation Service, {area}",
    "nacro-2012": "{area} Offender Management Service",
}


@dataclass
class Team:
    """A unit that holds cases: whose it is, what it is called and which area it serves."""

    id: UUID
    organisation_id: UUID
    name: str
    area: str
    above: UUID


@dataclass
class Bodies:
    """What was made for one trust area."""

    trust: Trust
    organisations: dict[BodyKind, UUID] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    heads: dict[UUID, UUID] = field(default_factory=dict)
    units: dict[BodyKind, UUID] = field(default_factory=dict)
    teams: dict[tuple[UUID, str], Team] = field(default_factory=dict)
    delivery_units: dict[str, UUID] = field(default_factory=dict)
    court_team: UUID = field(default=UUID(int=0))
    public: UUID = field(default=UUID(int=0))
    victim_team: UUID = field(default=UUID(int=0))
    """Where victims are kept told from: the victim unit where the model has one, else a team of the public service."""


@dataclass
class Founding:
    """Makes organisations and units, one action each."""

    by: Member
    at: datetime
    model: OperatingModel
    adopted: dict[str, UUID] = field(default_factory=dict)
    national: dict[BodyKind, UUID] = field(default_factory=dict)
    national_units: dict[BodyKind, UUID] = field(default_factory=dict)

    def organisation(self, kind: OrganisationKind, name: str, sector: Sector = Sector.PUBLIC) -> UUID:
        """A body."""
        return access.record_organisation(by=self.by, at=self.at, name=name, kind=kind, sector=sector)

    def unit(
        self, organisation: UUID, name: str, kind: str, above: UUID | None = None, area: str = ""
    ) -> UUID:
        """A part of one, at the real office of its area where there is one."""
        office = offices().get(area, {})
        return access.record_unit(
            by=self.by,
            at=self.at,
            organisation_id=organisation,
            name=name,
            kind=kind,
            parent_id=above,
            area_code=area,
            address=office.get("address", ""),
            postcode=office.get("postcode", ""),
        )

    def appoint(self, area: str, body: BodyKind, organisation: UUID) -> None:
        """Appoint a body where the model knows it."""
        if body in self.model.bodies:
            models.appoint_body(
                by=self.by, at=self.at, area=area, body=body, organisation_id=organisation, start=self.start
            )

    @property
    def start(self) -> date:
        """The first day of the model and of every appointment."""
        return day_of(self.at)

    def under(self, model: str) -> Founding:
        """The same founder of the same country, for an area under a model."""
        return replace(self, model=preset(model))

    def country(self, asked: OperatingModel) -> None:
        """England and Wales under its own model, every preset ready to be adopted, and the bodies there is one of."""
        models.record_area(by=self.by, at=self.at, code=COUNTRY, name="England and Wales")
        for name in PRESETS:
            self.adopted[name] = models.adopt_model(by=self.by, at=self.at, text=preset_text(name))
        self._put_in_force(COUNTRY, "The service as it is.")
        for body, (kind, name) in _NATIONAL.items():
            sector = Sector.PRIVATE if kind is K.ELECTRONIC_MONITORING else Sector.PUBLIC
            self.national[body] = self.organisation(kind, name, sector)
            self.national_units[body] = self.unit(self.national[body], name, "office")
            for model in (self.model, asked):
                if body in model.bodies:
                    models.appoint_body(
                        by=self.by, at=self.at, area=COUNTRY, body=body,
                        organisation_id=self.national[body], start=self.start,
                    )  # fmt: skip
                    break

    def _put_in_force(self, area: str, because: str) -> None:
        models.put_model_in_force(
            by=self.by,
            at=self.at,
            area=area,
            model_id=self.adopted[self.model.name],
            start=self.start,
            because=because,
        )

    def area(self, trust: Trust) -> Bodies:
        """A trust area with its local authorities and every body in it."""
        models.record_area(by=self.by, at=self.at, code=trust.code, name=trust.name, parent=COUNTRY)
        for local in trust.locals:
            models.record_area(by=self.by, at=self.at, code=local.code, name=local.name, parent=trust.code)
        if self.model.name != NATIONAL_MODEL:
            self._put_in_force(trust.code, WHAT_IF.get(self.model.name, _OTHER_WHAT_IF))
        made = Bodies(trust, dict(self.national), units=dict(self.national_units))
        self._public(made)
        self._community(made)
        for body, (kind, name, unit) in _OF_AREA.items():
            made.organisations[body] = self.organisation(kind, name.format(area=trust.name))
            made.names[made.organisations[body]] = name.format(area=trust.name)
            made.units[body] = self.unit(made.organisations[body], unit, "office")
            made.heads[made.organisations[body]] = made.units[body]
            self.appoint(trust.code, body, made.organisations[body])
        self._victims(made)
        self._forces(made)
        self._prisons(made)
        self._share(made)
        return made

    def _victims(self, made: Bodies) -> None:
        made.victim_team = made.units[B.VICTIM_UNIT]
        if B.VICTIM_UNIT not in self.model.bodies:
            head = made.heads[made.public]
            made.victim_team = self.unit(made.public, "Victim contact team", "office", head)

    def _public(self, made: Bodies) -> None:
        trust = made.trust
        name = _PUBLIC_NAMES.get(self.model.name, "{area} Probation Trust").format(area=trust.name)
        made.public = self.organisation(K.PUBLIC_PROBATION, name)
        made.names[made.public] = name
        made.organisations |= {B.TRUST: made.public, B.PUBLIC_PROVIDER: made.public}
        head = made.heads[made.public] = self.unit(made.public, "Head office", "head office")
        made.units[B.TRUST] = made.units[B.PUBLIC_PROVIDER] = head
        made.court_team = self.unit(made.public, f"{trust.name} court team", "court team", head)
        codes = [*trust.magistrates, *trust.crown]
        serve_courts(by=self.by, at=self.at, unit_id=made.court_team, court_codes=codes)
        for body in (B.TRUST, B.PUBLIC_PROVIDER):
            self.appoint(trust.code, body, made.public)
        for local in trust.locals:
            unit = self.unit(
                made.public, f"{local.name} local delivery unit", "local delivery unit", head, local.code
            )
            made.delivery_units[local.code] = unit
            self._team(made, made.public, f"{local.name} offender management team", local.code, unit)
        self._draw(made, made.public)

    def _community(self, made: Bodies) -> None:
        name = f"{made.trust.name} Community Partnership"
        provider = self.organisation(K.COMMUNITY_PROVIDER, name, Sector.MUTUAL)
        made.names[provider] = name
        made.organisations |= {B.COMPETED: provider, B.COMMUNITY_PROVIDER: provider}
        head = made.heads[provider] = self.unit(provider, "Partnership office", "head office")
        made.units[B.COMPETED] = made.units[B.COMMUNITY_PROVIDER] = head
        for body in (B.COMPETED, B.COMMUNITY_PROVIDER):
            self.appoint(made.trust.code, body, provider)
        for local in made.trust.locals:
            self._team(made, provider, f"{local.name} community team", local.code, head)
        self._draw(made, provider)

    def _prisons(self, made: Bodies) -> None:
        prison = made.organisations[B.PRISON]
        for local in made.trust.locals:
            key = (prison, local.code)
            made.teams[key] = Team(
                made.units[B.PRISON], prison, "Offender management unit", local.code, made.units[B.PRISON]
            )
        self._draw(made, prison)

    def _team(self, made: Bodies, organisation: UUID, name: str, area: str, above: UUID) -> None:
        id = self.unit(organisation, name, "team", above, area)
        made.teams[organisation, area] = Team(id, organisation, name, area, above)

    def _draw(self, made: Bodies, organisation: UUID) -> None:
        teams = {area: team.id for (whose, area), team in made.teams.items() if whose == organisation}
        draw_catchments(by=self.by, at=self.at, teams=teams)

    def _forces(self, made: Bodies) -> None:
        """The police, the police and crime commissioner and the authority of each local area."""
        police: dict[str, tuple[UUID, UUID]] = {}
        for local in made.trust.locals:
            if local.police not in police:
                police[local.police] = self._force(made, local.police)
            council = self.organisation(K.LOCAL_AUTHORITY, f"{local.name} council")
            made.units.setdefault(
                B.LOCAL_AUTHORITY,
                self.unit(council, "Community safety partnership", "office", area=local.code),
            )
            made.organisations.setdefault(B.LOCAL_AUTHORITY, council)
            for body, id in (
                (B.POLICE, police[local.police][0]),
                (B.POLICE_AND_CRIME_COMMISSIONER, police[local.police][1]),
                (B.LOCAL_AUTHORITY, council),
            ):
                self.appoint(local.code, body, id)

    def _force(self, made: Bodies, force: str) -> tuple[UUID, UUID]:
        constabulary = self.organisation(K.POLICE, f"{force} police, {made.trust.name}")
        commissioner = self.organisation(
            K.POLICE_AND_CRIME_COMMISSIONER, f"{force} police and crime commissioner, {made.trust.name}"
        )
        made.organisations.setdefault(B.POLICE, constabulary)
        made.organisations.setdefault(B.POLICE_AND_CRIME_COMMISSIONER, commissioner)
        made.units.setdefault(
            B.POLICE, self.unit(constabulary, "Integrated offender management team", "team")
        )
        made.units.setdefault(
            B.POLICE_AND_CRIME_COMMISSIONER, self.unit(commissioner, "Commissioner's office", "office")
        )
        return constabulary, commissioner

    def _share(self, made: Bodies) -> None:
        """Agreements between those who manage, and the walls that the model raises between records."""
        managing = self.managing(made)
        for one in managing:
            for other in managing:
                for purpose in ("supervision", "transfer") if one != other else ():
                    access.agree_to_share(
                        by=self.by,
                        at=self.at,
                        shared_by=one,
                        shared_with=other,
                        purpose=purpose,
                        basis=f"Protocol under “{self.model.title}”",
                    )
        for one in managing:
            for body, purpose, basis in _PARTNERS:
                access.agree_to_share(
                    by=self.by,
                    at=self.at,
                    shared_by=one,
                    shared_with=made.organisations[body],
                    purpose=purpose,
                    basis=basis,
                    parts=_OPENS.get(purpose),
                )
        for wall in self.model.walls.value.standing:
            sides = sorted({made.organisations[body] for body in wall.between if body in made.organisations})
            if wall.of.value == "records" and len(sides) == 2:
                access.raise_wall(
                    by=self.by,
                    at=self.at,
                    one_side=sides[0],
                    other_side=sides[1],
                    basis=str(self.model.walls.ground),
                )

    def managing(self, made: Bodies) -> list[UUID]:
        """The organisations that may manage or supervise anybody under the model."""
        bodies = {line.held_by for function in _MANAGING for line in self.model.functions[function]}
        found = {made.organisations[body] for body in bodies if body in made.organisations}
        return sorted(found, key=lambda id: made.names.get(id, ""))
