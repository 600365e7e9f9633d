"""Places to live: what was applied for, and beds by night."""

from . import Ends

SHOWN = "tests/casework/accommodation/test_placing.py::test_a_death_ends_it_and_a_mistake_takes_it_up_again_with_the_bed_or_without_where_another_has_it"
ENDS = {
    "accommodation_application": Ends("t.ended_at IS NULL", SHOWN),
    "accommodation_stay": Ends("t.state IN ('booked', 'arrived')", SHOWN),
}
LASTS: dict[str, str] = {}
