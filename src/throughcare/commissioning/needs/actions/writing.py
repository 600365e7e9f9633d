"""Reporting a gap, and writing an intention: its paper and the figure of need that it cites."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import GapReported, Intention
from ..rules.intentions import Paper, Stage, check_paper
from ..store.evidence import evidence_of
from ..store.intentions import (
    as_kept,
    check_names,
    check_need_and_place,
    check_own,
    keep,
    locked,
    one_seen,
    paper_of,
    step,
)
from ..store.published import latest

LONGEST = 1_000


@action(Permission.REPORT_GAP)
def report_gap(*, by: Member, at: datetime, need: str, place: str, words: str) -> UUID:
    """Report that something people need is not to be had in a place; evidence for whoever buys, about nobody by name."""
    said = " ".join(words.split())
    if not said or len(said) > LONGEST:
        raise Refused(f"Say what is missing, in at most {LONGEST:,} characters.", field="words")
    check_need_and_place(need, place)
    row = GapReported(
        id=new_id(), need=need, place=place, words=said, unit_id=by.unit_id, member_id=by.id, at=at
    )
    insert_all([row])
    add_to_line(need=need, place=place)
    return row.id


@action(Permission.WRITE_INTENTION)
def draft_intention(*, by: Member, at: datetime, paper: Paper, of: UUID | None = None) -> UUID:
    """Begin an intention, or an addition to a wider one; a draft is its team's alone. Returns its id."""
    said = check_paper(paper)
    check_names(said)
    if of is not None:
        _check_adds_to(said, one_seen(of))
    row = Intention(
        id=new_id(), paper=as_kept(said), of_id=of, organisation_id=by.organisation_id, unit_id=by.unit_id, member_id=by.id, at=at
    )  # fmt: skip
    insert_all([row])
    add_to_line(intention=row.id)
    return row.id


def _check_adds_to(paper: Paper, wider: Intention) -> None:
    order = ("local", "regional", "national")
    theirs = paper_of(wider)
    if order.index(theirs.scope) <= order.index(paper.scope):
        raise Refused("An addition is to something bought for a wider area.", field="scope")
    if theirs.need != paper.need:
        raise Refused("An addition is for the same need.", field="need")


@action(Permission.WRITE_INTENTION)
def amend_intention(*, by: Member, at: datetime, intention_id: UUID, version: int, paper: Paper) -> None:
    """Change what a draft, or one out for consultation, says; what changed is kept with who and when."""
    row = _own(by, intention_id, version)
    said = check_paper(paper)
    check_names(said)
    if row.of_id is not None:
        _check_adds_to(said, one_seen(row.of_id))
    was, now = row.paper, as_kept(said)
    changed = {name: [was[name], now[name]] for name in now if was[name] != now[name]}
    if {"need", "place"} & changed.keys():
        keep(row, paper=now, figure=None, evidence={})
    else:
        keep(row, paper=now)
    step(by, at, row, Stage(row.stage), found={"changed": changed})
    add_to_line(intention=row.id)


@action(Permission.WRITE_INTENTION)
def cite_need(
    *, by: Member, at: datetime, intention_id: UUID, version: int, place: str, first: date | None = None
) -> None:
    """Cite the need of a place in the quarter that begins on a day, or in its latest; what it says today is kept with it."""
    row = _own(by, intention_id, version)
    figures = [one for one in latest(place) if first in {None, one.first}]
    if not figures:
        raise Refused("No need was published of that place and quarter.", field="place")
    evidence = evidence_of(figures[0], paper_of(row).need, at)
    keep(row, figure=figures[0], evidence=evidence)
    step(by, at, row, Stage(row.stage), found={"cited": str(figures[0].id)})
    add_to_line(intention=row.id, figure=figures[0].id)


def _own(by: Member, intention_id: UUID, version: int) -> Intention:
    row = locked(intention_id, version=version)
    check_own(by, row)
    if row.stage not in {Stage.DRAFT, Stage.CONSULTING}:
        raise Refused(f"This is {row.stage}, and is not written any more.")
    return row
