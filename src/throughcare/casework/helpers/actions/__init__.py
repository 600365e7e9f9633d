"""Does: lists helpers and their checks, asks for one, matches, ends, and records meetings and what came of work."""

from .cataloguing import HelperSaid, add_helper, end_helper, record_check
from .meeting import MeetingSaid, correct_meeting, record_meeting
from .pairing import ask_for_helper, match_helper, move_pairing, withdraw_pairing
from .working import record_job, tell_of_job

__all__ = [
    "HelperSaid",
    "MeetingSaid",
    "add_helper",
    "ask_for_helper",
    "correct_meeting",
    "end_helper",
    "match_helper",
    "move_pairing",
    "record_check",
    "record_job",
    "record_meeting",
    "tell_of_job",
    "withdraw_pairing",
]
