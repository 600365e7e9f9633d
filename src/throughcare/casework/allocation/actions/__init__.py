"""Does: staff terms and reductions, weekly load, suggestions and their answers, plans."""

from .placing import place_case
from .planning import (
    ask_plan,
    carry_out_plan,
    note_plan_ended,
    start_plan_again,
    stop_plan,
    work_out_plan,
)
from .reckoning import PastWeek, bring_in_history, reckon_workload
from .staffing import Off, Terms, end_reduction, record_reduction, record_reductions, record_staff_terms
from .suggesting import answer_suggestion, suggest_for_case

__all__ = [
    "Off",
    "PastWeek",
    "Terms",
    "answer_suggestion",
    "ask_plan",
    "bring_in_history",
    "carry_out_plan",
    "end_reduction",
    "note_plan_ended",
    "place_case",
    "reckon_workload",
    "record_reduction",
    "record_reductions",
    "record_staff_terms",
    "start_plan_again",
    "stop_plan",
    "suggest_for_case",
    "work_out_plan",
]
