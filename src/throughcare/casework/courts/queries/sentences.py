"""Tells: a person's sentences as a page shows them, each in the run it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.gathered import Gathered, Rows, gather
from throughcare.foundation.audit.trail import concerns

from ..models import Appearance, AppearanceOffence, Court, Offence, Requirement, Sentence, SentenceEvent
from ..rules import (
    Length,
    RequirementKind,
    SentenceKind,
    SentenceState,
    Told,
    Unit,
    decided,
    read_term,
    stands_after,
)
from ..rules.custody_words import minimum_of
from ..rules.orders import notes_on
from ..rules.release import Release, release_of
from ..rules.runs import Link, chain, reach
from ..rules.terms import last_day_of_run
from ..store.course import as_told
from ..store.running import link_of_sentence

COUNTED = frozenset(
    {
        RequirementKind.UNPAID_WORK,
        RequirementKind.REHABILITATION_ACTIVITY,
        RequirementKind.PROGRAMME,
        RequirementKind.ATTENDANCE_CENTRE,
    }
)
"""Requirements that are done by attending; the others run by themselves."""


@dataclass(frozen=True)
class RequirementSeen:
    """A requirement as a page shows it: its length in words, and as a number with its unit where the court gave one."""

    kind: str
    length: str
    id: UUID
    person_id: UUID
    amount: int | None = None
    unit: str = ""
    ended_on: date | None = None
    at_most: bool = False
    name: str = ""
    sentence_kind: str = ""
    imposed_on: date | None = None

    @property
    def said(self) -> str:
        """What was ordered of it in one line: the programme's name, or the hours or place that the court said, and its length."""
        return ", ".join(part for part in (self.name, self.length) if part)

    @property
    def is_counted(self) -> bool:
        """Whether what is done of it is counted, in the unit that the court gave."""
        return self.kind in COUNTED and self.unit in {Unit.HOURS, Unit.DAYS}


@dataclass(frozen=True)
class RunSeen:
    """The run of terms a sentence belongs to: its first and last day, and which of how many this one is."""

    begins_on: date
    ends_on: date | None
    place: int
    of: int


@dataclass(frozen=True)
class SentenceSeen:
    """A sentence as a page shows it; lengths are in the court's words, and ``ends_on`` is the last day in force.

    ``taken_back`` is what last changed how it stands, where that can be taken back as a mistake; empty where nothing can.
    ``releases_on`` is worked out by the standard rule of release, with its edition and reason; None where none is known.
    """

    id: UUID
    person_id: UUID
    kind: str
    length: str
    extension: str
    minimum_term: str
    suspended: str
    credit_days: int | None
    time_served: bool
    imposed_on: date
    begins_on: date
    ends_on: date | None
    state: str
    ended_on: date | None
    runs: str
    runs_with: str
    court: str
    case_number: str
    offence: str
    offence_on: date | None
    version: int
    requirements: tuple[RequirementSeen, ...] = ()
    events: tuple[tuple[str, date, str], ...] = ()
    run: RunSeen | None = None
    releases_on: date | None = None
    release_because: str = ""
    release_is_automatic: bool = True
    notes: tuple[str, ...] = ()
    taken_back: str = ""

    @property
    def counts(self) -> bool:
        """Whether it was ever passed, as the record now has it."""
        return SentenceState(self.state).counts

    @property
    def is_custodial(self) -> bool:
        """Whether it begins in custody."""
        return SentenceKind(self.kind).is_custodial


_THEIRS = "person_id = %(person)s::uuid"
_PASSED = f"sentence_id IN (SELECT s.id FROM courts_sentence s WHERE s.{_THEIRS})"
_DEALT_WITH = f"appearance_id IN (SELECT a.id FROM courts_appearance a WHERE a.{_THEIRS}) AND main"
_SENTENCES = Rows(Sentence, _THEIRS, "imposed_on DESC, id DESC")
_APPEARANCES = Rows(Appearance, _THEIRS, "id")
_REQUIREMENTS = Rows(Requirement, _PASSED, "kind, id")
_EVENTS = Rows(SentenceEvent, _PASSED, "at, id")
_DEALT = Rows(AppearanceOffence, _DEALT_WITH, "id")
_COURTS = Rows(Court, f"code IN (SELECT a.court_code FROM courts_appearance a WHERE a.{_THEIRS})", "code")
_OFFENCES = Rows(
    Offence, f"code IN (SELECT o.offence_id FROM courts_appearanceoffence o WHERE {_DEALT_WITH})", "code"
)
ON_SENTENCES: tuple[Rows[Any], ...] = (
    _SENTENCES, _APPEARANCES, _REQUIREMENTS, _EVENTS, _DEALT, _COURTS, _OFFENCES,
)  # fmt: skip
"""What ``sentences_of`` reads, for whoever reads more in the same statement."""


