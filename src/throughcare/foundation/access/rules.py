"""Roles: what each may do and how far each reaches; kinds of organisation."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from uuid import UUID

from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused


class OrganisationKind(StrEnum):
    """What an organisation is, in the service's words."""

    COURT = "court"
    NATIONAL_COMMISSIONER = "national commissioner"
    REGIONAL_COMMISSIONER = "regional commissioner"
    LOCAL_COMMISSIONER = "local commissioner"
    PUBLIC_PROBATION = "public probation provider"
    COMMUNITY_PROVIDER = "community provider"
    PRISON = "prison"
    POLICE = "police"
    LOCAL_AUTHORITY = "local authority"
    HEALTH_COMMISSIONER = "health commissioner"
    YOUTH_OFFENDING_TEAM = "youth offending team"
    POLICE_AND_CRIME_COMMISSIONER = "police and crime commissioner"
    ADVISORY_PANEL = "local advisory panel"
    ELECTRONIC_MONITORING = "electronic monitoring provider"
    VICTIM_UNIT = "victim unit"
    INSPECTORATE = "inspectorate"
    SYSTEM = "system"


class Sector(StrEnum):
    """Who owns an organisation."""

    PUBLIC = "public"
    PRIVATE = "private"
    VOLUNTARY = "voluntary"
    MUTUAL = "mutual"


class Reach(StrEnum):
    """Which units' grants a role reads by."""

    OWN_UNIT = "own unit"
    UNIT_AND_BELOW = "unit and below"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Role:
    """A role: what it is for, what it may do, and how far it reaches."""

    name: str
    purpose: str
    may: frozenset[May]
    reach: Reach = Reach.OWN_UNIT


def _roles() -> dict[str, Role]:
    """The roles of ``roles.csv``: a column for each role, a row for its purpose, its reach and each permission.

    Refused when a permission has no row, a row names no permission or has not a cell for each role, or a cell says anything but
    yes or nothing.
    """
    rows = list(csv.reader((resources.files(__package__) / "roles.csv").read_text().splitlines()))
    (_, *names), (_, *purposes), (_, *reaches), *lines = rows
    held: dict[str, set[May]] = {name: set() for name in names}
    for permission, *cells in lines:
        if len(cells) != len(names):
            raise Refused(f"roles.csv, {permission}: {len(cells)} cells for {len(names)} roles.")
        for name, cell in zip(names, cells, strict=True):
            if cell not in {"", "yes"}:
                raise Refused(f"roles.csv, {permission}, {name}: write yes or leave it empty, not “{cell}”.")
            if cell:
                held[name].add(May[permission])
    if missing := set(May) - {May[line[0]] for line in lines}:
        raise Refused(f"roles.csv has no row for {', '.join(sorted(p.name for p in missing))}.")
    return {
        name: Role(name, purpose, frozenset(held[name]), Reach(reach))
        for name, purpose, reach in zip(names, purposes, reaches, strict=True)
    }


ROLES: dict[str, Role] = _roles()


@dataclass(frozen=True)
class Member:
    """Somebody, or a service, acting for one unit in one role."""

    id: UUID
    name: str
    role: str
    unit_id: UUID
    organisation_id: UUID
    unit_name: str = ""
    organisation_name: str = ""
    account_id: UUID | None = field(default=None, compare=False)

    @property
    def permissions(self) -> frozenset[May]:
        """What the member's role may do."""
        return ROLES[self.role].may

    def may(self, permission: May) -> bool:
        """Whether the member's role carries a permission."""
        return permission in self.permissions


def check_may(member: Member, permission: May) -> None:
    """Refuse, naming the role and what it lacks, unless the member may do this."""
    if not member.may(permission):
        article = "An" if member.role[0] in "aeiou" else "A"
        raise Refused(f"{article} {member.role} may not {permission.value}.")
