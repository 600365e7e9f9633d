"""How referrals to programmes that serve a step of a plan stand."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.casework.planning.rules import ServiceStands
from throughcare.foundation.kernel.days import day_of

from ..models import Enrolment
from ..rules import EnrolmentState, course_of_enrolment, programme
from ..store import come_so_far


def serving(enrolment_ids: Iterable[UUID]) -> dict[UUID, ServiceStands]:
    """How each referral stands as a step of a plan asks about it; those that the viewer does not see are left out."""
    rows = list(Enrolment.objects.filter(id__in=list(enrolment_ids)))
    come = come_so_far(rows) if rows else {}
    return {
        row.id: ServiceStands(
            programme(row.programme).name,
            course_of_enrolment(EnrolmentState(row.state), come[row.id].last_on is not None),
            row.state,
            day_of(row.sent_at),
            day_of(row.moved_at),
            come[row.id].last_on,
        )
        for row in rows
    }
