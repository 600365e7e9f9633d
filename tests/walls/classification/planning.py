"""Tables and owner's functions of planning."""

from .kinds import NOBODY, SI

TABLES: dict[str, tuple[str, str]] = {
    "planning_answer": ("person", SI),
    "planning_goal": ("person", SI),
    "planning_goalstep": ("person", SI),
    "planning_mark": ("person", SI),
    "planning_review": ("person", SI),
    "planning_servedstep": ("person", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "planning_goals_in(uuid)": NOBODY,
}

# What is written once: every other column may be changed where the wall lets a row be.
ONCE: dict[str, str] = {}
