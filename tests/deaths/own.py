"""A person's own page: no code lets anybody in, and no visit goes on, once the case is closed or a death is recorded."""

from . import OPEN_CASE, Ends

SHOWN = "tests/faces/own/test_own_page.py::test_a_death_and_the_end_of_the_case_close_the_page"
ENDS = {"own_code": Ends(f"t.ended_at IS NULL AND t.left_at IS NULL AND {OPEN_CASE}", SHOWN)}
LASTS: dict[str, str] = {}
