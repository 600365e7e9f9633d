"""What outcomes offer is told to editors as it is found when run, and no door takes or gives just anything."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare.evidence import outcomes

NAMES = sorted(outcomes._HOMES)
STUB = Path(outcomes.__file__).with_suffix(".pyi")
NO_WEB = """
import sys
from throughcare.evidence import outcomes
for name in outcomes._HOMES:
    getattr(outcomes, name)
found = sorted({'django', 'psycopg', 'ninja', 'waitress', 'procrastinate', 'allauth', 'typer'} & set(sys.modules))
assert not found, found
"""


def test_the_stub_names_what_there_is_and_where_it_lives():
    told = {
        alias.asname: "." * max(0, node.level - 1) + node.module
        for node in ast.walk(ast.parse(STUB.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    assert told == outcomes._HOMES


@pytest.mark.parametrize("name", NAMES)
def test_no_door_takes_or_gives_just_anything(name):
    found = getattr(outcomes, name)
    if not callable(found):
        return
    said = inspect.signature(found)
    told = [str(one.annotation) for one in said.parameters.values()] + [str(said.return_annotation)]
    assert not [one for one in told if "Any" in one.replace("AnyStr", "")], told


def test_every_name_is_found_without_a_web_server_or_a_database():
    subprocess.run([sys.executable, "-c", NO_WEB], check=True, timeout=120)
