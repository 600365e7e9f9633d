"""Joint work: a person of a cohort, and the unit of another body that works with them too."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import Cause, PersonWall, Written
from throughcare.foundation.kernel import new_id

from ..rules.joint import PARTNERSHIPS
from .case import Case
from .held_true import MINE, RUNS, RUNS_OR_HAS_ENDED

# Whoever answered for the case then is who shares, and shares with another body alone: what is written otherwise opens nothing.
_SHARED = (
    "SELECT j.id AS cause_id, j.person_id, j.unit_id, j.shared_by, j.during FROM supervision_jointwork j"
    " WHERE j.cohort = '{cohort}' AND j.shared_by <> access_organisation_of(j.unit_id)"
    " AND EXISTS (SELECT 1 FROM supervision_responsibility r WHERE r.case_id = j.case_id"
    " AND r.organisation_id = j.shared_by AND r.during @> lower(j.during))"
)
# Nobody begins joint work of a team of their own, nor of a cohort that the open case is not in; and what has begun ends now.
_BEGUN_TRULY = f"""(upper_inf(THIS_TABLE.during) AND lower(THIS_TABLE.during) = (SELECT app_at())
  AND NOT THIS_TABLE.unit_id = ANY ({MINE}) AND EXISTS (SELECT 1 FROM supervision_case k, access_unit u WHERE k.id = THIS_TABLE.case_id
    AND k.person_id = THIS_TABLE.person_id AND k.closed_at IS NULL AND THIS_TABLE.cohort = ANY (k.cohorts)
    AND u.id = THIS_TABLE.unit_id AND k.organisation_id = THIS_TABLE.shared_by AND u.organisation_id <> k.organisation_id))"""


class JointWork(models.Model):
    """While it lasts, a unit of another body sees a person of a cohort, if an agreement for that purpose stands."""

    wall = PersonWall(
        part=None,
        by=Written(member="member_id", at="at"),
        fixed=("case_id", "cohort", "shared_by", "unit_id"),
        only=_BEGUN_TRULY,
        while_so=RUNS,
        kept_so=RUNS_OR_HAS_ENDED,
    )
    follows = GoesWith("case_id")
    causes = tuple(
        Cause(one.cause, one.purpose, _SHARED.format(cohort=cohort.value))
        for cohort, one in PARTNERSHIPS.items()
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    cohort = models.CharField(max_length=30)
    shared_by = models.UUIDField()
    unit_id = models.UUIDField()
    during = DateTimeRangeField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="joint_work_once_at_a_time",
                expressions=[("case", "="), ("cohort", "="), ("during", "&&")],
            ),
            models.CheckConstraint(
                name="joint_work_cohort_is_shared",
                condition=Q(cohort__in=[cohort.value for cohort in PARTNERSHIPS]),
            ),
        ]
