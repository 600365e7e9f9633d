"""Tells: a person's recalls, their papers to whoever is named, what is owed by whom, and whether somebody is recalled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.attendance import FAILED, MET
from throughcare.casework.supervision.rules.compliance import Arranged, Compliance, compliance_seen
from throughcare.casework.supervision.rules.contacts import Whom
from throughcare.casework.supervision.rules.movements import Where
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from .models import Recall, RecallPaper, RecallReader, RecallSignature, RecallStep
from .rules import (
    ApprovalNeeded,
    Length,
    LengthRuling,
    Level,
    RecalledNow,
    RecallFacts,
    RecallMove,
    RecallMoveRow,
    RecallOwed,
    RecallSide,
    RecallState,
    Said,
    Urgency,
    approval_needed,
    asks_of_new_offence,
    changed_since,
    is_of_level,
    lines_changed,
    moves_from,
    questions_of,
    recall_length,
    recalled_now,
)
from .store import OnRecord, on_record, owed_on, protection_on_record, record_facts, release_of


@dataclass(frozen=True)
class StepSeen:
    """One step of a recall as a page shows it."""

    move: str
    before: str
    after: str
    happened_at: datetime
    note: str
    at: datetime
    who: str


@dataclass(frozen=True)
class ReaderSeen:
    """Somebody who may open the papers, since when, named by whom."""

    member_id: UUID
    name: str
    since: datetime
    named_by: str


@dataclass(frozen=True)
class RecallSeen:
    """A recall as a page shows it: its row, steps, what is owed and why, the moves that may follow, and who may open its papers."""

    row: Recall
    steps: tuple[StepSeen, ...]
    owed: RecallOwed | None
    moves: tuple[RecallMoveRow, ...]
    readers: tuple[ReaderSeen, ...]
    asked: str
    decides: str
    release_because: tuple[str, ...] = ()

    def is_reader(self, member_id: UUID) -> bool:
        """Whether a member may open its papers."""
        return any(one.member_id == member_id for one in self.readers)


def recalls_of(person_id: UUID) -> list[RecallSeen]:
    """A person's recalls that the viewer may see, the newest first."""
    concerns(person_id)
    return [_seen(row) for row in Recall.objects.filter(person_id=person_id).order_by("-opened_at", "-id")]


