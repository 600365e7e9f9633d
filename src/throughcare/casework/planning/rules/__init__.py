"""Decides: what may become of goals and steps, when a plan is due, what is laid from a template, when an order may end."""

from .clocks import PlanDue, PlanStands, plan_due, plan_editions, point_of
from .ending import Ordered, OrderStands, against_early_end, early_ending_editions
from .goals import (
    GOAL_MOVES,
    OPEN_STEPS,
    SAYS_WHY,
    STEP_MOVES,
    GoalStands,
    changed_since,
    check_can_be_answered,
    check_mark,
    goal_after,
    goal_state,
    step_after,
    step_state,
)
from .templates import Laid, Module, PlanTemplate, cost_of, laid, plan_templates
from .words import AnswerKind, GoalMark, GoalState, StepMark, StepState, Whose

__all__ = [
    "GOAL_MOVES",
    "OPEN_STEPS",
    "SAYS_WHY",
    "STEP_MOVES",
    "AnswerKind",
    "GoalMark",
    "GoalStands",
    "GoalState",
    "Laid",
    "Module",
    "OrderStands",
    "Ordered",
    "PlanDue",
    "PlanStands",
    "PlanTemplate",
    "StepMark",
    "StepState",
    "Whose",
    "against_early_end",
    "changed_since",
    "check_can_be_answered",
    "check_mark",
    "cost_of",
    "early_ending_editions",
    "goal_after",
    "goal_state",
    "laid",
    "plan_due",
    "plan_editions",
    "plan_templates",
    "point_of",
    "step_after",
    "step_state",
]
