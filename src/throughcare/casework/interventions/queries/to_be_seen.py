"""Whom a team is seeing: every referral in delivery with sessions left, as a list of a day needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access import queries as access

from ..models import Referral, ReferralStep
from ..rules.referral import sessions_left_of
from ..rules.words import ReferralState, StepKind


@dataclass(frozen=True)
class ToBeSeen:
    """One referral in delivery: whose, to which service, with whom, which session is next, of how many, and its version."""

    id: UUID
    person_id: UUID
    name: str
    service: str
    worker: str
    following: int
    planned: int
    version: int


def to_be_seen(unit_ids: Iterable[UUID], *, worker: UUID | None = None) -> list[ToBeSeen]:
    """Whom teams have sessions left with, by name; a worker's own where one is named. Four questions."""
    rows = Referral.objects.filter(to_unit__in=list(unit_ids), state=ReferralState.DELIVERING, due="")
    found = list((rows.filter(worker=worker) if worker else rows).select_related("service"))
    names = people.names_of({row.person_id for row in found})
    workers = access.member_names({row.worker for row in found if row.worker})
    told: dict[UUID, list[Outcome]] = {}
    steps = ReferralStep.objects.filter(referral__in=[row.id for row in found], kind=StepKind.SESSION)
    for referral, outcome in steps.values_list("referral", "reason"):
        told.setdefault(referral, []).append(Outcome(outcome))
    seen = [
        ToBeSeen(
            row.id, row.person_id, names[row.person_id].name, row.service.title,
            workers.get(row.worker, "") if row.worker else "",
            (row.sessions or 0) - (sessions_left_of(row.sessions, told.get(row.id, ())) or 0) + 1, row.sessions or 0, row.version,
        )
        for row in found
        if row.person_id in names
    ]  # fmt: skip
    return sorted(seen, key=lambda one: (one.name, str(one.id)))
