"""Does: writes a plan, puts it to the person, reviews it, and ends an order on the day its officer names."""

from .answering import answer_plan, review_plan
from .bringing import AnswerTold, GoalTold, record_plans
from .ending import end_order_early
from .serving import bind_step, release_step
from .writing import NewStep, add_goal, add_step, lay_template, mark_goal, mark_step

__all__ = [
    "AnswerTold",
    "GoalTold",
    "NewStep",
    "add_goal",
    "add_step",
    "answer_plan",
    "bind_step",
    "end_order_early",
    "lay_template",
    "mark_goal",
    "mark_step",
    "record_plans",
    "release_step",
    "review_plan",
]
