"""Joint work begun by the service itself, where something came to be since a cohort was recorded that calls for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.operating_model.rules import BodyKind, Cohort

from ..rules.joint import PARTNERSHIPS
from ..store.steps import Atlas


@action(Permission.MOVE_CASES)
def begin_joint_work(*, by: Member, at: datetime) -> int:
    """Begin the joint work that open cases call for and that nobody has begun; returns of how many people. Safe to repeat.

    An agreement made, a partner appointed or a team named after a cohort was recorded opens what one made before would have.
    """
    begun: list[UUID] = []
    for cohort, unit, cases in _called_for(Atlas(at)):
        partnership = PARTNERSHIPS[cohort]
        said = [cases, cohort.value, partnership.purpose, unit, partnership.cause]
        with connection.cursor() as cursor:
            cursor.execute("SELECT supervision_begin_jointly(%s, %s, %s, %s, %s)", said)
            begun += [person for (person,) in cursor.fetchall()]
    concerns(begun)
    add_to_line(begun=len(begun))
    return len(begun)


def is_called_for(at: datetime) -> bool:
    """Whether any joint work is called for that does not run, for the service alone to ask."""
    return next(_called_for(Atlas(at)), None) is not None


def _called_for(atlas: Atlas) -> Iterator[tuple[Cohort, UUID, list[UUID]]]:
    """Each cohort with the team of a partner and the cases that it is to work on."""
    for cohort, partnership in PARTNERSHIPS.items():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM supervision_called_for(%s, %s)", [cohort.value, partnership.purpose]
            )
            rows = cursor.fetchall()
        cases: dict[UUID, list[UUID]] = defaultdict(list)
        for case, area, answers, shared_with in rows:
            unit = partner_team(atlas, area, partnership.body, answers)
            if unit is not None and unit[0] == shared_with:
                cases[unit[1]].append(case)
        yield from ((cohort, unit, found) for unit, found in cases.items())


def partner_team(atlas: Atlas, area: str, body: BodyKind, answers: UUID) -> tuple[UUID, UUID] | None:
    """The organisation that is a partner in an area and its team there; None where none is, or where it answers itself."""
    partner = atlas.holders(area).appointed.get((body, ""))
    unit = atlas.team(area, partner) if partner is not None else None
    return (partner, unit) if partner is not None and unit is not None and partner != answers else None
