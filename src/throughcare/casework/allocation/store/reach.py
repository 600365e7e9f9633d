"""Tells whose units a member may allocate for, and which of them were considered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused

from ..rules.reach import UnitSeen, units_seen
from .gathering import AtWork


def may_allocate_for(unit_id: UUID) -> list[tuple[UUID, str]]:
    """The units whose staff a member of a unit may be given cases to: it and all beneath it, by name."""
    below = access.units(access.units_below(unit_id))
    return sorted(((row.id, row.name) for row in below.values()), key=lambda pair: (pair[1], pair[0]))


def units_chosen(unit_id: UUID, asked: Sequence[UUID] | None) -> list[UUID]:
    """The units to consider: those asked for, or all that may be; refused when one is not theirs to allocate for."""
    below = access.units_below(unit_id)
    if asked is None:
        return below
    if not asked:
        raise Refused("Choose at least one team whose staff are to be considered.", field="unit_ids")
    if not set(asked) <= set(below):
        raise Refused("One of those teams is not yours to allocate for.", field="unit_ids")
    return list(dict.fromkeys(asked))


def reach_of(
    by: Member, unit_id: UUID, chosen: Sequence[UUID], staff: Iterable[AtWork]
) -> tuple[UnitSeen, ...]:
    """Every unit of a member's organisation: whether its staff were considered, and why not."""
    names = {str(row.id): row.name for row in access.units_of(by.organisation_id)}
    at_work = Counter(str(one.member.unit_id) for one in staff)
    below = {str(one) for one in access.units_below(unit_id)}
    return units_seen(names, below=below, chosen={str(one) for one in chosen}, staff=at_work)
