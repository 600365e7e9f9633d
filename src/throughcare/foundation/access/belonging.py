"""Members, their units and the bodies those are of: each told in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from .asked_once import once_for_each
from .gathered import Gathered, Rows, gather
from .models import Membership, Organisation, Unit
from .rules import Member


def as_member(row: Membership) -> Member:
    """A membership, read with its unit and that one's organisation, as rules know it."""
    return Member(
        id=row.id,
        name=row.name,
        role=row.role,
        unit_id=row.unit_id,
        organisation_id=row.unit.organisation_id,
        unit_name=row.unit.name,
        organisation_name=row.unit.organisation.name,
        account_id=row.account_id,
    )


_ONE = "SELECT m.unit_id FROM access_membership m WHERE m.id = %(member)s::uuid"
_HAT = Rows(Membership, "id = %(member)s::uuid AND during @> %(at)s::timestamptz", "id")
_ITS_UNIT = Rows(Unit, f"id IN ({_ONE})", "id")
_ITS_BODY = Rows(
    Organisation, f"id IN (SELECT u.organisation_id FROM access_unit u WHERE u.id IN ({_ONE}))", "id"
)


def member(membership_id: UUID, *, at: datetime) -> Member | None:
    """One member, if their membership is in force at an instant."""
    read = gather((_HAT, _ITS_UNIT, _ITS_BODY), member=membership_id, at=at)
    row = next(iter(read.of(_HAT)), None)
    if row is None:
        return None
    [row.unit], [row.unit.organisation] = read.of(_ITS_UNIT), read.of(_ITS_BODY)
    return as_member(row)


_UNITS = Rows(Unit, "id = ANY (%(units)s::uuid[])", "id")
_BODIES = Rows(
    Organisation,
    "id IN (SELECT u.organisation_id FROM access_unit u WHERE u.id = ANY (%(units)s::uuid[]))",
    "id",
)
_MEMBERS = Rows(Membership, "id = ANY (%(members)s::uuid[])", "id")


@once_for_each
def units(unit_ids: Iterable[UUID]) -> dict[UUID, Unit]:
    """Units by id, with their organisations; one question."""
    return _with_bodies(gather((_UNITS, _BODIES), units=list(unit_ids)))


def _with_bodies(read: Gathered) -> dict[UUID, Unit]:
    bodies = {row.id: row for row in read.of(_BODIES)}
    for row in read.of(_UNITS):
        row.organisation = bodies[row.organisation_id]
    return {row.id: row for row in read.of(_UNITS)}


def names_and_units(
    member_ids: Iterable[UUID], unit_ids: Iterable[UUID]
) -> tuple[dict[UUID, str], dict[UUID, Unit]]:
    """Members' names by membership, whether in force or not, and units by id with their organisations; one question."""
    read = gather((_MEMBERS, _UNITS, _BODIES), members=list(member_ids), units=list(unit_ids))
    return {row.id: row.name for row in read.of(_MEMBERS)}, _with_bodies(read)


@once_for_each
def member_names(member_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Members' names by membership, whether in force or not."""
    return dict(Membership.objects.filter(id__in=list(member_ids)).values_list("id", "name"))


def is_me(member_id: UUID) -> bool:
    """Whether a membership is the viewer's own, under this hat or another: asked wherever somebody else has to do a thing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_is_me(%s)", [member_id])
        [(mine,)] = cursor.fetchall()
    return bool(mine)
