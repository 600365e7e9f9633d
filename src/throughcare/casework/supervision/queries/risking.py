"""What would follow from a change of risk, and the lowerings that were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.operating_model.rules import Cohort, Risk, Rsr

from ..models import Case, Lowering
from ..rules.risk import LoweringState, WhatFollows, falls, highest, rank
from ..store.foreseeing import foreseen, standing_levels
from ..store.steps import Atlas


@dataclass(frozen=True)
class Foreseen:
    """What a change of risk would bring, in names: roles that end and pass on, and who is told."""

    follows: WhatFollows
    falls: bool
    stands: Risk
    members: dict[UUID, str]
    organisations: dict[UUID, str]
    model: str
    ground: str
    seniors: tuple[str, ...]


def risk_foreseen(
    case_id: UUID,
    *,
    at: datetime,
    risk: Risk,
    rsr: Rsr | None = None,
    cohorts: tuple[Cohort, ...] | None = None,
) -> Foreseen:
    """What follows when an open case's risk becomes this, by the rule that the action acts on; nothing is written."""
    case = Case.objects.filter(id=case_id, closed_at=None).first()
    if case is None:
        raise Refused("There is no such case, or it is not yours to see.")
    concerns(case.person_id)
    follows = foreseen(case, at, risk=risk, rsr=rsr, cohorts=cohorts, with_tiers=True)
    stands = standing_levels(case)
    atlas = Atlas(at)
    in_force = atlas.holders(case.area_code).in_force
    return Foreseen(
        follows=follows,
        falls=falls(stands, risk),
        stands=highest(stands),
        members=access.member_names(set(follows.told)),
        organisations={body: atlas.names.get(body, "another body") for body in follows.passes_to.values()},
        model=in_force.model.title if in_force else "no model in force",
        ground=str(in_force.model.rise_in_risk.ground) if in_force else "",
        seniors=_seniors(case, at),
    )


def _seniors(case: Case, at: datetime) -> tuple[str, ...]:
    """Who leads the team that answers for the case, and so sees on the team page what nobody holds."""
    members = access.members_of([case.unit_id], at=at)
    return tuple(m.name for m in members if m.may(Permission.APPOINT_HOLDER))


@dataclass(frozen=True)
class LoweringSeen:
    """A lowering of risk that was asked for: from what to what, why, by whom, and what was answered."""

    id: UUID
    person_id: UUID
    case_id: UUID
    from_risk: str
    to_risk: str
    rsr: str
    cohorts: tuple[str, ...] | None
    against: str
    because: str
    asked_by: UUID
    asker: str
    asked_at: datetime
    state: LoweringState
    answerer: str
    answered_at: datetime | None
    answer: str


def lowering(lowering_id: UUID) -> LoweringSeen | None:
    """One request to lower a risk; None where there is none or the wall hides it."""
    row = Lowering.objects.filter(id=lowering_id).first()
    return _seen([row])[0] if row else None


def lowerings_of(person_id: UUID) -> list[LoweringSeen]:
    """Every lowering of risk that was asked for of a person, newest first."""
    concerns(person_id)
    return _seen(list(Lowering.objects.filter(person_id=person_id).order_by("-asked_at", "-id")))


def lowering_waiting(case_id: UUID) -> LoweringSeen | None:
    """The request that waits for an answer in a case, if there is one."""
    row = Lowering.objects.filter(case=case_id, state=LoweringState.ASKED.value).first()
    return _seen([row])[0] if row else None


@dataclass(frozen=True)
class LoweringToAnswer:
    """A request that waits for somebody's answer, with the person's name."""

    id: UUID
    person_id: UUID
    name: str
    from_risk: str
    to_risk: str
    asker: str
    asked_at: datetime


def lowerings_to_answer(by: Member) -> list[LoweringToAnswer]:
    """The requests in the cases of a member's teams that somebody else asked for, the highest risk first, then the longest wait."""
    units = access.units_below(by.unit_id)
    rows = Lowering.objects.filter(
        state=LoweringState.ASKED.value, case__unit_id__in=units, case__closed_at=None
    )
    found = list(rows.exclude(asked_by=by.id))
    names = people.names_of([row.person_id for row in found])
    askers = access.member_names({row.asked_by for row in found})
    found.sort(key=lambda row: (-rank(Risk(row.from_risk)), row.asked_at, row.id))
    return [
        LoweringToAnswer(
            row.id, row.person_id, names[row.person_id].name, row.from_risk, row.to_risk,
            askers.get(row.asked_by, "not known"), row.asked_at,
        )
        for row in found
        if row.person_id in names
    ]  # fmt: skip


def _seen(rows: list[Lowering]) -> list[LoweringSeen]:
    concerns(row.person_id for row in rows)
    names = access.member_names({m for row in rows for m in (row.asked_by, row.answered_by) if m})
    return [
        LoweringSeen(
            row.id, row.person_id, row.case_id, row.from_risk, row.to_risk, row.rsr,
            tuple(row.cohorts) if row.cohorts is not None else None, row.against, row.because, row.asked_by,
            names.get(row.asked_by, "not known"), row.asked_at, LoweringState(row.state),
            names.get(row.answered_by, "not known") if row.answered_by else "", row.answered_at, row.answer,
        )
        for row in rows
    ]  # fmt: skip
