"""What starts with the service loads none of the heavy libraries: they wait until somebody needs what they do."""

import importlib.util
import os
import subprocess
import sys

import pytest

HEAVY = (
    "adbc_driver_postgresql", "altair", "duckdb", "holidays", "ibis", "lifelines", "numba", "numpy", "pandas", "polars",
    "pyarrow", "scipy", "sklearn", "splink", "sqlglot", "statsmodels", "vl_convert",
)  # fmt: skip
WEB = """
import throughcare.config.wsgi
from django.urls import get_resolver
def walk(patterns):
    for one in patterns:
        walk(getattr(one, "url_patterns", ()))
walk(get_resolver().url_patterns)
"""
WORKER = """
import django
django.setup()
from procrastinate.contrib.django import app
app.perform_import_paths()
import throughcare.server.commands.worker
assert len(app.tasks) > 10, sorted(app.tasks)
"""
SERVE = """
import throughcare.faces.console.main
import throughcare.server.commands.serve
"""


@pytest.mark.parametrize(
    ("part", "program"), [("web", WEB), ("worker", WORKER), ("owner", SERVE)], ids=["web", "worker", "serve"]
)
def test_starting_loads_no_heavy_library(part: str, program: str) -> None:
    ask = f"{program}\nimport sys\nprint(*sorted(set(sys.modules) & set({HEAVY!r})))"
    said = subprocess.run(
        [sys.executable, "-c", ask], env=surroundings(part), capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.split() == []


def surroundings(part: str) -> dict[str, str]:
    """The environment of a part of the service."""
    return os.environ | {"THROUGHCARE_ROLE": part, "DJANGO_SETTINGS_MODULE": "throughcare.config.settings"}


def test_each_heavy_library_is_one_that_could_have_been_loaded() -> None:
    assert [name for name in HEAVY if importlib.util.find_spec(name) is None] == []
