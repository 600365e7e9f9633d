"""Scoring an answer, handing in, recording what is agreed, and signing quality."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Agreed, HandedIn, OpenedAnswers, Score, SignedQuality
from ..rules.evaluating import Evaluation, all_scored, check_agreed, check_score, unsettled
from ..rules.stages import Stage, check_stage
from ..store import (
    EVALUATOR,
    MODERATOR,
    RoundStands,
    check_apart,
    check_settled,
    offered,
    open_round,
    recused,
    scores,
)

LONGEST = 1_000


@action(Permission.SCORE_ANSWERS)
def score_answer(
    *,
    by: Member,
    at: datetime,
    competition_id: UUID,
    opened_id: UUID,
    criterion: str,
    score: int,
    because: str,
) -> None:
    """Score one answer alone, with the reason; until it is handed in, another score takes its place."""
    stands, evaluation = _judging(by, at, competition_id, EVALUATOR, Stage.SCORING)
    if by.id in stands.handed_in:
        raise Refused("You have handed in your scores.")
    check_score(evaluation, criterion, score)
    insert_all([Score(
        id=new_id(), round_id=competition_id, opened_id=_answers(stands, opened_id).id, criterion=criterion, score=score,
        because=_why(because), member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, answers=opened_id)


@action(Permission.SCORE_ANSWERS)
def hand_in_scores(*, by: Member, at: datetime, competition_id: UUID) -> None:
    """Hand in one's scores, one for every answer: from then on they stay, and others see them once all have handed in."""
    stands, evaluation = _judging(by, at, competition_id, EVALUATOR, Stage.SCORING)
    mine = {answer for answer, given in scores(stands).by_evaluator.items() if by.id in given}
    for one in scores(stands).readable:
        if not all_scored(evaluation, [criterion for opened, criterion in mine if opened == one.id]):
            raise Refused(f"You have not scored every answer of {one.bidder}.")
    insert_all([HandedIn(id=new_id(), round_id=competition_id, member_id=by.id, at=at)])
    add_to_line(competition=competition_id)


@action(Permission.MODERATE_SCORES)
def agree_score(
    *,
    by: Member,
    at: datetime,
    competition_id: UUID,
    opened_id: UUID,
    criterion: str,
    score: int,
    because: str,
) -> None:
    """Record the score that the evaluators agreed on for one answer, and why; another takes its place until it is signed."""
    stands, evaluation = _judging(by, at, competition_id, MODERATOR, Stage.MODERATING)
    answers = _answers(stands, opened_id)
    check_agreed(evaluation, criterion, scores(stands).given((answers.id, criterion)), score)
    insert_all([Agreed(
        id=new_id(), round_id=competition_id, opened_id=answers.id, criterion=criterion, score=score,
        because=_why(because), member_id=by.id, at=at,
    )])  # fmt: skip
    add_to_line(competition=competition_id, answers=opened_id)


@action(Permission.MODERATE_SCORES)
def sign_quality(*, by: Member, at: datetime, competition_id: UUID) -> None:
    """Sign the quality of every bid once a score stands for each answer: then prices may be opened, and no score changes."""
    stands, evaluation = _judging(by, at, competition_id, MODERATOR, Stage.MODERATING)
    if len(stands.evaluators) < evaluation.evaluators:
        raise Refused(
            f"At least {evaluation.evaluators} evaluators were promised. Name more, or call it off."
        )
    check_settled(stands, at)
    if recused(stands) & stands.panel.keys():
        raise Refused("Somebody of the panel was recused: they are stood down before quality is signed.")
    found = scores(stands)
    left = unsettled(evaluation, found.every(evaluation))
    if left:
        who = {str(one.id): one.bidder for one in found.answers}
        opened, criterion = left[0]
        raise Refused(f"{len(left)} to agree, first “{criterion}” of {who[opened]}.")
    insert_all([SignedQuality(id=new_id(), round_id=competition_id, member_id=by.id, at=at)])
    add_to_line(competition=competition_id)


def _judging(
    by: Member, at: datetime, competition_id: UUID, part: str, when: Stage
) -> tuple[RoundStands, Evaluation]:
    stands = open_round(competition_id, lock=True)
    if stands.panel.get(by.id) != part:
        raise Refused(f"You are no {part} of this competition.")
    check_stage(stands.happened, at, when)
    check_apart(stands)
    evaluation = offered(stands.row).evaluation
    if evaluation is None:
        raise Refused("This competition asks no questions.")
    return stands, evaluation


def _answers(stands: RoundStands, opened_id: UUID) -> OpenedAnswers:
    found = OpenedAnswers.objects.filter(round=stands.row.id, id=opened_id, fault="").first()
    if found is None:
        raise Refused("There are no such answers in this competition.")
    return found


def _why(because: str) -> str:
    words = " ".join(because.split())
    if not words or len(words) > LONGEST:
        raise Refused(f"Say why, in at most {LONGEST:,} characters.", field="because")
    return words
