"""Tells who should take one case now, in order and with reasons; what an action keeps of it, and what a page shows unkept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused, new_id

from ..models import Suggestion
from ..rules import decision as deciding
from ..rules.capacity import Percent
from ..rules.decision import Asked
from ..rules.reach import UnitSeen
from ..rules.suggestion import Candidate
from .gathering import Asking, Weighed, gather
from .reach import reach_of


@dataclass(frozen=True)
class Ranking:
    """What the rule was asked of one case, the units considered, the case as weighed, and who has no terms recorded."""

    asked: Asked
    units: tuple[UnitSeen, ...]
    about: Weighed
    without_terms: tuple[str, ...]


def ask(by: Member, at: datetime, case_id: UUID, asking: Asking | None, chosen: Sequence[UUID]) -> Ranking:
    """Everything the rule needs to rank the staff of units for one case; refused where the case is not open to the asker."""
    gathered = gather(chosen, at=at, placing=[case_id], asking=asking)
    if case_id not in gathered.cases:
        raise Refused("There is no such open case, or it is not yours to see.")
    (case,) = gathered.problem.cases
    asked = Asked(case, gathered.problem.practitioners, gathered.problem.terms)
    units = reach_of(by, by.unit_id, chosen, gathered.staff.values())
    return Ranking(
        asked, units, gathered.cases[case_id], tuple(str(one.id) for one in gathered.without_terms)
    )


def as_row(found: Ranking, by: Member, at: datetime) -> Suggestion:
    """A ranking as the row that keeps it, not written yet."""
    answer = found.asked.suggestion()
    return Suggestion(
        id=new_id(), person_id=found.about.case.person_id, case_id=found.about.case.id, asked_by=by.id, at=at,
        ranked=[_ranked(one) for one in answer.ranked],
        not_possible=[
            {"member": one.practitioner, "because": [f.because for f in one.because]} for one in answer.not_possible
        ],
        not_considered=list(found.without_terms), units=[one.written() for one in found.units],
        inputs=deciding.written(found.asked), edition=f"{answer.prices} and {answer.grades}",
    )  # fmt: skip


def _ranked(one: Candidate) -> dict[str, Any]:
    full = one.would_be
    return {
        "member": one.practitioner,
        "rank": one.rank,
        "price": one.price,
        "would_be": str(full) if isinstance(full, Percent) else None,
        "lines": [{"what": x.what, "price": x.price, "because": x.finding.because} for x in one.lines],
    }
