"""Helpers: what was asked for and whom somebody is matched with."""

from . import Ends

SHOWN = "tests/casework/helpers/test_pairing.py::test_a_death_ends_it_and_a_mistake_takes_it_up_again"
ENDS = {"helpers_pairing": Ends("t.ended_at IS NULL", SHOWN)}
LASTS: dict[str, str] = {}
