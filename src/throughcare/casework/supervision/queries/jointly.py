"""Tells: with whom the viewer's units work jointly, as another body's."""

from __future__ import annotations

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
