"""Decides: which projects suit somebody, when they come, what counts, what is earned off, and what is left."""

from .asking import PUBLIC, AskStands, check_words, told
from .crediting import (
    Crediting,
    Worked,
    check_credit_of,
    check_worked,
    counted,
    education_allowance,
    time_in_words,
)
from .earning import Day, Earned, earned, earned_for, most_earned, stands_in
from .matching import Coming, Engagement, Offering, Suits, suits
from .projects import PROJECT_MOVES, after
from .scheduling import Edition, Laid, Placed, Trigger, Turn, falls_on, lay, left_today
from .standing import Forecast, Hours, forecast, hours
from .terms import Earning, WorkTerms, work_terms
from .words import CreditKind, Frequency, Nominator, ProjectKind, ProjectState, Scheme, WorkState

__all__ = [
    "PROJECT_MOVES",
    "PUBLIC",
    "AskStands",
    "Coming",
    "CreditKind",
    "Crediting",
    "Day",
    "Earned",
    "Earning",
    "Edition",
    "Engagement",
    "Forecast",
    "Frequency",
    "Hours",
    "Laid",
    "Nominator",
    "Offering",
    "Placed",
    "ProjectKind",
    "ProjectState",
    "Scheme",
    "Suits",
    "Trigger",
    "Turn",
    "WorkState",
    "WorkTerms",
    "Worked",
    "after",
    "check_credit_of",
    "check_words",
    "check_worked",
    "counted",
    "earned",
    "earned_for",
    "education_allowance",
    "falls_on",
    "forecast",
    "hours",
    "lay",
    "left_today",
    "most_earned",
    "stands_in",
    "suits",
    "time_in_words",
    "told",
    "work_terms",
]
