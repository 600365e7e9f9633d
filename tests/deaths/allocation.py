"""What was suggested and planned of a case."""

from . import Ends

PLANS = "tests/casework/allocation/shell/test_following.py::test_a_row_of_a_plan_about_somebody_who_died_is_overtaken_until_the_death_was_a_mistake"
ENDS = {
    "allocation_suggestion": Ends("t.state = 'open'"),
    "allocation_planrow": Ends("t.state = 'proposed'", PLANS),
}
LASTS: dict[str, str] = {}
