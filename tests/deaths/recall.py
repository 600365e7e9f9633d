"""Recalls, and who reads their papers."""

from . import Ends

SHOWN = "tests/casework/people/test_what_a_death_ends_of_enforcement.py::test_a_recall_under_way_ends_with_a_death_and_goes_on_as_it_stood_when_it_was_a_mistake"
ENDS = {"recall_recall": Ends("t.ended_at IS NULL", SHOWN)}
LASTS = {"recall_recallreader": "who was named to read the papers of a recall, which ends itself"}
