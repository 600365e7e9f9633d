"""Joint work brought in line with the cohorts of cases, within whatever act changed them: sight begins and ends with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.operating_model.rules import Cohort

from ..models import Case, JointWork
from ..rules.joint import PARTNERSHIPS, partnerships_of
from ..store.steps import Atlas, ending_at
from .joining import partner_team

Partner = tuple[UUID, UUID, datetime]
"""The unit that sees, the organisation that shares, and since when they have agreed."""


def work_jointly(cases: Sequence[Case], by: Member, at: datetime) -> None:
    """End the joint work that these cases no longer call for, and begin what they do where an agreement stands now.

    Call it while the doer still sees the people: before grants are closed.
    """
    running = {
        (row.case_id, Cohort(row.cohort)): row
        for row in JointWork.objects.filter(case__in=[case.id for case in cases], during__upper_inf=True)
    }
    atlas = Atlas(at)
    wanted = {
        (case.id, cohort): (case, partner)
        for case in cases
        for cohort in partnerships_of(case.cohorts, is_open=case.closed_at is None)
        if (partner := _partner(case, cohort, atlas, at)) is not None
    }
    kept = {key for key, row in running.items() if key in wanted and _goes_on(row, wanted[key][1])}
    ended = [row for key, row in running.items() if key not in kept]
    change_all(JointWork, ["during"], [(row.id, ending_at(row.during, at)) for row in ended])
    begun = [_begun(case, key[1], found, by, at) for key, (case, found) in wanted.items() if key not in kept]
    insert_all(begun)
    _derive([*ended, *begun])


def _partner(case: Case, cohort: Cohort, atlas: Atlas, at: datetime) -> Partner | None:
    """Who is appointed as the partner in the area of a case and is shared with, if anybody is."""
    partnership = PARTNERSHIPS[cohort]
    found = partner_team(atlas, case.area_code, partnership.body, case.organisation_id)
    if found is None:
        return None
    body, unit = found
    since = access.shared_since(case.organisation_id, body, partnership.purpose, at=at)
    return (unit, case.organisation_id, since) if since is not None else None


def _goes_on(row: JointWork, partner: Partner) -> bool:
    """Whether what runs is what is wanted; under an agreement made since, it begins anew, for the one before opens nothing."""
    unit, shared_by, since = partner
    return (row.unit_id, row.shared_by) == (unit, shared_by) and since <= row.during.lower


def _begun(case: Case, cohort: Cohort, partner: Partner, by: Member, at: datetime) -> JointWork:
    unit, shared_by, _ = partner
    return JointWork(
        person_id=case.person_id, case_id=case.id, cohort=cohort.value, shared_by=shared_by, unit_id=unit,
        during=TimestamptzRange(at, None), member_id=by.id, at=at,
    )  # fmt: skip


def _derive(rows: Iterable[JointWork]) -> None:
    by_cohort: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        by_cohort[row.cohort].append(row.id)
    for cohort, ids in by_cohort.items():
        derive_grants(PARTNERSHIPS[Cohort(cohort)].cause, ids)
