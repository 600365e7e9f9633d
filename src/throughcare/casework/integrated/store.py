"""Somebody's selection from its rows, as rules, actions and pages ask: where it stands, what partners answered, what is owed, and its ruling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Cohort

from .models import IntegratedStep, Selection
from .rules import (
    WAITS,
    IntegratedOwed,
    IntegratedStepKind,
    PartnerAnswer,
    Rating,
    SelectionFacts,
    SelectionOffence,
    SelectionRuling,
    SelectionStanding,
    SelectionState,
    Strand,
    integrated_owed,
    strand_proposed,
)

_PUTS = frozenset({IntegratedStepKind.PROPOSED, IntegratedStepKind.LEAVING})
"""The steps that put something to the partners."""


@dataclass(frozen=True)
class Selected:
    """Somebody's selection whole: its row, every step, and their open case where it is the row's."""

    row: Selection
    steps: tuple[IntegratedStep, ...]
    case: supervision.OpenCase | None

    @property
    def state(self) -> SelectionState:
        """Where it stands."""
        return SelectionState(self.row.state)

    @property
    def strand(self) -> Strand:
        """The strand proposed or decided."""
        return Strand(self.row.strand)

    @property
    def put(self) -> IntegratedStep:
        """The last step that put something to the partners."""
        return next(one for one in reversed(self.steps) if IntegratedStepKind(one.kind) in _PUTS)

    @property
    def answers(self) -> Mapping[str, PartnerAnswer]:
        """What each partner last answered on what is proposed now; empty where nothing is."""
        if self.state not in WAITS:
            return {}
        return {
            one.body: PartnerAnswer(one.said)
            for one in self.steps
            if one.kind == IntegratedStepKind.ANSWERED and one.number > self.put.number
        }

    @property
    def rated(self) -> IntegratedStep | None:
        """The newest rating, which stands; None: not rated yet."""
        return next((one for one in reversed(self.steps) if one.rating), None)

    @property
    def rating(self) -> Rating | None:
        """How they are doing; None: not rated yet, which is not green."""
        return Rating(self.rated.rating) if self.rated else None

    def owed(self, at: datetime) -> IntegratedOwed | None:
        """The next step that is owed."""
        standing = SelectionStanding(
            self.state, day_of(self.put.at), self.answers, is_open=self.case is not None
        )
        return integrated_owed(standing, on=day_of(at), calendar=WorkingCalendar())


def selected_whole(rows: Iterable[Selection]) -> list[Selected]:
    """Rows whole, in a fixed number of questions however many they are."""
    known = list(rows)
    if not known:
        return []
    of: dict[UUID, list[IntegratedStep]] = {row.id: [] for row in known}
    for step in IntegratedStep.objects.filter(selection__in=list(of)).order_by("number"):
        of[step.selection_id].append(step)
    cases = supervision.open_cases_of({row.person_id for row in known})
    return [Selected(row, tuple(of[row.id]), _its_case(row, cases)) for row in known if of[row.id]]


def _its_case(row: Selection, cases: Mapping[UUID, supervision.OpenCase]) -> supervision.OpenCase | None:
    case = cases.get(row.person_id)
    return case if case is not None and case.id == row.case_id else None


def strands_proposed(person_ids: Iterable[UUID], on: date) -> dict[UUID, SelectionRuling]:
    """What the rule proposes of each of these people whose sentences count, from their offences and predicted reoffending."""
    wanted = list(person_ids)
    chances = assessment.chances_of(wanted)
    offences: dict[UUID, list[SelectionOffence]] = {}
    for one in courts.passed_for(wanted):
        if SentenceState(one.state).counts and one.ended_on is None:
            offences.setdefault(one.person_id, []).extend(
                SelectionOffence(o.code, o.group) for o in one.offences
            )
    return {
        person: strand_proposed(SelectionFacts(tuple(found), chances.get(person)), on)
        for person, found in offences.items()
    }


def to_lead(case: supervision.OpenCase, at: datetime) -> list[Member]:
    """Who may be the lead professional: members who work in it, of the team that answers for the case or holding a role in it."""
    seen = supervision.case_of(case.person_id, at=at)
    held = [one.member_id for one in seen.now.values()] if seen else []
    there = access.members_of([case.unit_id], at=at)
    found = {one.id: one for one in (*there, *access.members(held, at=at).values())}
    able = [one for one in found.values() if one.may(Permission.WORK_INTEGRATED) and one.role != "service"]
    return sorted(able, key=lambda one: (one.name, one.id))


def working_on(by: Member) -> set[UUID]:
    """Whom a member works with for this as a partner of another body."""
    return supervision.shared_people(by, Cohort.IOM)


def to_act(case: supervision.OpenCase, at: datetime) -> list[Member]:
    """Who may be given an action: whoever may lead, and members of a partner that works with the person."""
    units = supervision.units_working_on([case.person_id], Cohort.IOM).get(case.person_id, set())
    partners = access.members_of(sorted(units), at=at) if units else []
    found = {one.id: one for one in (*to_lead(case, at), *partners)}
    able = [one for one in found.values() if one.may(Permission.WORK_INTEGRATED) and one.role != "service"]
    return sorted(able, key=lambda one: (one.name, one.id))
