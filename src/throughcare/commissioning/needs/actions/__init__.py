"""Does: publishes need, takes gaps that are reported, writes intentions, consults on them and decides, takes what came of them, pools budgets."""

from .consulting import answer_said, open_consultation, say_of_intention
from .deciding import decide_intention, put_back_intention
from .pooling import (
    ask_to_spend,
    close_year,
    draw_up_pool,
    give_back,
    join_pool,
    pay_into_pool,
    vote_on_spending,
)
from .publishing import publish_need
from .telling import tell_outcome
from .writing import amend_intention, cite_need, draft_intention, report_gap

__all__ = [
    "amend_intention",
    "answer_said",
    "ask_to_spend",
    "cite_need",
    "close_year",
    "decide_intention",
    "draft_intention",
    "draw_up_pool",
    "give_back",
    "join_pool",
    "open_consultation",
    "pay_into_pool",
    "publish_need",
    "put_back_intention",
    "report_gap",
    "say_of_intention",
    "tell_outcome",
    "vote_on_spending",
]
