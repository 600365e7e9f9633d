"""Days of release, worked out from what was said; nobody is told of them nor asked for anything once the case is closed."""

from . import OPEN_CASE, Ends

SHOWN = "tests/casework/people/test_what_a_death_ends_of_enforcement.py::test_nothing_is_owed_for_the_release_of_somebody_who_died_and_all_of_it_again_after_a_mistake"
ASKED = "tests/casework/people/test_what_a_death_ends_of_enforcement.py::test_a_condition_asked_for_of_somebody_who_died_is_nobodys_to_answer_and_is_again_after_a_mistake"
ENDS = {
    "release_needsaid": Ends(f"t.state = 'needed' AND {OPEN_CASE}", SHOWN),
    "release_proposedcondition": Ends(f"t.answer = '' AND {OPEN_CASE}", ASKED),
}
SAID = "what was said or worked out on a day, before the sentence ended"
LASTS = {"release_figure": SAID, "release_insidesaid": SAID, "release_looked": SAID}
