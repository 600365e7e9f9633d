"""Intentions as the viewer sees them, with their seat, what stands in the way, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Finding
from throughcare.foundation.kernel.days import day_of

from ..models import GapReported, Intention, IntentionAnswered, IntentionSaid, IntentionStep
from ..rules.intentions import MOVES, Held, Paper, Stage, stands_in_the_way
from ..rules.seats import Seat
from ..rules.worked import Outcome
from ..store.intentions import BOUGHT, one_seen, paper_of, seats, standing, writers
from ..store.outcomes import outcomes_of


@dataclass(frozen=True)
class SaidSeen:
    """Something that was said of an intention: by which organisation, its vote, and what was answered."""

    id: UUID
    organisation: str
    words: str
    vote: str
    at: datetime
    answer: str | None
    changed: bool


@dataclass(frozen=True)
class IntentionSeen:
    """One intention for one viewer: its paper, where it stands, the viewer's seat, and what stands in the way of approval."""

    row: Intention
    paper: Paper
    stage: Stage
    organisation: str
    own: bool
    seat: Seat
    seats: str
    held: Held
    against: tuple[Finding, ...]
    said: tuple[SaidSeen, ...]
    steps: tuple[IntentionStep, ...]
    onward: tuple[Stage, ...]
    wider: Intention | None
    additions: tuple[Intention, ...]
    outcomes: tuple[Outcome, ...]
    wrote: bool

    @property
    def unanswered(self) -> int:
        """How many things said wait for an answer."""
        return sum(one.answer is None for one in self.said)


def intentions() -> list[tuple[Intention, Paper]]:
    """Every intention that the viewer sees: those not over first, by priority."""
    rows = [(row, paper_of(row)) for row in Intention.objects.all()]
    over = {Stage.DROPPED, Stage.DECOMMISSIONED}
    return sorted(rows, key=lambda one: (one[0].stage in over, one[1].priority, one[1].title, str(one[0].id)))


def to_be_bought() -> list[tuple[Intention, Paper]]:
    """The intentions that the viewer sees, are approved, and were not delivered yet, by priority."""
    stages = {Stage.APPROVED, Stage.PROCURING}
    return [(row, paper) for row, paper in intentions() if row.stage in stages]


def intention(intention_id: UUID, member: Member, *, at: datetime) -> IntentionSeen:
    """One intention; refused where the viewer sees none."""
    row, today = one_seen(intention_id), day_of(at)
    paper, stage = paper_of(row), Stage(row.stage)
    known, _ = standing(row, today)
    given = seats(paper.scope, paper.place, today)
    early = stage in {Stage.DRAFT, Stage.CONSULTING}
    return IntentionSeen(
        row, paper, stage, _names([row.organisation_id])[row.organisation_id], row.unit_id == member.unit_id,
        given.of(member.organisation_id), given.clause, known.held,
        tuple(stands_in_the_way(paper, known, today)) if early else (), _said(row),
        tuple(IntentionStep.objects.filter(intention=row).order_by("at", "id")), tuple(MOVES.get(stage, {})),
        Intention.objects.filter(id=row.of_id).first() if row.of_id else None, tuple(Intention.objects.filter(of=row)),
        tuple(outcomes_of(row.id)), member.id in writers(row),
    )  # fmt: skip


def _said(row: Intention) -> tuple[SaidSeen, ...]:
    rows = list(IntentionSaid.objects.filter(intention=row).order_by("at", "id"))
    answers = {one.said_id: one for one in IntentionAnswered.objects.filter(said__in=rows)}
    names = _names([one.organisation_id for one in rows])
    return tuple(
        SaidSeen(
            one.id, names[one.organisation_id], one.words, one.vote, one.at,
            answers[one.id].words if one.id in answers else None, one.id in answers and answers[one.id].changed,
        )
        for one in rows
    )  # fmt: skip


def _names(ids: Sequence[UUID]) -> dict[UUID, str]:
    known = {one.id: one.name for one in access.organisations()}
    return {one: known.get(one, "an organisation since closed") for one in ids}


def gaps_reported(*, most: int = 100) -> list[GapReported]:
    """Gaps that were reported, the latest first: one's own team's, and everybody's for whoever writes intentions."""
    return list(GapReported.objects.order_by("-at", "-id")[:most])


def said_of(said_id: UUID) -> IntentionSaid | None:
    """Something that was said of an intention that the viewer sees; None where there is nothing."""
    return IntentionSaid.objects.filter(id=said_id).first()


def functions_bought() -> list[str]:
    """What an intention may be for, as the operating model names it."""
    return [one.value for one in BOUGHT]
