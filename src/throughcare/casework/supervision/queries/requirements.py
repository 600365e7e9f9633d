"""Tells of requirements in force: whether each has begun, how much is done and left and by when, and who delivers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.courts.queries import RequirementSeen
from throughcare.casework.courts.rules import RequirementKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Place

from ..models import Beginning, Case
from ..rules.requirement_clocks import Clock, RequirementStands, Stage, Word, clocks_on, stands
from ..rules.requirement_steps import StepFacts, StepStands, next_step, step_words, steps_stand
from ..store.requirements import InForce, Placed, beginnings_of, requirements_in_force
from ..store.steps import Atlas, subject_of
from .duties import Answered

CUSTODY = Place.CUSTODY.value


@dataclass(frozen=True)
class BeginningSeen:
    """What stands recorded of a requirement: that it began, why it has not, or a step in words, from and until when, by whom and when."""

    id: UUID
    word: Word
    on: date
    until: date | None
    reason: str
    note: str
    member: str
    organisation_id: UUID
    at: datetime


@dataclass(frozen=True)
class RequirementStanding:
    """A requirement in force as a page shows it: the order, how it stands, what counts as begun and done, and who delivers it."""

    case_id: UUID
    person_id: UUID
    sentence: str
    made: date
    requirement: RequirementSeen
    stands: RequirementStands
    clock: Clock
    deliverer: str
    recorded: tuple[BeginningSeen, ...] = ()
    steps: tuple[StepStands, ...] = ()

    @property
    def next_step(self) -> StepStands | None:
        """The step that is owed first; None where none is."""
        return next_step(self.steps)


def requirements_of(case: Case, *, at: datetime) -> list[RequirementStanding]:
    """Every requirement in force of a case's person, in the order of the orders."""
    return requirements_of_cases([case.id], at=at)


def requirements_of_cases(case_ids: Iterable[UUID], *, at: datetime) -> list[RequirementStanding]:
    """The same for many open cases that the viewer sees."""
    cases = {row.id: row for row in Case.objects.filter(id__in=list(case_ids), closed_at=None)}
    placed = [Placed(row.id, row.person_id, row.place == CUSTODY) for row in cases.values()]
    found = requirements_in_force(placed, on=day_of(at))
    kinds = {one.required.requirement.id: one.facts.kind for one in found}
    atlas, recorded = Atlas(at), _recorded(kinds, day_of(at))
    return [_standing(one, cases[one.case_id], atlas, recorded) for one in found]


def _standing(
    one: InForce, case: Case, atlas: Atlas, recorded: dict[UUID, list[BeginningSeen]]
) -> RequirementStanding:
    today = day_of(atlas.at)
    clock, asked = clocks_on(today).table.clocks[one.facts.kind], one.required.requirement
    now = stands(one.facts, on=today, calendar=WorkingCalendar())
    return RequirementStanding(
        one.case_id, one.required.person_id, one.required.sentence, one.required.made, asked, now, clock,
        _deliverer(clock, case, atlas), tuple(recorded.get(asked.id, ())), tuple(_steps(one, now, today)),
    )  # fmt: skip


def _steps(one: InForce, now: RequirementStands, today: date) -> list[StepStands]:
    """The steps of a requirement; none is owed while it is held, the person is in custody, or it is done."""
    facts = one.facts
    runs = now.stage is not Stage.HELD and not now.is_done
    done = [(told.reason, told.on) for told in facts.told if told.word is Word.STEP]
    since = max(facts.made, facts.released or facts.made)
    asked = StepFacts(facts.kind, since, facts.amount, facts.unit, runs, done)
    return steps_stand(asked, on=today, calendar=WorkingCalendar())


def _deliverer(clock: Clock, case: Case, atlas: Atlas) -> str:
    """Which organisation delivers a requirement under the model in force where the case is, or why none does."""
    found = atlas.organisation(clock.delivered_by, subject_of(case), case.area_code)
    return (
        found.value if isinstance(found, Unheld) else atlas.names.get(found, "an organisation since closed")
    )


def _recorded(kinds: Mapping[UUID, RequirementKind], today: date) -> dict[UUID, list[BeginningSeen]]:
    rows = beginnings_of(kinds)
    names = access.member_names({row.member_id for found in rows.values() for row in found})
    reasons = clocks_on(today).table.reasons
    return {
        key: [
            BeginningSeen(
                row.id, Word(row.word), row.on, row.until,
                step_words(kinds[key], row.reason, row.on) if row.word == Word.STEP else reasons.get(row.reason, row.reason), row.note,
                names.get(row.member_id, "not known"), row.organisation_id, row.at,
            )
            for row in found
        ]
        for key, found in rows.items()
    }  # fmt: skip


def requirements_not_begun(unit_ids: Iterable[UUID], *, at: datetime) -> list[RequirementStanding]:
    """The requirements of teams' people that have not begun, those that wait first and of them the longest; then those held."""
    cases = Case.objects.filter(unit_id__in=list(unit_ids), closed_at=None).values_list("id", flat=True)
    found = [one for one in requirements_of_cases(cases, at=at) if one.stands.stage is not Stage.BEGUN]
    return sorted(
        found, key=lambda one: (one.stands.limit or date.max, one.stands.until or date.max, one.case_id)
    )


def beginning_of(beginning_id: UUID) -> UUID | None:
    """Whose requirement something recorded is about; None where there is no such entry, or it is not the viewer's to see."""
    row = Beginning.objects.filter(id=beginning_id).exclude(word=Word.TAKEN_BACK).first()
    concerns([row.person_id] if row else [])
    return row.person_id if row else None


@dataclass(frozen=True)
class RequirementWaits:
    """A requirement that has not begun past its limit: in whose case, of which kind, under which order, and by when it was to."""

    case_id: UUID
    person_id: UUID
    kind: str
    made: date
    limit: date


def requirements_past(cases: Iterable[Answered], *, on: date) -> list[RequirementWaits]:
    """The requirements of people that have waited past their limit, the longest first; five questions however many they are."""
    placed = [Placed(case.case_id, case.person_id, case.place == CUSTODY) for case in cases]
    found = []
    for one in requirements_in_force(placed, on=on) if placed else ():
        now = stands(one.facts, on=on, calendar=WorkingCalendar())
        if now.stage is Stage.WAITING and now.is_past and now.limit is not None:
            found.append(
                RequirementWaits(
                    one.case_id, one.required.person_id, one.facts.kind.value, one.required.made, now.limit
                )
            )
    return sorted(found, key=lambda wait: (wait.limit, wait.case_id, wait.kind))
