"""What was planned with somebody: a plan is of an open case, and nobody is asked for one of a closed case."""

from . import OPEN_CASE, Ends

GOAL = "(SELECT g.case_id FROM planning_goal g WHERE g.id = t.goal_id)"
ENDS = {
    "planning_goal": Ends(OPEN_CASE),
    "planning_goalstep": Ends(OPEN_CASE.replace("t.case_id", GOAL)),
}
LASTS: dict[str, str] = {}