def sentences_of(person_id: UUID, *, read: Gathered | None = None) -> list[SentenceSeen]:
    """A person's sentences, newest first, with requirements and what became of each; two questions, or one and what was read."""
    concerns(person_id)
    found = read if read is not None else gather(ON_SENTENCES, person=person_id)
    appeared = {row.id: row for row in found.of(_APPEARANCES)}
    rows = [row for row in found.of(_SENTENCES) if row.appearance_id in appeared]
    required, events = _grouped(found.of(_REQUIREMENTS)), _grouped(found.of(_EVENTS))
    dealt = {row.appearance_id: row for row in found.of(_DEALT)}
    titles = {row.code: row.category for row in found.of(_OFFENCES)}
    courts = {row.code: row.name for row in found.of(_COURTS)}
    links = {row.id: link_of_sentence(row) for row in rows}
    born = people.born_on(person_id, read=read) if rows else None
    replaced = {id for id, one in appeared.items() if one.replaced_at is not None}
    return [
        _sentence(
            row, appeared[row.appearance_id], courts, dealt.get(row.appearance_id), titles,
            requirements=tuple(_requirement(q, row) for q in required.get(row.id, [])),
            events=tuple((e.kind, e.on, e.because) for e in events.get(row.id, [])),
            taken_back=_taken_back(row, as_told(events.get(row.id, []), replaced)),
            **_worked_out(row, rows, links, born),
        )
        for row in rows
    ]  # fmt: skip


def _sentence(
    row: Sentence,
    appeared: Appearance,
    courts: Mapping[str, str],
    dealt: AppearanceOffence | None,
    titles: Mapping[str, str],
    **more: Any,
) -> SentenceSeen:
    return SentenceSeen(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        length=row.length,
        extension=row.extension,
        minimum_term=row.minimum_term,
        suspended=row.suspended,
        credit_days=row.credit_days,
        time_served=row.time_served,
        imposed_on=row.imposed_on,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        state=row.state,
        ended_on=row.ended_on,
        runs=row.runs,
        runs_with=row.runs_with,
        court=courts[appeared.court_code],
        case_number=appeared.case_number,
        offence=_offence(dealt, titles),
        offence_on=dealt.on if dealt else None,
        version=row.version,
        **more,
    )


def _offence(dealt: AppearanceOffence | None, titles: Mapping[str, str]) -> str:
    """The main offence: its category, or the court's own title where no list has its code."""
    if dealt is None:
        return "not known"
    return titles[dealt.offence_id] if dealt.offence_id else dealt.title or dealt.sent_code


def _taken_back(row: Sentence, told: list[Told]) -> str:
    stands = stands_after(told)
    agrees = stands.state == row.state and stands.state is not SentenceState.REPLACED
    return stands.by.kind if stands.by and agrees else ""


def requirements(requirement_ids: Iterable[UUID]) -> dict[UUID, RequirementSeen]:
    """Requirements by id, as far as the viewer sees them, of sentences that count; one question."""
    rows = Requirement.objects.filter(id__in=list(requirement_ids)).select_related("sentence")
    return {
        row.id: _requirement(row, row.sentence) for row in rows if SentenceState(row.sentence.state).counts
    }


def requirements_under(sentence_ids: Iterable[UUID]) -> dict[UUID, list[RequirementSeen]]:
    """What each sentence requires, as far as the viewer sees it, of sentences that count; one question."""
    found: dict[UUID, list[RequirementSeen]] = defaultdict(list)
    rows = Requirement.objects.filter(sentence_id__in=list(sentence_ids)).select_related("sentence")
    for row in rows.order_by("id"):
        if SentenceState(row.sentence.state).counts:
            found[row.sentence_id].append(_requirement(row, row.sentence))
    return dict(found)


