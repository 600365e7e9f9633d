"""Consulting on an intention: opening it, saying something of it with or without a vote, and answering what was said."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import IntentionAnswered, IntentionSaid
from ..rules.intentions import Stage, check_consultation, check_move
from ..rules.seats import check_may_vote
from ..store.intentions import check_own, keep, locked, one_seen, paper_of, seats, step

LONGEST = 2_000


@action(Permission.WRITE_INTENTION)
def open_consultation(
    *, by: Member, at: datetime, intention_id: UUID, version: int, closes: date, shorter_because: str = ""
) -> None:
    """Put a draft out for consultation from today until a day: from now on whoever may look at need reads it."""
    row = locked(intention_id, version=version)
    check_own(by, row)
    check_move(Stage(row.stage), Stage.CONSULTING)
    if row.figure_id is None:
        raise Refused("Cite a figure of need first: those who are asked are to see what it rests on.")
    check_consultation(day_of(at), closes, shorter_because)
    step(by, at, row, Stage.CONSULTING, shorter_because)
    keep(
        row, stage=Stage.CONSULTING, opens=day_of(at), closes=closes, shorter_because=" ".join(shorter_because.split()),
        published_at=row.published_at or at,
    )  # fmt: skip
    add_to_line(intention=row.id)


@action(Permission.COMMENT_ON_INTENTION)
def say_of_intention(*, by: Member, at: datetime, intention_id: UUID, words: str, vote: str = "") -> UUID:
    """Say something of an intention while it is out for consultation, with a vote where the operating model gives one."""
    row, today = one_seen(intention_id), day_of(at)
    said = _in_order(words)
    if row.stage != Stage.CONSULTING or row.closes is None or today > row.closes:
        raise Refused("The consultation on this intention is not open.")
    paper = paper_of(row)
    check_may_vote(seats(paper.scope, paper.place, today).of(by.organisation_id), vote)
    one = IntentionSaid(
        id=new_id(), intention_id=row.id, words=said, vote=vote, organisation_id=by.organisation_id, unit_id=by.unit_id,
        member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([one])
    add_to_line(intention=row.id)
    return one.id


@action(Permission.WRITE_INTENTION)
def answer_said(*, by: Member, at: datetime, said_id: UUID, words: str, changed: bool) -> None:
    """Answer something that was said of one's own team's intention: what was done about it, and whether anything changed."""
    one = IntentionSaid.objects.filter(id=said_id).select_related("intention").first()
    if one is None:
        raise Refused("There is nothing there to be answered.")
    check_own(by, one.intention)
    if IntentionAnswered.objects.filter(said=one).exists():
        raise Refused("This was answered already.")
    insert_all([
        IntentionAnswered(
            id=new_id(), said_id=one.id, words=_in_order(words), changed=changed, unit_id=by.unit_id, member_id=by.id, at=at
        )
    ])  # fmt: skip
    add_to_line(intention=one.intention_id)


def _in_order(words: str) -> str:
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise Refused(f"Say it in at most {LONGEST:,} characters.", field="words")
    return said
