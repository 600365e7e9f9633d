"""Letters and reports about a failure: written from the record, reviewed by another, signed, delivered; each version kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.people.rules.languages import ENGLISH
from throughcare.casework.supervision.rules.absences import LICENCES
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Paper, PaperStep
from ..rules import (
    BRINGS_ABOUT,
    Means,
    PaperDeed,
    PaperKind,
    Part,
    Side,
    check_deed,
    check_parts,
    check_written,
    drafted,
    language_of,
)
from ..store.failures import Stands
from ..store.papers import PaperStands, as_kept, known_of, newest, paper_of, since_written
from .steps import found, not_ahead, take


@action(Permission.WRITE_ENFORCEMENT_PAPER)
def draft_paper(*, by: Member, at: datetime, failure_id: UUID, kind: PaperKind) -> UUID:
    """Draw a paper from the record as it stands, as a new version. Returns it."""
    stands = found(failure_id, by, Side.DECIDER)
    known = known_of(stands.row)
    told = drafted(kind, known)
    return _written(stands, kind, told, by, at, after=None, language=language_of(kind, known.language))


@action(Permission.WRITE_ENFORCEMENT_PAPER)
def write_paper(
    *, by: Member, at: datetime, failure_id: UUID, kind: PaperKind, number: int, parts: Sequence[Part]
) -> UUID:
    """Write a paper in other words, as the version after the one that was read; refused when another wrote one meanwhile. Returns it."""
    stands = found(failure_id, by, Side.DECIDER)
    check_parts(parts)
    return _written(stands, kind, parts, by, at, after=number)


def _written(
    stands: Stands, kind: PaperKind, parts: Sequence[Part], by: Member, at: datetime, *, after: int | None, language: str = ""
) -> UUID:  # fmt: skip
    row = stands.row
    check_written(kind, stands.state, licence=row.sentence in {one.value for one in LICENCES})
    last = newest(row.id, kind)
    number = last.row.number if last else 0
    if after is not None and after != number:
        raise Refused("Somebody else wrote a newer version while you had it open. Look again.")
    made = Paper(
        id=new_id(), person_id=row.person_id, failure_id=row.id, kind=kind, number=number + 1, parts=as_kept(parts),
        language=language or (last.row.language if last else ENGLISH),
        record=as_kept(known_of(row).facts), at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([made])
    add_to_line(paper=made.id)
    return made.id


@action(Permission.WRITE_ENFORCEMENT_PAPER)
def review_paper(*, by: Member, at: datetime, paper_id: UUID, note: str = "") -> None:
    """Say that a version of a paper is right, as somebody else than its writer."""
    _do(paper_id, PaperDeed.REVIEWED, by, at, day_of(at), note=note)


@action(Permission.DECIDE_FAILURE)
def sign_paper(*, by: Member, at: datetime, paper_id: UUID) -> None:
    """Sign a version of a paper that was reviewed, while the record is as it was when it was written."""
    _do(paper_id, PaperDeed.SIGNED, by, at, day_of(at))


@action(Permission.WRITE_ENFORCEMENT_PAPER)
def deliver_paper(
    *, by: Member, at: datetime, paper_id: UUID, means: Means, on: date | None = None, note: str = ""
) -> None:
    """Record by which means a signed paper went out, and on which day: a warning is given, or withdrawn, by it."""
    paper, stands = _of(paper_id, by)
    day = not_ahead(on, stands, at)
    if day < day_of(paper.row.at):
        raise Refused(
            f"This version was written on {day_of(paper.row.at):%-d %B %Y}. Give that day or a later one.",
            field="on",
        )
    _do(paper_id, PaperDeed.DELIVERED, by, at, day, means=means, note=note)
    move = BRINGS_ABOUT.get(PaperKind(paper.row.kind))
    if move is not None:
        take(stands, move, by, at, version=stands.row.version, on=day, reason=means)


def _of(paper_id: UUID, by: Member) -> tuple[PaperStands, Stands]:
    paper = paper_of(paper_id)
    if paper is None:
        raise Refused("There is no such paper, or it is not yours to see.")
    return paper, found(paper.row.failure_id, by, Side.DECIDER)


def _do(
    paper_id: UUID,
    deed: PaperDeed,
    by: Member,
    at: datetime,
    on: date,
    *,
    means: Means | None = None,
    note: str = "",
) -> None:
    paper, stands = _of(paper_id, by)
    row, kind = paper.row, PaperKind(paper.row.kind)
    check_written(kind, stands.state, licence=stands.row.sentence in {one.value for one in LICENCES})
    last = newest(row.failure_id, kind)
    since = since_written(paper, stands.row) if deed is not PaperDeed.DELIVERED else []
    check_deed(
        deed,
        paper.done,
        own=is_me(row.member_id),
        newest=last is not None and last.row.id == row.id,
        since=since,
    )
    step = PaperStep(
        id=new_id(), person_id=row.person_id, failure_id=row.failure_id, paper_id=row.id, deed=deed, on=on,
        means=means or "", note=note.strip()[:500], at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([step])
    add_to_line(paper=row.id)
