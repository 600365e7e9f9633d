"""Does: proposes, confirms and ends a category, screens for a level, refers, decides a referral, and all that a meeting does."""

from .categories import confirm_category, end_protection, propose_category
from .levels import decide_level_referral, refer_to_category_3, review_level, screen_level
from .meeting_actions import finish_meeting_action, give_meeting_action, pass_on_meeting_action
from .meetings import (
    call_meeting,
    close_meeting,
    decide_at_meeting,
    decide_disclosure,
    hold_meeting,
    put_off_meeting,
)

__all__ = [
    "call_meeting",
    "close_meeting",
    "confirm_category",
    "decide_at_meeting",
    "decide_disclosure",
    "decide_level_referral",
    "end_protection",
    "finish_meeting_action",
    "give_meeting_action",
    "hold_meeting",
    "pass_on_meeting_action",
    "propose_category",
    "put_off_meeting",
    "refer_to_category_3",
    "review_level",
    "screen_level",
]
