"""What is generated from the code is the same in every process, whatever order its sets come in."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_tables_are_those_of_the_migrations_whatever_order_sets_come_in(seed):
    """A constraint written from a set reads otherwise in one process of two, and the check of migrations fails by chance."""
    ran = subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", "db", "migrate", "--check"],
        env=os.environ | {"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.strip().splitlines()[-1:]) == (0, ["No changes detected"]), ran.stdout
