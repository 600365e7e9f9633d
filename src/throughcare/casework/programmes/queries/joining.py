"""Which groups somebody who waits may join, each with what stands against it where something does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Finding
from throughcare.foundation.kernel.days import day_of

from ..models import Enrolment, Group
from ..rules import Joining, against_joining, may_rejoin
from ..store import come_so_far, group_stands
from .groups import GroupLine, group_lines


@dataclass(frozen=True)
class GroupOffered:
    """A group held against somebody who waits; ``against`` is empty where they may have a place."""

    line: GroupLine
    against: tuple[Finding, ...]


def groups_for(enrolment_id: UUID, *, at: datetime) -> list[GroupOffered]:
    """The groups of the programme that the delivering organisation has under way or planned, those that can be joined first."""
    row = Enrolment.objects.filter(id=enrolment_id).first()
    there = access.units([row.to_unit]).get(row.to_unit) if row else None
    if row is None or there is None:
        return []
    come, on = come_so_far([row])[row.id], day_of(at)
    goes_on = come.last_on is None or may_rejoin(come.last_on, on)
    sex = people.traits_of([row.person_id])[row.person_id].sex
    who = Joining(sex, come.progress.done if goes_on else frozenset(), on)
    rows = list(
        Group.objects.filter(organisation_id=there.organisation_id, programme=row.programme, ended_at=None)
    )
    found = [
        GroupOffered(line, against_joining(group_stands(group, at=at), who))
        for group, line in zip(rows, group_lines(rows, at), strict=True)
        if not line.is_over or line.next_at is not None
    ]
    return sorted(
        found, key=lambda one: (bool(one.against), one.line.next_at or one.line.last_at, one.line.code)
    )
