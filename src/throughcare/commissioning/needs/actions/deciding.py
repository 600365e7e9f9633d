"""Deciding on an intention: approving it, and taking it on or back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, edition_on
from throughcare.foundation.kernel.days import day_of

from ..models import Intention
from ..rules.intentions import Stage, approval_editions, check_move, stands_in_the_way
from ..rules.reviewing import review
from ..rules.seats import Seat
from ..rules.worked import review_of_outcomes
from ..store.evidence import evidence_of
from ..store.intentions import check_own, keep, locked, paper_of, seats, standing, step, writers
from ..store.outcomes import outcomes_of
from ..store.published import latest

LONGEST = 1_000


@action(Permission.WRITE_INTENTION)
def put_back_intention(
    *, by: Member, at: datetime, intention_id: UUID, version: int, to: str, because: str
) -> None:
    """Take an intention that is not approved back to a draft, or drop a draft; it is said why."""
    row = locked(intention_id, version=version)
    _move(by, at, row, to, because, Permission.WRITE_INTENTION)


@action(Permission.DECIDE_INTENTION)
def decide_intention(
    *, by: Member, at: datetime, intention_id: UUID, version: int, to: str, because: str
) -> None:
    """Approve an intention, or take it on to its next stage; refused with all that stands in the way of approval.

    A review is ended with what became of the need since it was cited, by a later figure, and with what came of those served,
    or that it is not known; both are kept.

    Approved by somebody else than wrote it, of the organisation that the operating model lets decide.
    """
    row = locked(intention_id, version=version)
    _move(by, at, row, to, because, Permission.DECIDE_INTENTION)


def _move(by: Member, at: datetime, row: Intention, to: str, because: str, may: Permission) -> None:
    check_own(by, row)
    if to not in [one.value for one in Stage]:
        raise Refused("There is no such stage.", field="to")
    words, then = because.strip(), Stage(to)
    if check_move(Stage(row.stage), then) is not may:
        raise Refused(
            "Somebody who decides on intentions does this."
            if may is Permission.WRITE_INTENTION
            else f"{then} is not decided: whoever writes it does this."
        )
    if not words or len(words) > LONGEST:
        raise Refused(f"Say why, in at most {LONGEST:,} characters.", field="because")
    approves = then is Stage.APPROVED and row.stage == Stage.CONSULTING
    found = _approved(by, at, row) if approves else _reviewed(row, at) if row.stage == Stage.REVIEWING else {}
    step(by, at, row, then, words, found)
    keep(row, stage=then, **({"approved_by": by.id} if approves else {}))
    add_to_line(words, intention=row.id)


def _reviewed(row: Intention, at: datetime) -> dict[str, Any]:
    """What a review rested on: the share that nobody took on when it was cited, and by the latest figure of the same place."""
    cited = row.figure
    figures = latest(cited.place if cited else paper_of(row).place)
    last = figures[0].last if figures else None
    then = row.evidence.get("figure", {}).get("share_not_met")
    now = evidence_of(figures[0], paper_of(row).need, at)["figure"]["share_not_met"] if figures else None
    found = review(cited.last if cited else None, last, then, now)
    outcomes = [str(one) for one in review_of_outcomes(outcomes_of(row.id))]
    return {
        "review": str(found),
        "outcomes": outcomes,
        "figure": str(figures[0].id),
        "then": then,
        "now": now,
    }


def _approved(by: Member, at: datetime, row: Intention) -> dict[str, Any]:
    """What approval rested on; refused where anything stands in its way."""
    if by.id in writers(row):
        raise Refused("Whoever wrote an intention does not approve it.")
    today, paper = day_of(at), paper_of(row)
    given = seats(paper.scope, paper.place, today)
    if given.decides is not None and given.of(by.organisation_id) is not Seat.DECIDE:
        raise Refused(f"The operating model lets another organisation decide here: {given.clause}.")
    known, said = standing(row, today)
    against = stands_in_the_way(paper, known, today)
    if against:
        raise Refused(". ".join(str(one) for one in against) + ".")
    return {
        "edition": edition_on(approval_editions(), today).name, "figure": str(row.figure_id), "held": known.held.value,
        "model": said, "seats": given.clause, "paper": row.paper,
    }  # fmt: skip
