"""Opening cases: by a request for a report, a sentence, a diversion, or entry to a voluntary scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function, Place, Risk, Rsr, Sentence, Subject

from ..events import CasesOpened, CasesPassedOn
from ..models import Case, Matter, Tenure, TimelineEntry
from ..rules import CaseReason, EndReason, as_subject
from ..rules.told import EVERY_FACT, NOTHING_TOLD, Told, cohorts_told, rsr_told
from ..store.steps import (
    Atlas,
    begin_responsibility,
    change_case,
    close_grants,
    end_tenures,
    entry,
    move_responsibility,
    open_gaps,
    subject_of,
    tell_of_ended,
)
from ..store.telling import told_of
from .jointly import work_jointly
from .moving import note_sentenced

HEAVIEST_LAST = list(Sentence)


@dataclass(frozen=True)
class Opening:
    """Something that opens a case, or joins one that is open: what, about whom, where they live, and the day of the court."""

    person_id: UUID
    because: CaseReason
    about_id: UUID
    area_code: str
    sentence: Sentence
    place: Place
    what: str = ""
    on: date | None = None


@dataclass(frozen=True)
class CasesOpenedReport:
    """The cases that were opened, those that took on a new matter, and the openings nobody holds under the model."""

    opened: tuple[UUID, ...]
    joined: tuple[UUID, ...]
    not_held: tuple[UUID, ...]


@action(Permission.OPEN_CASE)
def open_cases(
    *, by: Member, at: datetime, openings: Sequence[Opening], again: bool = False
) -> CasesOpenedReport:
    """Open a case for each person, or add the matter to the one that is open; set-based, and safe to repeat.

    ``again``: what a closed case was about may open another, as it goes on.
    """
    fresh = _not_yet_known(openings, again=again)
    concerns(opening.person_id for opening in fresh)
    atlas = Atlas(at)
    people: dict[UUID, list[Opening]] = {}
    for opening in fresh:
        people.setdefault(opening.person_id, []).append(opening)
    existing = {
        c.person_id: c for c in Case.objects.select_for_update().filter(person_id__in=people, closed_at=None)
    }
    joined = [
        _join(existing[person], found, by, at, atlas)
        for person, found in people.items()
        if person in existing
    ]
    told = told_of(person for person in people if person not in existing)
    made = [
        _new_case(found, told.get(person, NOTHING_TOLD), by, at, atlas)
        for person, found in people.items()
        if person not in existing
    ]
    opened = [case for case in made if case is not None]
    not_held = tuple(
        person for (person, _), case in zip(_new(people, existing), made, strict=True) if case is None
    )
    _write(opened, people, by, at, atlas)
    announce(CasesOpened(tuple(case.id for case in [*opened, *joined])), at=at, by=by.id)
    add_to_line(opened=len(opened), joined=len(joined), not_held=len(not_held))
    return CasesOpenedReport(tuple(c.id for c in opened), tuple(c.id for c in joined), not_held)


def _new(people: dict[UUID, list[Opening]], existing: dict[UUID, Case]) -> list[tuple[UUID, list[Opening]]]:
    return [(person, found) for person, found in people.items() if person not in existing]


def _not_yet_known(openings: Sequence[Opening], *, again: bool) -> list[Opening]:
    there = Matter.objects.filter(about_id__in=[opening.about_id for opening in openings])
    known = set((there.filter(case__closed_at=None) if again else there).values_list("kind", "about_id"))
    return [opening for opening in openings if (opening.because.value, opening.about_id) not in known]


def _heaviest(openings: Sequence[Opening]) -> Opening:
    return max(openings, key=lambda opening: HEAVIEST_LAST.index(opening.sentence))


def _holder(opening: Opening, subject: Subject, by: Member, atlas: Atlas) -> tuple[UUID, UUID, str] | None:
    """The organisation and team that will answer for it, with a reason when they are only standing in; None: nobody does."""
    function = Function.COURT_ADVICE if opening.because is CaseReason.REPORT else Function.OFFENDER_MANAGEMENT
    held = atlas.organisation(function, subject, opening.area_code)
    if held is Unheld.NOT_HELD:
        return None
    if isinstance(held, Unheld):
        return by.organisation_id, by.unit_id, f"{held.value} in this area, so the recording team stands in"
    if held == by.organisation_id and function is Function.COURT_ADVICE:
        return held, by.unit_id, ""
    return held, atlas.team(opening.area_code, held) or by.unit_id, ""


def _first_seen(opening: Opening, told: Told, at: datetime) -> Subject:
    """Somebody of whom nothing is known in this case but what the court did, and what the record tells of them already."""
    return as_subject(
        risk=Risk.NOT_ASSESSED, sentence=opening.sentence, place=opening.place,
        rsr=rsr_told(Rsr.NOT_ASSESSED, told, EVERY_FACT, day_of(at)), cohorts=cohorts_told((), told, EVERY_FACT),
        resettled=False,
    )  # fmt: skip


def _new_case(openings: Sequence[Opening], told: Told, by: Member, at: datetime, atlas: Atlas) -> Case | None:
    first = _heaviest(openings)
    seen = _first_seen(first, told, at)
    held = _holder(first, seen, by, atlas)
    if held is None:
        return None
    organisation, unit, _ = held
    return Case(
        id=new_id(), person_id=first.person_id, opened_because=first.because, opened_at=at, area_code=first.area_code,
        organisation_id=organisation, unit_id=unit, model_id=atlas.model_id(first.area_code),
        model_name=atlas.model_name(first.area_code), sentence=first.sentence, place=first.place,
        rsr=seen.rsr.value, cohorts=sorted(one.value for one in seen.cohorts),
    )  # fmt: skip


def _write(
    cases: Sequence[Case], people: dict[UUID, list[Opening]], by: Member, at: datetime, atlas: Atlas
) -> None:
    insert_all(cases)
    note_sentenced(cases, by, at, on=_days_of({case.id: _heaviest(people[case.person_id]) for case in cases}))
    begin_responsibility(cases, None, None, at, "the case opened")
    matters: list[Matter] = []
    entries: list[TimelineEntry] = []
    for case in cases:
        first = _heaviest(people[case.person_id])
        for opening in people[case.person_id]:
            matters.append(_matter(case, opening, at))
            entries.append(_told(case, opening, by, at, "opened by" if opening is first else "joined by"))
    insert_all(matters)
    insert_all(entries)
    open_gaps(cases, at, "the case has just opened", atlas)
    work_jointly([case for case in cases if case.cohorts], by, at)


def _days_of(openings: Mapping[UUID, Opening]) -> dict[UUID, date]:
    return {case: one.on for case, one in openings.items() if one.on is not None}


def _matter(case: Case, opening: Opening, at: datetime) -> Matter:
    return Matter(
        person_id=case.person_id, case_id=case.id, kind=opening.because, about_id=opening.about_id, at=at
    )


def _told(case: Case, opening: Opening, by: Member, at: datetime, how: str) -> TimelineEntry:
    what = opening.what or opening.because.value
    return entry(case, by, at, opening.because.value, f"Case {how} {what}", about=opening.about_id)


def _join(case: Case, openings: Sequence[Opening], by: Member, at: datetime, atlas: Atlas) -> Case:
    heaviest = _heaviest(openings)
    insert_all([_matter(case, opening, at) for opening in openings])
    insert_all([_told(case, opening, by, at, "joined by") for opening in openings])
    if HEAVIEST_LAST.index(heaviest.sentence) > HEAVIEST_LAST.index(Sentence(case.sentence)):
        change_case(case, sentence=heaviest.sentence, place=heaviest.place)
        note_sentenced([case], by, at, on=_days_of({case.id: heaviest}))
        ended = rehouse(case, heaviest, by, at, atlas)
        open_gaps([case], at, "the court has sentenced", atlas)
        close_grants("responsibility", [ended] if ended else [])
    return case


def rehouse(case: Case, opening: Opening, by: Member, at: datetime, atlas: Atlas) -> UUID | None:
    """Pass the case to the team that answers for the sentence, unless that team has it already."""
    held = _holder(opening, subject_of(case), by, atlas)
    if held is None or (
        held[0] == case.organisation_id and opening.area_code == case.area_code and held[1] == case.unit_id
    ):
        return None
    organisation, unit, because = held
    _end_those_who_may_not_stay(case, organisation, by, at)
    ended = move_responsibility(case, organisation, unit, at, because or "the court has sentenced")
    announce(CasesPassedOn((case.id,)), at=at, by=by.id)
    change_case(case, area_code=opening.area_code)
    work_jointly([case], by, at)
    return ended


def _end_those_who_may_not_stay(case: Case, organisation: UUID, by: Member, at: datetime) -> None:
    running = list(Tenure.objects.filter(case=case.id, during__upper_inf=True))
    leaving = [tenure for tenure in running if tenure.organisation_id != organisation]
    end_tenures(leaving, at, EndReason.TRANSFERRED)
    tell_of_ended(leaving, by, at)
    close_grants("tenure", [tenure.id for tenure in leaving])
