"""Does: records premises, asks for a place and answers, books beds, and records who came, stayed longer, moved over and left."""

from .applying import Asked, answer_application, apply_for_place, move_application, plan_move_on, set_priority
from .premises import House, add_beds, add_premises, close_bed, have_bed_back, lose_bed
from .staying import (
    book_bed,
    change_leaving,
    give_bed_up,
    give_leave_to_stay,
    move_to_bed,
    record_arrival,
    record_departure,
    record_no_arrival,
)

__all__ = [
    "Asked",
    "House",
    "add_beds",
    "add_premises",
    "answer_application",
    "apply_for_place",
    "book_bed",
    "change_leaving",
    "close_bed",
    "give_bed_up",
    "give_leave_to_stay",
    "have_bed_back",
    "lose_bed",
    "move_application",
    "move_to_bed",
    "plan_move_on",
    "record_arrival",
    "record_departure",
    "record_no_arrival",
    "set_priority",
]
