"""Tells what came after the bids of a competition: its notices and those owed, questions and answers, challenges, its signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Answered, Challenge, ChallengeEnded, Notice, Question
from ..rules.ending import After, after, check_may_sign
from ..rules.noticing import Kind, Owed, owed
from ..rules.stages import Stage
from ..store import Ending, ending, endings, law_of, may_be_signed
from ..store import questions as asked_in
from .competitions import CompetitionSeen


@dataclass(frozen=True)
class EndingSeen:
    """What came after the bids, for a viewer: where it stands since the decision, if there is one, and what is owed of notices."""

    after: After | None
    sign_from: date | None
    notices: dict[Kind, Notice]
    owed: list[Owed]
    challenges: list[tuple[Challenge, ChallengeEnded | None]]
    signed_at: datetime | None


@dataclass(frozen=True)
class Asked:
    """A question as the viewer may see it: its words as they were asked, if it is theirs or they buy, and the answer to all."""

    question_id: UUID
    own_words: str
    answered: Answered | None


def check_may_be_signed(seen: CompetitionSeen, *, at: datetime) -> bool:
    """Refuse an agreement from an award that may not be signed now. Returns whether it is the first to be: nothing was signed before.

    Challenges of others are no provider's to see, and hold what they do not see too.
    """
    found = ending(seen.stands)
    if found.signature is None:
        check_may_sign(found.decided, day_of(at))
        if not may_be_signed(seen.stands.row.id):
            raise Refused(f"This competition is {After.HELD}.")
    return found.signature is None


def ending_of(seen: CompetitionSeen, *, at: datetime) -> EndingSeen:
    """What came after the bids of one competition."""
    return _seen(ending(seen.stands), at)


def _seen(found: Ending, at: datetime) -> EndingSeen:
    stands, on = found.stands, day_of(at)
    decided = found.decided if stands.decision is not None and stands.called_off is None else None
    return EndingSeen(
        None if decided is None else after(decided, on),
        decided.sign_from if decided else None,
        dict(found.notices),
        owed(law_of(stands.row), found.days, found.given),
        [(one, found.ended.get(one.id)) for one in found.challenges],
        found.signature.at if found.signature else None,
    )


def endings_of(competitions: Iterable[CompetitionSeen], *, at: datetime) -> dict[UUID, EndingSeen]:
    """What came after the bids of these competitions, by competition; the same number of queries for any."""
    return {id: _seen(one, at) for id, one in endings(one.stands for one in competitions).items()}


def questions_of(competition_id: UUID) -> list[Asked]:
    """Every answer to all, and the questions that the viewer sees: those of their team, or all where they buy; oldest first."""
    asked, answers = asked_in(competition_id)
    mine = [Asked(one.id, one.asks, answers.get(one.id)) for one in asked]
    known = {one.id for one in asked}
    return mine + [Asked(id, "", one) for id, one in answers.items() if id not in known]


def unanswered(member: Member, competitions: Iterable[CompetitionSeen]) -> dict[UUID, int]:
    """How many questions wait for an answer of the viewer's team, by competition that is open."""
    if not member.may(Permission.RUN_COMPETITION):
        return {}
    ours = [
        one.stands.row.id
        for one in competitions
        if one.stage in {Stage.KEYS, Stage.OPEN} and one.stands.row.unit_id == member.unit_id
    ]
    waiting = Question.objects.filter(round__in=ours).exclude(
        id__in=Answered.objects.filter(round__in=ours).values("question_id")
    )
    found: dict[UUID, int] = {}
    for round_id in waiting.values_list("round_id", flat=True):
        found[round_id] = found.get(round_id, 0) + 1
    return found
