"""Tells members what ended for them, also where they may see the person no longer: roles, sight, transfers answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns

from ..rules import TransferState


@dataclass(frozen=True)
class RoleLost:
    """A role that the viewer no longer holds: whose, which, when and why it ended, who holds it now, and the team then.

    ``initials`` is None where the viewer may see the person, and empty where not even initials may be told; ``now`` is empty
    where nobody holds the role, or the viewer may not know.
    """

    person_id: UUID
    initials: str | None
    kind: str
    at: datetime
    because: str
    now: str
    team: str


def roles_lost(*, since: datetime, until: datetime, most: int = 15) -> list[RoleLost]:
    """The viewer's roles that ended from one instant to another, of the last seven days, the latest first; two questions."""
    rows = _told("SELECT * FROM supervision_roles_i_lost(%s, %s, %s)", [since, until, most])
    names = access.member_names({holder for *_, holder, _ in rows if holder})
    concerns(person for person, *_ in rows)
    return [
        RoleLost(person, initials, kind, at, because, names.get(holder, "") if holder else "", team or "")
        for person, initials, kind, at, because, holder, team in rows
    ]


@dataclass(frozen=True)
class RolesUnseen:
    """The roles of a kind that the viewer still holds, of how many people whom they may see no longer, and since when."""

    kind: str
    people: int
    since: datetime | None


def roles_out_of_sight() -> list[RolesUnseen]:
    """What the viewer holds without sight of the person, for what let their team see has ended; one question."""
    return [RolesUnseen(*row) for row in _told("SELECT * FROM supervision_roles_out_of_sight()", [])]


@dataclass(frozen=True)
class OfferSettled:
    """What became of a transfer that concerns the viewer's team, at another's hands: of whom, with which team, when, why."""

    transfer_id: UUID
    person_id: UUID
    initials: str | None
    state: TransferState
    team: str
    at: datetime
    answer: str


def offers_settled(*, since: datetime, until: datetime, most: int = 15) -> list[OfferSettled]:
    """The transfers that others answered, took back or ended from one instant to another, of the last seven days."""
    rows = _told("SELECT * FROM supervision_offers_settled(%s, %s, %s)", [since, until, most])
    concerns(row[1] for row in rows)
    return [
        OfferSettled(id, person, initials, TransferState(state), team or "", at, answer)
        for id, person, initials, state, team, at, answer in rows
    ]


@dataclass(frozen=True)
class CasesLeft:
    """How many cases left teams that the viewer leads for another, why, and when the last did."""

    team: str
    because: str
    people: int
    at: datetime


def cases_left(*, since: datetime, until: datetime) -> list[CasesLeft]:
    """What left the viewer's teams by no transfer of theirs: another model, another address, a merge; one question."""
    return [CasesLeft(*row) for row in _told("SELECT * FROM supervision_cases_left(%s, %s)", [since, until])]


def _told(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
