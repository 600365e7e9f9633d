"""What a competition remembers: sealed bids and what was opened and decided, how their quality was judged, and what keeps its sides apart."""

from .ending import Answered, Challenge, ChallengeEnded, Notice, Question, Signature
from .judging import Agreed, HandedIn, PanelMember, Score, SignedQuality, StoodDown
from .low import PriceAnswered, PriceAsked, PriceRuled
from .sealed import (
    Bid,
    CalledOff,
    Decision,
    Opened,
    OpenedAnswers,
    OpenedBid,
    OpenerKey,
    OpenerSecret,
    Round,
    Summary,
    Turned,
)
from .together import Promised
from .walling import Crossing, CrossingApproval, Hat, Interest, InterestResolved

REFERS = {
    "member_id": "access.Membership",
    "opener_one": "access.Membership",
    "opener_two": "access.Membership",
    "who": "access.Membership",
    "given_by": "access.Membership",
    "holder_id": "access.Membership",
    "organisation_id": "access.Organisation",
    "account_id": "access.Account",
    "unit_id": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

__all__ = [
    "REFERS",
    "Agreed",
    "Answered",
    "Bid",
    "CalledOff",
    "Challenge",
    "ChallengeEnded",
    "Crossing",
    "CrossingApproval",
    "Decision",
    "HandedIn",
    "Hat",
    "Interest",
    "InterestResolved",
    "Notice",
    "Opened",
    "OpenedAnswers",
    "OpenedBid",
    "OpenerKey",
    "OpenerSecret",
    "PanelMember",
    "PriceAnswered",
    "PriceAsked",
    "PriceRuled",
    "Promised",
    "Question",
    "Round",
    "Score",
    "Signature",
    "SignedQuality",
    "StoodDown",
    "Summary",
    "Turned",
]  # fmt: skip
