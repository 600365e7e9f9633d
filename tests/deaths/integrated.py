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
LASTS: dict[str, str] = {}
