"""The notebook in the documentation runs, and prints what it says it prints."""

import contextlib
import io
import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[3] / "docs" / "how-to" / "compare-fairly.ipynb"


def cells():
    return [c for c in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]


def test_every_cell_of_the_notebook_prints_what_is_stored_beside_it():
    names = {}
    for cell in cells():
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec("".join(cell["source"]), names)
        stored = "".join(line for output in cell["outputs"] for line in output["text"])
        assert printed.getvalue() == stored


def test_the_notebook_keeps_its_outputs_small():
    assert NOTEBOOK.stat().st_size < 20_000
    assert [cell["execution_count"] for cell in cells()] == list(range(1, len(cells()) + 1))
