"""Does: takes projects on, gives somebody's hours to whoever delivers, places them, records what came of each turn, and confirms."""

from .asked_by_public import put_forward, set_aside
from .placing import end_placement, place_on_project, stand_down
from .projects import Running, approve_project, close_project, nominate_project, refuse_project
from .recording import TurnSaid, correct_turn, credit_time, record_turns, withdraw_credit
from .sending import confirm_hours, send_hours, take_hours_back
from .serving import serve_step

__all__ = [
    "Running",
    "TurnSaid",
    "approve_project",
    "close_project",
    "confirm_hours",
    "correct_turn",
    "credit_time",
    "end_placement",
    "nominate_project",
    "place_on_project",
    "put_forward",
    "record_turns",
    "refuse_project",
    "send_hours",
    "serve_step",
    "set_aside",
    "stand_down",
    "take_hours_back",
    "withdraw_credit",
]
