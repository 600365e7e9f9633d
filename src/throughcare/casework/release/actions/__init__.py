"""Does: records what release turns on, writes licences and moves them, and agrees steps to parole."""

from .licensing import (
    add_bespoke_condition,
    add_condition,
    decide_licence,
    move_licence,
    start_licence,
    take_out_condition,
)
from .paroling import agree_step, record_step_done
from .proposing import answer_proposal, propose_condition
from .saying import (
    InsideFacts,
    look_at_days,
    record_figure,
    say_days_added,
    say_inside,
    say_need,
    say_term,
)

__all__ = [
    "InsideFacts",
    "add_bespoke_condition",
    "add_condition",
    "agree_step",
    "answer_proposal",
    "decide_licence",
    "look_at_days",
    "move_licence",
    "propose_condition",
    "record_figure",
    "record_step_done",
    "say_days_added",
    "say_inside",
    "say_need",
    "say_term",
    "start_licence",
    "take_out_condition",
]
