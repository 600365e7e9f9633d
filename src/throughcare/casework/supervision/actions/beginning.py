"""That a requirement began, or the lawful reason why it has not; and taking either back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.courts.rules import RequirementKind
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from ..models import Beginning, Case, TimelineEntry
from ..rules.requirement_clocks import ToldOf, Word, check_told, clocks_on
from ..rules.requirement_steps import step_words
from ..store.requirements import InForce, Placed, as_told, beginnings_of, requirements_in_force
from ..store.steps import check_answers_for, entry, found_case
from .batches import open_cases_among


@dataclass(frozen=True)
class BeginningTold:
    """What is told of a requirement: in which case, that it began on a day, why it has not until another, or a step of its kind done.

    ``reason`` is that of the list, or the key of the step.
    """

    case_id: UUID
    requirement_id: UUID
    word: Word
    on: date
    reason: str = ""
    until: date | None = None
    note: str = ""

    @property
    def told(self) -> ToldOf:
        """The same as the rule asks about it."""
        return ToldOf(self.word, self.on, self.reason, self.until)


@action(Permission.RECORD_ON_TIMELINE)
def record_beginnings(*, by: Member, at: datetime, beginnings: Sequence[BeginningTold]) -> int:
    """Record that requirements began, why they have not, or steps done under them; returns how many were new, for the very same is recorded once.

    Whoever sees the person says that one began. Only the team that answers for the case gives a reason, for a reason takes it off
    the home of whoever owes it.
    """
    cases = open_cases_among([one.case_id for one in beginnings])
    known = {one.required.requirement.id: one for one in _in_force(cases.values(), day_of(at))}
    rows = []
    standing = beginnings_of(known)
    for one in beginnings:
        case = cases[one.case_id]
        _check(one, known.get(one.requirement_id), case, by, day_of(at))
        if one.told not in [as_told(row) for row in standing.get(one.requirement_id, ())]:
            rows.append(_row(one, case, by, at))
    insert_all(
        list({(row.requirement_id, row.word, row.on, row.reason, row.until): row for row in rows}.values())
    )
    insert_all([_line(row, cases[row.case_id], known, by, at) for row in rows])
    add_to_line(beginnings=len(rows), cases=len(cases))
    return len(rows)


def _in_force(cases: Iterable[Case], today: date) -> list[InForce]:
    placed = [Placed(case.id, case.person_id, case.place == Place.CUSTODY) for case in cases]
    return requirements_in_force(placed, on=today)


def _check(one: BeginningTold, found: InForce | None, case: Case, by: Member, today: date) -> None:
    if found is None or found.case_id != case.id:
        raise Refused("That is no requirement in force of this person's.", field="requirement_id")
    if one.word is Word.TAKEN_BACK:
        raise Refused("Say that it began, why it has not, or which step was done.", field="word")
    if one.word is Word.HELD:
        check_answers_for(case, by, "say why a requirement has not begun")
    if len(one.note) > 500:
        raise Refused("Say more in at most 500 characters.", field="note")
    check_told(one.told, found.facts, today=today)


def _row(one: BeginningTold, case: Case, by: Member, at: datetime) -> Beginning:
    return Beginning(
        id=new_id(), person_id=case.person_id, case_id=case.id, requirement_id=one.requirement_id, word=one.word.value, on=one.on,
        reason=one.reason if one.word in {Word.HELD, Word.STEP} else "", until=one.until if one.word is Word.HELD else None,
        note=one.note.strip(), at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip


def _line(
    row: Beginning, case: Case, known: Mapping[UUID, InForce], by: Member, at: datetime
) -> TimelineEntry:
    kind = known[row.requirement_id].required.requirement.kind.capitalize()
    if row.word == Word.BEGUN:
        return entry(case, by, at, "requirement", f"{kind} began on {row.on:%-d %B %Y}", row.note, row.id)
    if row.word == Word.STEP:
        words = step_words(RequirementKind(kind.lower()), row.reason, row.on)
        return entry(case, by, at, "requirement", f"{kind}: {words}, {row.on:%-d %B %Y}", row.note, row.id)
    why = clocks_on(day_of(at)).table.reasons[row.reason]
    return entry(
        case,
        by,
        at,
        "requirement",
        f"{kind} has not begun, until {row.until:%-d %B %Y}: {why}",
        row.note,
        row.id,
    )


@action(Permission.RECORD_ON_TIMELINE)
def take_back_beginning(*, by: Member, at: datetime, beginning_id: UUID, because: str) -> None:
    """Take back what one's own organisation recorded of a requirement's beginning; it stays to be read, and its clock runs again."""
    if not 1 <= len(because.strip()) <= 500:
        raise Refused("Say why it is taken back, in at most 500 characters.", field="because")
    old = Beginning.objects.filter(id=beginning_id).exclude(word=Word.TAKEN_BACK).first()
    if old is None:
        raise Refused("There is no such entry, or it is not yours to see.")
    if old.organisation_id != by.organisation_id:
        raise Refused("Another organisation recorded this, and only they take it back.")
    case = found_case(old.case_id)
    if Beginning.objects.filter(takes_back=old).exists():
        raise Refused("Somebody took that back already. Look again.")
    row = Beginning(
        id=new_id(), person_id=old.person_id, case_id=case.id, requirement_id=old.requirement_id,
        word=Word.TAKEN_BACK.value, on=day_of(at), note=because.strip(), takes_back=old, at=at, member_id=by.id,
        organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([row])
    said = "What was recorded of a requirement's beginning was taken back"
    insert_all([entry(case, by, at, "requirement", said, because.strip(), row.id)])
    add_to_line(beginning=row.id, takes_back=old.id)
