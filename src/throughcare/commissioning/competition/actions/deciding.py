"""Deciding an award by the published rule, from quality as it was evaluated and prices as they were opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Decision, OpenedAnswers, OpenedBid, Summary
from ..rules.awards import Award, NoAward
from ..rules.choosing import choose
from ..rules.evaluating import Evaluation
from ..rules.low import check_none_open
from ..rules.offers import Offer
from ..rules.stages import Stage, check_stage
from ..rules.telling import told
from ..store import (
    Scores,
    check_settled,
    offered,
    open_round,
    prices_asked,
    put_out,
    rejected,
    scores,
    with_bids,
    without_rejected,
)


@action(Permission.RUN_COMPETITION)
def decide_award(*, by: Member, at: datetime, competition_id: UUID) -> bool:
    """Choose by the published rule, and tell each bidder of its own bid. Returns whether anything is awarded."""
    stands = open_round(competition_id, lock=True)
    if stands.row.unit_id != by.unit_id:
        raise Refused("Only the team that published a competition decides it.")
    check_stage(stands.happened, at, Stage.PRICED)
    check_settled(stands, at)
    check_none_open(stands.prices_open)
    published, given = offered(stands.row), scores(stands)
    opened = list(OpenedBid.objects.filter(round=competition_id).order_by("bidder", "id"))
    quality = given.quality(published.evaluation) if published.evaluation else {}
    out = put_out(competition_id, opened)
    whole = with_bids(published, [(row.bidder, row.said) for row in opened if not out[row.bid_id]], quality)
    gone = rejected(prices_asked(competition_id))
    offer = without_rejected(whole, opened, gone)
    found = choose(offer)
    made = [_summary(by, at, offer, found, given, row, out[row.bid_id]) for row in opened]
    for one in made:
        one.changes += [] if one.out else _rejected(gone, one.bid_id)
    insert_all(made)
    insert_all([Decision(id=new_id(), round_id=competition_id, member_id=by.id, at=at, award=_told(found))])
    add_to_line(competition=competition_id)
    return isinstance(found, Award)


def _summary(
    by: Member, at: datetime, offer: Offer, found: Award | NoAward, given: Scores, row: OpenedBid, out: str
) -> Summary:
    made = Summary(
        id=new_id(), round_id=row.round_id, bid_id=row.bid_id, bidder=row.bidder, changes=[] if out else _changes(offer, found, row),
        unit_id=row.unit_id, member_id=by.id, at=at, out=out,
    )  # fmt: skip
    answers = next((one for one in given.readable if one.bid_id == row.bid_id), None)
    if offer.evaluation is not None and answers is not None:
        judged = given.quality(offer.evaluation)[row.bidder]
        made.quality, made.out = judged.quality, out or judged.out
        made.scores = _scores(offer.evaluation, given, answers)
    return made


def _scores(evaluation: Evaluation, given: Scores, answers: OpenedAnswers) -> list[dict[str, object]]:
    """Each criterion with the score that stood, what that score means and why it was given."""
    stood = given.stands(evaluation, answers.id)
    return [
        {
            "criterion": one.name, "score": stood[one.name], "means": evaluation.means[stood[one.name]],
            "because": _reasons(given, (answers.id, one.name)),
        }
        for one in evaluation.asked
    ]  # fmt: skip


def _reasons(given: Scores, answer: tuple[UUID, str]) -> list[str]:
    """What was agreed and why, or what each evaluator wrote where all gave the same; who wrote it is not said."""
    agreed = given.agreed.get(answer)
    if agreed:
        return [agreed[-1].because]
    return sorted(one.because for one in given.by_evaluator.get(answer, {}).values())


def _changes(offer: Offer, found: Award | NoAward, row: OpenedBid) -> list[dict[str, str]]:
    if isinstance(found, NoAward):
        return []
    return [
        {"package": change.package.name, "words": change.words} for change in told(offer, found, row.bidder)
    ]


def _rejected(gone: Mapping[tuple[UUID, str], str], bid_id: UUID) -> list[dict[str, str]]:
    return [{"package": name, "words": words} for (bid, name), words in gone.items() if bid == bid_id]


def _told(found: Award | NoAward) -> dict[str, object]:
    if isinstance(found, NoAward):
        return {
            "awarded": False,
            "unoffered": list(found.unoffered),
            "in_the_way": list(found.in_the_way),
        }
    return {
        "awarded": True,
        "cost": found.cost,
        "proved": found.is_proved,
        "taken": [
            {"package": one.name, "bidder": one.bidder, "units": sorted(one.units)} for one in found.taken
        ],
        "in_house": [unit.name for unit in found.kept],
    }
