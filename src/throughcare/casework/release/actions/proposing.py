"""Conditions that somebody asks for: put forward, and answered by whoever writes the licence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..models import ProposedCondition
from ..rules import ProposalAnswer, proposed
from .steps import said as must_say
from .steps import stands_open


@action(Permission.PROPOSE_CONDITION)
def propose_condition(
    *, by: Member, at: datetime, person_id: UUID, code: str, said: Mapping[str, str], area: str = "", until: date | None = None
) -> UUID:  # fmt: skip
    """Put forward a condition of the policy list for somebody's licence. Gives its id; whoever writes the licence is not told by whom."""
    concerns(person_id)
    asked = proposed(code, said, area, until, on=day_of(at))
    with connection.cursor() as cursor:
        cursor.execute("SELECT release_propose(%s, %s::jsonb)", [person_id, json.dumps(asked.as_row())])
        made: UUID | None = cursor.fetchone()[0]
    if made is None:
        raise Refused("There is no open case of this person, or it is not yours to see.")
    add_to_line(proposal=made)
    return made


@action(Permission.WRITE_LICENCE)
def answer_proposal(
    *, by: Member, at: datetime, proposal_id: UUID, answer: ProposalAnswer, because: str
) -> None:
    """Say whether a condition that somebody asked for was taken, in part or not, and why; once."""
    row = ProposedCondition.objects.filter(id=proposal_id).first()
    if row is None:
        raise Refused("There is no such condition to consider, or it is not yours to see.")
    stands_open(row.case_id, by, at)
    why = must_say(because, "because", "Say why.")
    if row.answer:
        raise Refused(f"It was answered before: {row.answer}.")
    changed = ProposedCondition.objects.filter(id=row.id, answer="").update(
        answer=answer.value, because=why, decided_by=by.id, decided_at=at
    )
    if not changed:
        raise Refused("It was answered before. Look again.")
    add_to_line(proposal=row.id)
