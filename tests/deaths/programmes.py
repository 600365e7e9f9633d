"""Programmes, and places in groups."""

from . import RUNS, Ends

SHOWN = (
    "tests/casework/programmes/test_ways_through.py::test_what_a_death_ended_goes_on_when_it_was_a_mistake"
)
ENDS = {"programmes_enrolment": Ends("t.ended_at IS NULL", SHOWN), "programmes_place": Ends(RUNS, SHOWN)}
LASTS: dict[str, str] = {}
