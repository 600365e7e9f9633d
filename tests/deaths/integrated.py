"""Integrated offender management: nothing of it is owed once the case is closed; after a mistake it stands as it did."""

from . import OPEN_CASE, Ends

SHOWN = (
    "tests/casework/integrated/test_integrated.py::test_a_death_ends_what_is_owed_and_a_mistake_gives_it_back"
)
ENDS = {
    "integrated_selection": Ends(
        f"t.state IN ('proposed', 'selected', 'removal proposed') AND {OPEN_CASE}", SHOWN
    ),
}
SELECTED = """EXISTS (SELECT FROM integrated_selection s JOIN supervision_case k ON k.id = s.case_id
  WHERE s.id = t.selection_id AND s.state IN ('selected', 'removal proposed') AND k.closed_at IS NULL)"""
ACTIONS = "tests/casework/integrated/test_integrated_actions.py::test_removal_and_death_stop_what_is_owed_and_a_mistake_gives_it_back"
ENDS["integrated_integratedaction"] = Ends(f"t.state = 'open' AND {SELECTED}", ACTIONS)
LASTS: dict[str, str] = {}
