"""Tells of papers about a failure: what each version says, what was done with it, and what changed in the record since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns

from ..models import Failure
from ..rules import Fact, PaperDeed, PaperKind, Part
from ..store.papers import PaperStands, is_signed, newest, paper_of, papers_of, record_now, since_written


@dataclass(frozen=True)
class PaperSeen:
    """One version of a paper; ``changed`` is what the record says otherwise now, ``is_newest`` whether no later version was written."""

    id: UUID
    failure_id: UUID
    person_id: UUID
    kind: PaperKind
    number: int
    language: str
    parts: tuple[Part, ...]
    record: tuple[Fact, ...]
    writer_id: UUID
    writer: str
    at: datetime
    done: tuple[PaperDeed, ...]
    happened: tuple[str, ...]
    is_newest: bool
    changed: tuple[str, ...]


def paper(paper_id: UUID) -> PaperSeen | None:
    """One version of a paper, or None where there is none or the wall hides it."""
    found = paper_of(paper_id)
    row = Failure.objects.filter(id=found.row.failure_id).first() if found else None
    if found is None or row is None:
        return None
    concerns(row.person_id)
    return _seen(found, row)


def papers(failure_id: UUID) -> list[PaperSeen]:
    """Every version of every paper about a failure."""
    row = Failure.objects.filter(id=failure_id).first()
    if row is None:
        return []
    concerns(row.person_id)
    return [_seen(one, row) for one in papers_of(failure_id)]


def may_be_lodged(failure_id: UUID) -> bool:
    """Whether the breach report is signed, without which a breach is not before the court."""
    return is_signed(failure_id, PaperKind.REPORT)


def pack(failure_id: UUID) -> list[Fact]:
    """What the record holds of a failure now: the evidence, assembled."""
    row = Failure.objects.filter(id=failure_id).first()
    if row is None:
        return []
    concerns(row.person_id)
    return list(record_now(row))


def _seen(one: PaperStands, row: Failure) -> PaperSeen:
    kind = PaperKind(one.row.kind)
    last = newest(row.id, kind)
    names = access.member_names({one.row.member_id, *(step.member_id for step in one.steps)})
    happened = tuple(
        f"{step.deed.capitalize()} on {step.on:%-d %B %Y} by {names.get(step.member_id, 'not known')}"
        + (f", {step.means}" if step.means else "")
        + (f". {step.note}" if step.note else "")
        for step in one.steps
    )
    return PaperSeen(
        one.row.id, row.id, row.person_id, kind, one.row.number, one.row.language, tuple(one.parts), tuple(one.record), one.row.member_id,
        names.get(one.row.member_id, "not known"), one.row.at, tuple(one.done), happened,
        last is not None and last.row.id == one.row.id, tuple(since_written(one, row)),
    )  # fmt: skip
