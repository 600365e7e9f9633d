"""What was not complied with, and what is owed of it."""

from . import Ends

SHOWN = "tests/casework/people/test_what_a_death_ends_of_enforcement.py::test_what_is_owed_of_a_failure_ends_with_a_death_and_is_owed_again_when_it_was_a_mistake"
ENDS = {"enforcement_failure": Ends("t.ended_at IS NULL", SHOWN)}
LASTS = {
    "enforcement_failurestep": "a step that was taken",
    "enforcement_decisionaudit": "a decision is looked at again whatever became of the person",
}