def recall(recall_id: UUID) -> RecallSeen | None:
    """One recall; None where there is none that the viewer may see."""
    row = Recall.objects.filter(id=recall_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return _seen(row)


def _seen(row: Recall) -> RecallSeen:
    steps = list(RecallStep.objects.filter(recall=row.id).order_by("number"))
    readers = list(RecallReader.objects.filter(recall=row.id, ended_at=None).order_by("named_at", "id"))
    ids = (
        {one.member_id for one in steps}
        | {one.member_id for one in readers}
        | {one.named_by for one in readers}
    )
    names = {one: access.membership(one) for one in ids}
    units = access.units([row.from_unit, row.to_unit])
    state = RecallState(row.state)
    return RecallSeen(
        row,
        tuple(
            StepSeen(one.move, one.before, one.after, one.happened_at, one.note, one.at, _name(names.get(one.member_id)))
            for one in steps
        ),
        None if row.ended_at else owed_on(row, refused=any(one.move == RecallMove.PAROLE_REFUSES for one in steps)),
        moves_from(state),
        tuple(
            ReaderSeen(one.member_id, _name(names.get(one.member_id)), one.named_at, _name(names.get(one.named_by)))
            for one in readers
        ),
        _unit(units, row.from_unit),
        _unit(units, row.to_unit),
        _release_because(row),
    )  # fmt: skip


def _name(found: object) -> str:
    return str(
        getattr(getattr(found, "account", None), "name", "") or getattr(found, "name", "") or "not known"
    )


def _unit(units: dict[UUID, access.Unit], unit_id: UUID) -> str:
    return units[unit_id].name if unit_id in units else "a team since closed"


def _release_because(row: Recall) -> tuple[str, ...]:
    if row.returned_on is None or row.revoked_on is None or row.length != Length.FIXED_TERM:
        return ()
    found = release_of(row, on_record(row.person_id, on=row.revoked_on))
    return tuple(str(one) for one in found.findings) if found else ("Another sentence holds them beyond it.",)


@dataclass(frozen=True)
class PaperSeen:
    """One version of the papers as whoever is named reads it, under which headings the record has changed since, and by which lines."""

    row: RecallPaper
    author: str
    signed: tuple[tuple[str, str, datetime], ...]
    changed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def papers_of(recall_id: UUID, *, at: datetime) -> list[PaperSeen]:
    """The versions of a recall's papers, the latest first; none to whoever is not named."""
    rows = list(RecallPaper.objects.filter(recall=recall_id).order_by("-number"))
    if not rows:
        return []
    concerns(rows[0].person_id)
    signed = list(RecallSignature.objects.filter(recall=recall_id).order_by("at", "id"))
    names = {
        one: _name(access.membership(one))
        for one in {r.member_id for r in rows} | {s.member_id for s in signed}
    }
    changed, lines = _changed(rows[0], at)
    return [
        PaperSeen(
            row,
            names[row.member_id],
            tuple((names[one.member_id], one.role, one.at) for one in signed if one.paper_id == row.id),
            changed if place == 0 else (),
            lines if place == 0 else (),
        )
        for place, row in enumerate(rows)
    ]


SHAKEN = "What it rests on"


def _changed(paper: RecallPaper, at: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    row = Recall.objects.filter(id=paper.recall_id).first()
    case = supervision.open_case(row.case_id) if row is not None and row.ended_at is None else None
    if row is None or case is None:
        return (), ()
    facts = record_facts(case, on_record(row.person_id, on=day_of(at)), at=at)
    then, now = (
        [(one["heading"], one["lines"]) for one in paper.facts],
        [(one.heading, one.lines) for one in facts],
    )
    shaken = [f"{SHAKEN}: rescinded since, {row.shaken} of the failures"] if row.shaken else []
    headings = (*changed_since(then, now), *([SHAKEN] if row.shaken else ()))
    return headings, (*lines_changed(then, now), *shaken)


def compliance_of(person_id: UUID, *, at: datetime) -> Compliance | None:
    """How somebody's contact is seen fairly, from what was arranged and what held them then; None without a case that is seen."""
    seen = supervision.case_of(person_id, at=at)
    if seen is None or seen.case.closed_at is not None:
        return None
    told = supervision.contacting(seen.case, at=at).contacts
    held = supervision.commitments_of(person_id)
    clashes = {one.starts_at: one.clashes for one in supervision.appointments_told(seen.case.id, at=at)}
    arranged = [
        Arranged(
            one.happened_at,
            one.outcome in FAILED,
            _held_then(held, one.happened_at),
            any("travel" in words for words in clashes[one.happened_at])
            if one.happened_at in clashes
            else None,
        )
        for one in told
        if one.with_whom is Whom.PERSON and one.outcome in FAILED | MET
    ]
    return compliance_seen(arranged, day_of(at), _conditions_of(person_id, day_of(at)))


def _conditions_of(person_id: UUID, on: date) -> list[str]:
    """The disabilities recorded of somebody, each with what is done for it; none where the viewer is not shown them."""
    page = people.person_page(person_id, on=on)
    return [
        f"{one.words} ({one.adjustment})" if one.adjustment else f"{one.words}, without an adjustment for it,"
        for one in (page.disabilities if page else ())
    ]


def _held_then(held: Sequence[supervision.CommitmentSeen], at: datetime) -> tuple[str, ...]:
    """What was recorded to hold somebody at an instant: work, caring, education, faith or a curfew."""
    there, on = at.astimezone(LONDON), day_of(at)
    return tuple(
        {
            one.kind.value
            for one in held
            if one.since <= on
            and (one.until is None or on <= one.until)
            and on.isoweekday() in one.weekdays
            and one.starts <= there.time() < one.ends
        }
    )


@dataclass(frozen=True)
class Considering:
    """What has to be asked before a recall is decided, what the record says (``known`` as answers), and what the rule gives on that alone."""

    record: OnRecord
    questions: tuple[str, ...]
    asks_of_new_offence: bool
    ruling: LengthRuling
    known: Mapping[str, Said]


def considering(person_id: UUID, *, on: date) -> Considering:
    """What a decision on a day would be taken from."""
    concerns(person_id)
    record = on_record(person_id, on=on)
    known = protection_on_record(person_id)
    ruling = recall_length(RecallFacts(record.group, record.months, record.age, answers=known), on)
    return Considering(
        record, questions_of(record.group, on), asks_of_new_offence(record.group, on), ruling, known
    )


def level_for(row: Recall, length: Length | None, *, at: datetime) -> ApprovalNeeded:
    """Whose approval a decision would need that is taken now."""
    return approval_needed(length, Urgency(row.urgency), at, WorkingCalendar())


def approvers(row: Recall, *, at: datetime, but: UUID) -> list[Member]:
    """Who may approve recalls for the team that decides: its own leads and those above it, without one of them."""
    found = [
        one
        for one in access.members_who_may(Permission.APPROVE_RECALL, at=at)
        if one.id != but and row.to_unit in access.units_below(one.unit_id)
    ]
    return sorted(found, key=lambda one: (not is_of_level(one.role, Level.SENIOR), one.role, one.name))


def colleagues(row: Recall, *, at: datetime, but: UUID) -> list[Member]:
    """Who of a recall's teams may be named on its papers and is not yet."""
    named = set(RecallReader.objects.filter(recall=row.id, ended_at=None).values_list("member_id", flat=True))
    there = access.members_of([row.from_unit, row.to_unit], at=at)
    return [one for one in there if one.may(Permission.ASK_FOR_RECALL) and one.id not in named | {but}]


@dataclass(frozen=True)
class RecallLine:
    """One recall in a list: whose, how it stands, what is owed by which side until when, who manages them (None: nobody), and how
    many failures it rests on were rescinded since anybody who decides looked."""

    id: UUID
    person_id: UUID
    state: RecallState
    urgency: Urgency
    due: str
    side: RecallSide
    due_at: datetime
    since: datetime
    level: str
    to_unit: UUID
    from_unit: UUID
    opened_by: UUID
    manager_id: UUID | None
    shaken: int = 0


def recalls_under_way(unit_ids: Sequence[UUID], *, at: datetime) -> list[RecallLine]:
    """The recalls of teams that are not over, what is due soonest first; a case's own team has those of its people wherever asked."""
    rows = list(Recall.objects.filter(ended_at=None).order_by("due_at", "id"))
    cases = supervision.open_cases_of({row.person_id for row in rows})
    ours = set(unit_ids)
    kept = [
        row
        for row in rows
        if {row.from_unit, row.to_unit} & ours
        or (row.person_id in cases and cases[row.person_id].unit_id in ours)
    ]
    concerns(row.person_id for row in kept)
    return [_line(row, at) for row in kept]


def _line(row: Recall, at: datetime) -> RecallLine:
    seen = supervision.case_of(row.person_id, at=at)
    held = seen.now.get("offender manager") if seen is not None else None
    assert row.due_at is not None, "a recall that is not over owes something"
    return RecallLine(
        row.id, row.person_id, RecallState(row.state), Urgency(row.urgency), row.due, RecallSide(row.due_by), row.due_at, row.since,
        row.level, row.to_unit, row.from_unit, row.opened_by, held.member_id if held else None,
        row.shaken,
    )  # fmt: skip


_LATEST = "SELECT person_id, may_ask, state FROM recall_latest(%s)"


def has_what_is_recalled(person_id: UUID, *, at: datetime) -> bool:
    """Whether a recall would touch any sentence of somebody's: without one none is considered, and none is offered."""
    concerns(person_id)
    return bool(on_record(person_id, on=day_of(at)).touched)


def recalled(person_ids: Iterable[UUID]) -> dict[UUID, RecalledNow]:
    """Whether each of many people is recalled now; not known where the viewer may not ask, and never "no" for want of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [list(person_ids)])
        found = cursor.fetchall()
    concerns(person for person, may_ask, _ in found if may_ask)
    return {person: _recalled(person, may_ask, state) for person, may_ask, state in found}


def _recalled(person: UUID, may_ask: bool, state: str | None) -> RecalledNow:
    seen = supervision.whereabouts(person) if may_ask else None
    inside = None
    if seen is not None and seen.where is not Where.AT_LARGE:
        inside = seen.where is not Where.COMMUNITY
    return recalled_now(RecallState(state) if state else None, answered=may_ask, in_custody=inside)