def _requirement(row: Requirement, of: Sentence) -> RequirementSeen:
    return RequirementSeen(
        row.kind,
        _length(row),
        row.id,
        row.person_id,
        row.length,
        row.unit,
        row.ended_on,
        row.at_most,
        row.name,
        of.kind,
        of.imposed_on,
    )


def _length(row: Requirement) -> str:
    if not (row.length and row.unit):
        return ""
    return f"{'up to ' if row.at_most else ''}{Length(row.length, Unit(row.unit))}"


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.sentence_id, []).append(row)
    return found


def law_on(seen: SentenceSeen, on: date) -> tuple[tuple[str, str], ...]:
    """What the law of a day decides about a sentence that runs, each with its name and its reason and clause."""
    if seen.state not in {"in force", "in breach"}:
        return ()
    first, last = (seen.run.begins_on, seen.run.ends_on) if seen.run else (seen.begins_on, seen.ends_on)
    released = seen.releases_on if seen.release_is_automatic else None
    after = decided.Term(SentenceKind(seen.kind), first, last, released, seen.offence_on)
    found = [("Supervision after sentence", decided.supervision_after(after, on=on))]
    if any(q.kind == RequirementKind.UNPAID_WORK and q.ended_on is None for q in seen.requirements):
        found.append(("Hours to be worked", decided.hours_to_work_by(seen.imposed_on, on=on)))
    return tuple((name, str(told)) for name, told in found if told is not None)


def _worked_out(
    row: Sentence, rows: Iterable[Sentence], links: Mapping[UUID, Link[UUID]], born: date | None
) -> dict[str, Any]:
    release = release_in(row, rows, links) if links[row.id].counts else None
    length = read_term(row.length) if row.length else None
    counts = links[row.id].counts
    notes = notes_on(SentenceKind(row.kind), length, born, on=row.imposed_on) if counts else []
    return {
        "run": _run(row.id, links),
        "releases_on": release.on if release else None,
        "release_because": str(release.finding) if release else "",
        "release_is_automatic": release.automatic if release else True,
        "notes": tuple(str(note) for note in notes),
    }


def run_of(key: UUID, links: Mapping[UUID, Link[UUID]]) -> list[UUID]:
    """Every sentence of the run that one belongs to, in the order they are served; only those that count."""
    first = chain(key, links)[0]
    members = [one for one in links if links[one].counts and chain(one, links)[0] == first]
    return sorted(members, key=lambda one: (reach(one, links).begins_on, len(chain(one, links)), one))


def _run(key: UUID, links: Mapping[UUID, Link[UUID]]) -> RunSeen | None:
    members = run_of(key, links)
    if len(members) < 2 or key not in members:
        return None
    reaches = [reach(one, links) for one in members]
    ends = [one.ends_on for one in reaches]
    known = [day for day in ends if day is not None]
    last = max(known) if len(known) == len(ends) else None
    return RunSeen(reaches[0].run_from, last, members.index(key) + 1, len(members))


def release_in(row: Sentence, rows: Iterable[Sentence], links: Mapping[UUID, Link[UUID]]) -> Release | None:
    """The release that the standard rule gives a sentence within its run; None where no day is known.

    Standard terms in one run are one sentence for release, and the days on remand of each count once towards it; of a run
    of mixed kinds no one rule tells.
    """
    key, counted = row.id, {one.id: one.credit_days or 0 for one in rows}
    kind, members = SentenceKind(row.kind), run_of(key, links)
    if not kind.is_custodial:
        return None
    if len({links[one].kind for one in members}) > 1:
        return None
    minimum = minimum_of(row.minimum_term)
    credit = sum(counted.get(one, 0) for one in members)
    first = reach(members[0], links).run_from
    passed = max(links[one].imposed_on for one in members)
    custody = [links[one].terms[:1] for one in members]
    served = row.time_served and len(members) == 1
    if any(not terms for terms in custody):
        return release_of(kind, row.begins_on, None, minimum, row.imposed_on, credit=credit, served=served)
    last = last_day_of_run(first, [term for terms in custody for term in terms])
    return release_of(kind, first, last, minimum, passed, credit=credit, served=served)
