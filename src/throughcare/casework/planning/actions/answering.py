"""Putting a plan to the person, and looking at it again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Answer, Review
from ..rules import AnswerKind, check_can_be_answered
from ..store import answers_of, goals_of, reviews_of
from .seeing import check_may_be_seen
from .steps import open_case, said

LONGEST_REASON, LONGEST_REVIEW = 500, 1000


@action(Permission.WRITE_PLAN)
def answer_plan(
    *, by: Member, at: datetime, case_id: UUID, kind: AnswerKind, on: date, reason: str = ""
) -> UUID:
    """Record what the person said of their plan on a day; the same answer sent twice is recorded once. Returns the answer."""
    case = open_case(case_id, by)
    plain = " ".join(reason.split())
    if len(plain) > LONGEST_REASON:
        raise Refused(f"At most {LONGEST_REASON} characters; this has {len(plain)}.", field="reason")
    goals = goals_of([case_id])
    check_can_be_answered([goal.stands for goal in goals], kind, plain)
    _check_day(on, min(goal.at for goal in goals), at)
    same = next((a for a in answers_of([case_id]) if (a.kind, a.on, a.reason) == (kind, on, plain)), None)
    if same is not None:
        return same.id
    row = Answer(
        id=new_id(), person_id=case.person_id, case_id=case_id, kind=kind.value, reason=plain, on=on, at=at,
        member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    insert_all([row])
    add_to_line(answer=kind.value)
    return row.id


@action(Permission.WRITE_PLAN)
def review_plan(
    *, by: Member, at: datetime, case_id: UUID, on: date, changed: str, seen_every_days: int | None = None
) -> UUID:
    """Record that the whole plan was looked at on a day, and what has changed; once a day. Returns the review.

    ``seen_every_days`` is said by whoever answers for the sentence alone: less often for good compliance, by the rule of
    today; 0, as their risk says again; None, nothing is said of it.
    """
    case = open_case(case_id, by)
    plain = said(changed, "changed", "Say what has changed, or that nothing has.", LONGEST_REVIEW)
    goals = goals_of([case_id])
    if not goals:
        raise Refused("There is no plan to review yet. Add a goal first.")
    _check_day(on, min(goal.at for goal in goals), at)
    sent = (on, plain, seen_every_days)
    same = next((r for r in reviews_of([case_id]) if (r.on, r.changed, r.seen_every_days) == sent), None)
    if same is not None:
        return same.id
    if seen_every_days is not None:
        check_may_be_seen(case, seen_every_days, by=by, at=at)
    row = Review(
        id=new_id(), person_id=case.person_id, case_id=case_id, changed=plain, on=on, at=at, member_id=by.id,
        organisation_id=by.organisation_id, seen_every_days=seen_every_days,
    )  # fmt: skip
    insert_all([row])
    return row.id


def _check_day(on: date, since: datetime, at: datetime) -> None:
    if not day_of(since) <= on <= day_of(at):
        raise Refused(f"The day must lie between {day_of(since):%-d %B %Y} and today.", field="on")
