"""Hours of unpaid work."""

from . import Ends

SHOWN = "tests/casework/unpaid_work/test_hours.py::test_hours_end_with_the_case_and_go_on_when_a_death_was_a_mistake"
ENDS = {
    "unpaid_work_work": Ends("t.ended_at IS NULL", SHOWN),
    "unpaid_work_turn": Ends("t.off_at IS NULL", SHOWN),
    "unpaid_work_placement": Ends("t.last IS NULL", SHOWN),
}
LASTS = {"unpaid_work_credit": "what was credited for what was done"}
