"""Tells of competitions: where each stands and what waits, scores as far as they are seen, what was decided, and its wall."""

from ..store import Scores, interests, resolved
from .certifying import certify, words_of_papers
from .competitions import (
    BidTold,
    CompetitionSeen,
    Waits,
    award_again,
    bids_opened,
    bids_told,
    bound_bidders,
    competition,
    competitions,
    lacks,
    model_says,
    prices_to_ask_about,
    promises_of,
    scores,
    shows_bids,
    summaries,
)
from .ending import Asked, EndingSeen, check_may_be_signed, ending_of, endings_of, questions_of, unanswered
from .market import Came, came_to
from .needed import needed_by, published_for
from .public import Public, public
from .waiting import Waiting, waiting
from .walls import (
    CrossingTold,
    InterestTold,
    crossing,
    crossings,
    crossings_to_approve,
    hats,
    interests_told,
    title_of,
)

__all__ = [
    "Asked",
    "BidTold",
    "Came",
    "CompetitionSeen",
    "CrossingTold",
    "EndingSeen",
    "InterestTold",
    "Public",
    "Scores",
    "Waiting",
    "Waits",
    "award_again",
    "bids_opened",
    "bids_told",
    "bound_bidders",
    "came_to",
    "certify",
    "check_may_be_signed",
    "competition",
    "competitions",
    "crossing",
    "crossings",
    "crossings_to_approve",
    "ending_of",
    "endings_of",
    "hats",
    "interests",
    "interests_told",
    "lacks",
    "model_says",
    "needed_by",
    "prices_to_ask_about",
    "promises_of",
    "public",
    "published_for",
    "questions_of",
    "resolved",
    "scores",
    "shows_bids",
    "summaries",
    "title_of",
    "unanswered",
    "waiting",
    "words_of_papers",
]
