"""Outcomes is a library on its own: quick to import, and no web framework comes with it."""

import subprocess
import sys

import pytest

from throughcare.evidence import outcomes


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_importing_outcomes_loads_neither_django_nor_anything_heavy():
    done = python(
        "import sys; from throughcare.evidence import outcomes; outcomes.definitions(); "
        "heavy = {'django', 'pandas', 'duckdb', 'ibis', 'numpy', 'pyarrow', 'scipy'}; print(sorted(heavy & set(sys.modules)))"
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_measuring_from_the_library_never_loads_django(tmp_path):
    done = python(
        "import sys; from pathlib import Path; from throughcare.evidence import outcomes; "
        f"where = Path({str(tmp_path)!r}); outcomes.synthesise(where, events=600); "
        "found = outcomes.reoffending(outcomes.load(where), 'england-and-wales-annual', by=('year',), engine='duckdb'); "
        "print(len(found.cells) > 5, 'django' in sys.modules)"
    )
    assert done.stdout.strip() == "True False", done.stderr


@pytest.mark.parametrize(
    "name", [name for name in dir(outcomes) if name not in ("measure", "compare", "pay")]
)
def test_every_name_of_the_door_opens(name):
    assert getattr(outcomes, name).__doc__


def test_a_name_that_is_not_there_says_what_is():
    with pytest.raises(AttributeError, match="reoffending"):
        outcomes.recidivism  # noqa: B018
