"""Tells: with whom units of another body work jointly: the viewer's, or anybody's."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.operating_model.rules import Cohort

from ..models import JointWork


def shared_people(by: Member, cohort: Cohort) -> set[UUID]:
    """With whom a member's units work jointly now for a cohort, as another body's: ids alone, so nobody has been looked at; one question."""
    rows = JointWork.objects.filter(
        cohort=cohort.value, during__upper_inf=True, unit_id__in=access.units_below(by.unit_id)
    )
    return set(rows.values_list("person_id", flat=True))


def units_working_on(person_ids: Iterable[UUID], cohort: Cohort) -> dict[UUID, set[UUID]]:
    """Which units of other bodies work jointly now with each of these people for a cohort; one question."""
    rows = JointWork.objects.filter(
        cohort=cohort.value, during__upper_inf=True, person_id__in=list(person_ids)
    )
    found: dict[UUID, set[UUID]] = {}
    for person, unit in rows.values_list("person_id", "unit_id"):
        found.setdefault(person, set()).add(unit)
    return found
