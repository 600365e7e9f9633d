"""Whose victims are told: of a sentence that a death ends nothing more is owed, and it is again when that was a mistake."""

from . import Ends

SHOWN = (
    "tests/casework/victims/test_a_death.py::test_a_death_ends_what_is_covered_and_a_mistake_gives_it_back"
)
ENDS = {"victims_coveredsentence": Ends("t.ended_on IS NULL", SHOWN)}
LASTS: dict[str, str] = {}
