"""What may be done in a competition: publish it, bid, open it, answer questions, judge answers, decide, sign, cross its wall."""

from .bidding import send_bid, withdraw_bid
from .deciding import decide_award
from .ending import (
    challenge_award,
    end_challenge,
    give_notice,
    publish_award,
    sign_contract,
    withdraw_challenge,
)
from .interests import declare_interest, resolve_interest
from .judging import agree_score, hand_in_scores, score_answer, sign_quality
from .low import answer_about_price, ask_about_price, rule_on_price
from .opening import make_opening_key, turn_key
from .panel import name_to_panel, stand_down
from .promising import promise_share, take_back_promise
from .publishing import call_off_competition, publish_competition
from .questions import answer_question, ask_question
from .walling import approve_crossing, ask_to_cross, give_hat

__all__ = [
    "agree_score",
    "answer_about_price",
    "answer_question",
    "approve_crossing",
    "ask_about_price",
    "ask_question",
    "ask_to_cross",
    "call_off_competition",
    "challenge_award",
    "decide_award",
    "declare_interest",
    "end_challenge",
    "give_hat",
    "give_notice",
    "hand_in_scores",
    "make_opening_key",
    "name_to_panel",
    "promise_share",
    "publish_award",
    "publish_competition",
    "resolve_interest",
    "rule_on_price",
    "score_answer",
    "send_bid",
    "sign_contract",
    "sign_quality",
    "stand_down",
    "take_back_promise",
    "turn_key",
    "withdraw_bid",
    "withdraw_challenge",
]
